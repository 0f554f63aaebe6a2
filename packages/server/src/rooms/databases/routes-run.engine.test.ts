import { databaseEvents, runIdAt, watchEvents } from '@sightglass/model';
import { runDatabases, type RunDatabase } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesOf, text } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { warehouseAt } from './_databases.ts';
import { eventsRequest, runEvents, unixNanoOf } from '../runs/_runs.ts';

const atMs = Date.parse('2026-05-01T10:00:00Z');
const runId = runIdAt(atMs);
const quietRunId = runIdAt(atMs + 1);
const traceId = 'ab'.repeat(16);
const warehouse = warehouseAt('db');

type Own = Readonly<Record<string, string | number | boolean>>;
let spans = 0;
const record = (eventName: string, own: Own, database = 'shop'): object => ({
  timeUnixNano: unixNanoOf(atMs + 1_000),
  eventName,
  body: text(eventName),
  traceId: Buffer.from(traceId, 'hex'),
  spanId: Buffer.from((spans += 1).toString(16).padStart(16, '0'), 'hex'),
  attributes: attributesOf({
    'db.system.name': 'postgresql',
    'server.address': 'db',
    'server.port': 5432,
    'db.namespace': database,
    'pipeline.run.id': runId,
    'pipeline.db.fingerprint': 'f1',
    ...own,
  }),
});
const counted = (own: Own, database?: string): object => record(databaseEvents.statementsCounted.name, own, database);
const ended = (outcome: string, own: Own = {}): object =>
  record(databaseEvents.transactionFinished.name, { 'pipeline.db.transaction.outcome': outcome, ...own });
const blocker = (blockerApplication: string, blockedApplication: string, ms: number): object =>
  record(watchEvents.blockerFound.name, {
    'pipeline.run.id': '',
    'pipeline.dependency.name': 'warehouse',
    'pipeline.dependency.blocker.application': blockerApplication,
    'pipeline.dependency.blocked.application': blockedApplication,
    'pipeline.dependency.blocked.duration': ms,
  });

const held: Own = {
  'pipeline.db.lock.holder.session': '4711',
  'pipeline.db.lock.holder.application': `sg 00-${traceId}-b7ad6b7169203331-01`,
  'pipeline.db.lock.holder.login': 'etl',
  'pipeline.db.lock.holder.state': 'idle in transaction',
  'pipeline.db.lock.holder.trace_id': traceId,
  'pipeline.db.lock.holder.certain': true,
};
const since: Own = { 'pipeline.db.lock.holder.since': '2026-05-01T09:58:00.000Z' };

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(undefined, { dependencies: [warehouse] });
  const ours = `sg 00-${traceId}-b7ad6b7169203331-01`;
  await api.engine.insert('logs', [
    eventsRequest([
      ...runEvents({ runId, startedAtMs: atMs, traceId }),
      ...runEvents({ runId: quietRunId, startedAtMs: atMs }),
      counted({ 'pipeline.db.calls': 500, 'pipeline.db.errors': 3, 'pipeline.db.duration': 900 }),
      counted({ 'pipeline.db.calls': 900, 'pipeline.db.errors': 4, 'pipeline.db.duration': 1_800 }),
      counted({ 'pipeline.db.calls': 9, 'pipeline.db.duration': 5 }, 'crm'),
      counted({
        'pipeline.db.fingerprint': 'f2',
        'db.operation.name': 'CONNECT',
        'pipeline.db.calls': 40,
        'pipeline.db.errors': 40,
        'pipeline.db.duration': 80_000,
      }),
      counted({
        'pipeline.db.fingerprint': 'f3',
        'db.operation.name': 'ACQUIRE',
        'pipeline.db.calls': 7,
        'pipeline.db.errors': 7,
        'pipeline.db.duration': 21_000,
      }),
      record('', { 'db.operation.name': 'ACQUIRE', 'error.type': 'pool-timeout' }),
      record('', { 'db.operation.name': 'UPDATE', 'error.type': 'lock-timeout' }),
      record('', { 'db.operation.name': 'UPDATE', 'error.type': 'deadlock' }),
      record('', { 'db.operation.name': 'UPDATE', 'error.type': 'deadlock', 'pipeline.db.slow': true }),
      record('', { 'db.operation.name': 'UPDATE', 'pipeline.db.slow': true }),
      record('', { 'db.operation.name': 'CONNECT', 'error.type': 'timeout' }),
      record('', { 'db.operation.name': 'SELECT' }),
      record('', { ...held, ...since, 'db.operation.name': 'DELETE' }),
      record(databaseEvents.lockHeld.name, held),
      record(databaseEvents.lockHeld.name, { 'pipeline.db.lock.holder.session': '9' }, 'crm'),
      ended('committed'),
      ended('rolled-back', { 'pipeline.db.transaction.reason': 'error', 'error.type': 'deadlock' }),
      blocker('nightly', ours, 9_000),
      blocker('nightly', ours, 22_000),
      blocker(ours, 'report', 4_000),
    ]),
  ]);
});
afterAll(() => api[Symbol.asyncDispose]());

const databasesOf = async (id: string): Promise<RunDatabase[]> =>
  runDatabases.parse((await api.app.inject(`/api/v1/runs/${id}/databases`)).json()).items;

test('a run tells what it did in each database, and what went wrong there', async () => {
  const [found, other, ...rest] = await databasesOf(runId);
  expect(rest).toEqual([]);
  expect(other).toMatchObject({ name: null, database: 'crm', statements: 9, failures: [], rolledBack: 0, waitedMs: 0 });
  expect(found).toMatchObject({
    name: 'warehouse',
    host: 'db',
    statements: 900,
    failed: 4,
    durationMs: 1_800,
    slow: 2,
    connectionsFailed: 40,
    poolTimeouts: 7,
    lockTimeouts: 1,
    deadlocks: 2,
    committed: 1,
    rolledBack: 1,
    rollbacks: [{ reason: 'error', errorClass: 'deadlock', transactions: 1 }],
    waitedMs: 22_000,
    keptWaitingMs: 4_000,
  });
  expect(found?.failures).toEqual([
    { of: 'statement', errorClass: 'deadlock', count: 2 },
    { of: 'connection', errorClass: 'timeout', count: 1 },
    { of: 'statement', errorClass: 'lock-timeout', count: 1 },
  ]);
});

test('who kept statements of a run waiting is named, with the run it works for and since when', async () => {
  const [found, other] = await databasesOf(runId);
  expect(found?.lockHolders).toEqual([
    {
      session: '4711',
      application: `sg 00-${traceId}-b7ad6b7169203331-01`,
      login: 'etl',
      state: 'idle in transaction',
      statement: '',
      since: '2026-05-01T09:58:00.000Z',
      lastSeenAt: new Date(atMs + 1_000).toISOString(),
      waits: 2,
      isCertain: true,
      run: { runId, namespace: expect.any(String), pipeline: expect.any(String) },
    },
  ]);
  expect(other?.lockHolders).toMatchObject([{ session: '9', since: null, isCertain: false, run: null }]);
});

test('a run without databases has none, and one that is not known is not found', async () => {
  expect(await databasesOf(quietRunId)).toEqual([]);
  expect((await api.app.inject('/api/v1/runs/nosuch/databases')).statusCode).toBe(404);
});
