import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { attributes } from '@sightglass/model';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import type { CheckOptions } from '../../checks/check-options.ts';
import { withRunScope } from '../../telemetry/run-context.ts';
import { createLifecycle } from '../events/lifecycle.ts';
import { observedCheck } from './observed-check.ts';

const namespaces: (string | null)[] = [];
const server = createServer((request, response) => {
  namespaces.push(new URL(request.url ?? '', 'http://127.0.0.1').searchParams.get('namespace'));
  response.end('{"items":[]}');
});
let url: string;
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => void namespaces.splice(0));
afterAll(() => void server.close());

const identity = { [attributes.pipelineNamespace]: 'shop', [attributes.pipelineName]: 'orders' };
const records = { hasWork: false, write: () => undefined, cut: () => undefined, cutSoon: () => undefined };
const scope = { attributes: identity, encoded: [], pipeline: 'orders', datasets: { checked: () => undefined } };

const check = async (history: NonNullable<CheckOptions['history']>, drift?: { rows: string }): Promise<void> => {
  const file = join(temporaryFolder(), 'in.csv');
  await writeFile(file, 'id\n1\n');
  const context = withRunScope(ROOT_CONTEXT, scope as never);
  const own = observedCheck({
    clock: { nowMs: () => 0 } as never,
    lifecycle: createLifecycle(records, identity),
    context: () => context,
  });
  const table = drift === undefined ? {} : { drift };
  await own(file, { name: 'c', columns: [{ name: 'id' }], table }, { rejects: false, history });
};

test('the history of a server is that of the namespace of the run, unless another is wished', async () => {
  await check({ server: url }, { rows: '50%' });
  await check({ server: url, namespace: 'other' }, { rows: '50%' });
  expect(namespaces).toEqual(['shop', 'other']);
});

test('no server is called where a contract compares nothing', async () => {
  await check({ server: url });
  expect(namespaces).toEqual([]);
});
