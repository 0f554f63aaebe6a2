import { databaseEvents } from '@sightglass/model';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../engine/_engine.ts';
import { times } from '../../../../../test/times.ts';
import { attributesOf, text } from '../../wire/_sample.ts';
import { eventsRequest, unixNanoOf } from '../runs/_runs.ts';
import { createDatabaseWorkReader, type DatabaseAddress } from './facts-work.ts';

let engine: TestEngine;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const startedAtMs = Date.parse('2026-03-01T00:00:10Z');
const receivedAt = new Date(startedAtMs + 60_000);
const window = { fromMs: startedAtMs - 1_000, toMs: startedAtMs + 3_600_000 };

let lastPort = 10_000;
/** Nobody else works there. */
const newAddress = (): DatabaseAddress => ({
  system: 'postgresql',
  host: 'db',
  port: (lastPort += 1),
  database: 'shop',
});

const event = (key: keyof typeof databaseEvents, address: DatabaseAddress, afterMs: number, own: object): object => ({
  timeUnixNano: unixNanoOf(startedAtMs + afterMs),
  eventName: databaseEvents[key].name,
  body: text(key),
  attributes: attributesOf({
    'db.system.name': address.system,
    'server.address': address.host,
    'server.port': address.port,
    'db.namespace': address.database,
    'pipeline.name': 'orders',
    'pipeline.run.id': 'run-1',
    'pipeline.stage.id': 'a'.repeat(16),
    ...own,
  }),
});

const counted = (address: DatabaseAddress, afterMs: number, calls: number, own: object = {}): object =>
  event('statementsCounted', address, afterMs, {
    'pipeline.db.fingerprint': 'f1',
    'db.query.summary': 'INSERT orders',
    'db.query.text': 'INSERT INTO orders VALUES (?)',
    'pipeline.db.calls': calls,
    'pipeline.db.errors': Math.floor(calls / 100),
    'pipeline.db.rows.affected': calls,
    'pipeline.db.duration': calls * 0.5,
    'pipeline.db.duration.max': Math.min(calls, 40),
    ...own,
  });

const finished = (address: DatabaseAddress, afterMs: number, outcome: string, own: object = {}): object =>
  event('transactionFinished', address, afterMs, {
    'pipeline.db.transaction.outcome': outcome,
    'pipeline.db.duration': afterMs / 10,
    'pipeline.db.transaction.idle.max': 5,
    ...own,
  });

const eventsOf = (address: DatabaseAddress): object[] => [
  counted(address, 10_000, 100),
  counted(address, 20_000, 250),
  counted(address, 30_000, 300),
  counted(address, 30_000, 20, { 'pipeline.run.id': 'run-2' }),
  counted(address, 30_000, 7, { 'pipeline.db.fingerprint': 'f2', 'db.query.summary': 'SELECT orders' }),
  finished(address, 100, 'committed'),
  finished(address, 200, 'committed'),
  finished(address, 300, 'rolled-back', { 'pipeline.db.transaction.reason': 'error', 'error.type': 'deadlock' }),
];

const foldOf = async (address: DatabaseAddress) => {
  const work = createDatabaseWorkReader(engine.telemetry);
  return {
    statements: (await work.statements(address, window, undefined, 50)).items,
    transactions: (await work.transactions(address, window, { begin: 0, limit: 50 })).outcomes,
  };
};

test('calls are the highest count of each stage, summed up by fingerprint; transactions are counted by outcome', async () => {
  const address = newAddress();
  await engine.insert('logs', [eventsRequest(eventsOf(address))], { receivedAt });
  const { statements, transactions } = await foldOf(address);
  expect(statements).toMatchObject([
    { fingerprint: 'f1', summary: 'INSERT orders', calls: 320, errors: 3, rowsAffected: 320, durationMs: 160, runs: 2 },
    { fingerprint: 'f2', summary: 'SELECT orders', calls: 7, errors: 0, durationMs: 3.5, slowestMs: 7, runs: 1 },
  ]);
  expect(transactions).toEqual([
    {
      outcome: 'committed',
      reason: null,
      errorClass: null,
      transactions: 2,
      medianMs: 20,
      longestMs: 20,
      longestIdleMs: 5,
    },
    {
      outcome: 'rolled-back',
      reason: 'error',
      errorClass: 'deadlock',
      transactions: 1,
      medianMs: 30,
      longestMs: 30,
      longestIdleMs: 5,
    },
  ]);
  expect(await foldOf({ ...address, database: 'other' })).toEqual({ statements: [], transactions: [] });
});

test('any order, any repetition, any cut into segments, also over the turn of a month, folds to the same', async () => {
  const reference = newAddress();
  await engine.insert('logs', [eventsRequest(eventsOf(reference))], { receivedAt });
  const expected = await foldOf(reference);
  const count = eventsOf(reference).length;
  const plan = fc.record({
    order: fc.shuffledSubarray([...Array(count).keys()], { minLength: count }),
    repeated: fc.array(fc.nat(count - 1), { maxLength: 10 }),
    cut: fc.nat(count),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 10, maxLength: 20 }), async (plans) => {
      const inserted = plans.map(({ order, repeated, cut }) => {
        const address = newAddress();
        const events = eventsOf(address);
        const sent = [...order, ...repeated].map((index) => events[index] ?? {});
        return { address, parts: [sent.slice(0, cut), sent.slice(cut)] };
      });
      for (const [index, at] of [new Date('2026-02-28T23:59:59Z'), receivedAt].entries()) {
        const body = eventsRequest(inserted.flatMap(({ parts }) => parts[index] ?? []));
        await engine.insert('logs', [body], { receivedAt: at });
      }
      for (const { address } of inserted) expect(await foldOf(address)).toEqual(expected);
    }),
    { numRuns: times(1) },
  );
});
