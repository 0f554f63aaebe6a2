import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { runDetail } from '../../test/_api.ts';
import { until } from '../../test/_processes.ts';
import { createDataDir, startServerProcess } from '../../test/_server.ts';

it('the run told by hand in docs/reference/events-and-attributes.md appears with its stages and its ledger', async () => {
  const page = await readFile(new URL('../../docs/reference/events-and-attributes.md', import.meta.url), 'utf8');
  const script = /```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  await using data = await createDataDir();
  await using server = await startServerProcess(data.path);
  expect(script).toContain('http://127.0.0.1:4318');
  const { stdout } = await promisify(execFile)('sh', ['-e', '-c', script.replace('http://127.0.0.1:4318', server.url)]);
  const [, runId = ''] = /\/runs\/(orders-\d+)\n$/.exec(stdout) ?? [];
  const stateOf = () => runDetail(server.url, runId).then(({ state }) => state, String);
  await until('the run has arrived', async () => (await stateOf()) === 'succeeded');
  expect(await runDetail(server.url, runId)).toMatchObject({
    pipeline: 'orders',
    balanced: true,
    rows: { read: 100, written: 97, rejected: 3 },
    stages: [
      { name: 'extract', state: 'succeeded', rows: { read: 100, written: 100 } },
      { name: 'load', state: 'succeeded', rejectedByReason: { 'no-customer': 3 } },
    ],
  });
});
