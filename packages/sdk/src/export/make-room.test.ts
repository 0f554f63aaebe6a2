import { ROOT_CONTEXT } from '@opentelemetry/api';
import { attributes, severityNumbers, type Severity } from '@sightglass/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decode, logsRequest, plain, type Message } from '../../testing/protobuf.ts';
import { recordsByRun } from '../otlp/log-counts.ts';
import { writeLogEntry } from '../otlp/log-entry.ts';
import { RecordBatch } from '../otlp/record-batch.ts';
import { createBatch, type Batch } from './batch.ts';
import { createMakeRoom } from './make-room.ts';

const resource = { [attributes.pipelineName]: 'orders', [attributes.runId]: 'r1', 'service.name': 'etl' };
const nobody = () => false;

interface Given {
  readonly severity?: Severity;
  readonly eventName?: string;
  readonly body: string;
}

const batchOf = (records: readonly Given[]): Batch => {
  const batch = new RecordBatch(resource, { name: 'test' }, writeLogEntry);
  for (const record of records) batch.add({ atMs: 1, severity: 'INFO', context: ROOT_CONTEXT, ...record });
  return createBatch(records.length, batch.take());
};

const recordsIn = (batches: readonly Batch[]): Message[] =>
  batches.flatMap(({ body }) =>
    (decode(Buffer.from(body), logsRequest)['groups'] as Message[]).flatMap((group) =>
      (group['scopes'] as Message[]).flatMap((scope) => scope['records'] as Message[]),
    ),
  );
const bodiesIn = (batches: readonly Batch[]): unknown[] => recordsIn(batches).map(({ body }) => plain(body as Message));
const bytesOf = (batches: readonly Batch[]) => batches.reduce((sum, { body }) => sum + body.byteLength, 0);

const lines = (count: number, severity: Severity, name: string): Given[] =>
  Array.from({ length: count }, (_, at) => ({ severity, body: `${name} ${at}` }));

test('of log records the oldest below WARN go first, and a batch keeps its id', () => {
  const batches = [
    batchOf([...lines(9, 'INFO', 'first'), ...lines(1, 'WARN', 'first warning')]),
    batchOf(lines(9, 'DEBUG', 'second')),
    batchOf([...lines(9, 'INFO', 'third'), ...lines(1, 'ERROR', 'third error')]),
  ];
  const { kept, given } = createMakeRoom('logs')(batches, bytesOf(batches) - 100, nobody);
  expect(kept.map(({ id, records }) => [id, records])).toEqual(
    [1, 9, 10].map((records, at) => [batches[at]?.id, records]),
  );
  expect(bodiesIn(kept)[0]).toBe('first warning 0');
  expect(given.flatMap(({ body }) => recordsByRun(body))).toMatchObject([
    { pipeline: 'orders', runId: 'r1', records: 9 },
  ]);
});

test('what is under way stays as it is', () => {
  const batches = [batchOf(lines(9, 'INFO', 'first')), batchOf(lines(9, 'INFO', 'second'))];
  const { kept } = createMakeRoom('logs')(batches, 700, ({ id }) => id === batches[0]?.id);
  expect(kept).toEqual([batches[0]]);
});

test('of lifecycle events heartbeats and progress go first', () => {
  const names = ['pipeline.run.started', 'pipeline.run.heartbeat', 'pipeline.stage.progress', 'pipeline.run.finished'];
  const batches = [batchOf(names.map((eventName) => ({ eventName, body: eventName })))];
  const { kept } = createMakeRoom('events')(batches, bytesOf(batches) - 1, nobody);
  expect(bodiesIn(kept)).toEqual(['pipeline.run.started', 'pipeline.run.finished']);
});

test('one batch too large for all room takes none from others', () => {
  const batches = [batchOf(lines(2, 'ERROR', 'small')), batchOf(lines(50, 'ERROR', 'large'))];
  const { kept, given } = createMakeRoom('logs')(batches, 1_000, nobody);
  expect([kept, given]).toEqual([[batches[0]], [batches[1]]]);
});

const severity = fc.constantFrom<Severity>('DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL');
const records = fc.array(fc.record({ severity, body: fc.string({ maxLength: 40 }) }), { minLength: 1, maxLength: 8 });

test('every record is kept in its place or given up, and none while a lesser one is kept', () =>
  fc.assert(
    fc.property(fc.array(records, { maxLength: 8 }), fc.nat(3_000), (all, limitBytes) => {
      const numbered = all.map((each, at) =>
        each.map((one, index) => ({ ...one, body: `${at}/${index} ${one.body}` })),
      );
      const batches = numbered.map(batchOf);
      const { kept, given } = createMakeRoom('logs')(batches, limitBytes, nobody);
      const [keptBodies, givenBodies] = [bodiesIn(kept), bodiesIn(given)];
      const bodies = numbered.flat().map(({ body }) => body);
      expect(bytesOf(kept)).toBeLessThanOrEqual(limitBytes);
      expect(new Set([...keptBodies, ...givenBodies])).toEqual(new Set(bodies));
      expect(keptBodies.length + givenBodies.length).toBe(bodies.length);
      expect(bodies.filter((body) => keptBodies.includes(body))).toEqual(keptBodies);
      const rankOf = ({ severityNumber }: Message) => {
        const number = Number(severityNumber);
        return number < severityNumbers.WARN ? 0 : number < severityNumbers.ERROR ? 1 : 2;
      };
      const worstGiven = Math.max(0, ...recordsIn(given).map(rankOf));
      expect(Math.min(2, ...recordsIn(kept).map(rankOf))).toBeGreaterThanOrEqual(worstGiven);
    }),
  ));
