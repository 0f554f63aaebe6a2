import { ROOT_CONTEXT } from '@opentelemetry/api';
import { attributes } from '@sightglass/model';
import { expect, test } from 'vitest';
import { decode, logsRequest, plain, plainAttributes, type Message } from '../../testing/protobuf.ts';
import { writeLogEntry } from '../otlp/log-entry.ts';
import { RecordBatch } from '../otlp/record-batch.ts';
import { createBatch, type Batch } from './batch.ts';
import { createLeftOutReports } from './left-out.ts';

const identity = (runId: string) => ({
  [attributes.pipelineNamespace]: 'shop',
  [attributes.pipelineName]: 'orders',
  [attributes.runId]: runId,
});
const atMs = Date.parse('2026-05-01T10:00:00.123Z');

/** Records of these runs; `resource` as of a program under exec, whose records do not repeat it. */
const batchOf = (runIds: readonly (string | undefined)[], resource = {}): Batch => {
  const batch = new RecordBatch(resource, { name: 'test' }, writeLogEntry);
  for (const [index, runId] of runIds.entries()) {
    const own = runId === undefined ? {} : identity(runId);
    batch.add({ atMs: atMs + index, severity: 'INFO', body: 'line', context: ROOT_CONTEXT, attributes: own });
  }
  return createBatch(runIds.length, batch.take());
};

const eventsIn = ({ body }: Batch) =>
  (decode(Buffer.from(body), logsRequest)['groups'] as Message[]).flatMap((group) =>
    (group['scopes'] as Message[]).flatMap((scope) => scope['records'] as Message[]),
  );

test('how many records of each run were given up, and the total grows', () => {
  const added: Batch[] = [];
  const report = createLeftOutReports((batch) => added.push(batch));
  report([batchOf(['a', 'b', 'a']), batchOf([undefined, undefined], identity('c'))]);
  report([batchOf(['a', undefined]), { ...batchOf(['a']), body: Buffer.from('garbled') }]);
  const reported = added.map((batch) =>
    eventsIn(batch).map((event) => {
      const own = plainAttributes(event['attributes'] as Message[]);
      return [event['eventName'], own[attributes.runId], own[attributes.logsThinned], plain(event['body'] as Message)];
    }),
  );
  const words = (count: string) => `${count} left out so far: they came faster than they could be sent or kept`;
  const name = 'pipeline.logs.thinned';
  expect(reported).toEqual([
    [
      [name, 'a', 2, words('2 log records')],
      [name, 'b', 1, words('1 log record')],
      [name, 'c', 2, words('2 log records')],
    ],
    [[name, 'a', 3, words('3 log records')]],
  ]);
  // Within the run, where its page looks for it.
  expect(added.flatMap(eventsIn)[0]).toMatchObject({ timeUnixNano: BigInt(atMs + 2) * 1_000_000n });
});

test('records that belong to no run are not reported', () => {
  createLeftOutReports(() => expect.unreachable())([batchOf([undefined])]);
});
