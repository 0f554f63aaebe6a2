import { attributes } from '@sightglass/model';
import { readTarget } from '@sightglass/probes';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestPostgres, type TestPostgres } from '../../storage/state/_postgres.ts';
import { requestTypes } from '../../wire/messages.ts';
import { auditTable, readAuditTable } from './config.ts';
import { pollAuditTable } from './loop-poll.ts';
import type { AuditPosition } from './position.ts';
import { auditTableAt } from './sessions/open.ts';
import { tryAuditTable, type AuditTableTrial } from './try.ts';

let postgres: TestPostgres;
let database: Client;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = new Client({ connectionString: postgres.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await postgres[Symbol.asyncDispose]();
});

const env = {};
const attempt = (table: string, more: Partial<AuditTableTrial> = {}) =>
  tryAuditTable({ url: postgres.url, table, name: 'dwh', timeZone: 'UTC', env, ...more });
type Trial = Awaited<ReturnType<typeof attempt>>;

interface ServedRun {
  readonly pipeline: string;
  state: string;
  durationMs?: number;
  rows?: string;
  error?: string;
}

/** Runs as a server makes them of the settings that were proposed, by the last event of each. */
const served = async (table: string, mapping: Trial['mapping']): Promise<Record<string, ServedRun>> => {
  const settings = auditTable.parse({ name: 'dwh', url: postgres.url, table, ...mapping });
  const runs: Record<string, ServedRun> = {};
  let position: AuditPosition | undefined;
  const poll = () =>
    pollAuditTable({
      source: readAuditTable(settings),
      table: auditTableAt({ target: readTarget(postgres.url), table }),
      memory: { recall: async () => position, remember: async (_name, next) => void (position = next) },
      emit: async (logs) => note(runs, logs),
      onUnreadable: () => undefined,
    });
  await poll();
  await poll();
  return runs;
};

const note = (runs: Record<string, ServedRun>, logs: Uint8Array): void => {
  const { resourceLogs = [] } = requestTypes.logs.toObject(requestTypes.logs.decode(logs), { longs: Number }) as {
    resourceLogs?: { scopeLogs: { logRecords: LogRecord[] }[] }[];
  };
  for (const { eventName, attributes: given = [] } of resourceLogs.flatMap((one) =>
    one.scopeLogs.flatMap((scope) => scope.logRecords),
  )) {
    const value = (key: keyof typeof attributes): string | number | undefined => {
      const found = given.find((one) => one.key === attributes[key])?.value;
      return found?.stringValue ?? found?.intValue ?? found?.doubleValue;
    };
    if (eventName === '') continue;
    const run = (runs[String(value('runId'))] ??= { pipeline: String(value('pipelineName')), state: 'running' });
    if (eventName !== 'pipeline.run.finished') continue;
    run.state = String(value('runState'));
    const [read, written, error] = [value('rowsRead'), value('rowsWritten'), value('exceptionMessage')];
    if (value('runDurationMs') !== undefined) run.durationMs = Number(value('runDurationMs'));
    if (read !== undefined) run.rows = `${read} → ${written}`;
    if (error !== undefined) run.error = String(error);
  }
};

interface LogRecord {
  readonly eventName: string;
  readonly attributes?: { key: string; value: { stringValue?: string; intValue?: number; doubleValue?: number } }[];
}

const statesOf = (trial: Trial): Record<string, string> =>
  Object.fromEntries(trial.rows.map(({ runId, state }) => [runId, state]));

/** Proposal, trial and server agree; returns what they agree about. */
const agreed = async (table: string, more: Partial<AuditTableTrial> = {}) => {
  const trial = await attempt(table, more);
  expect(trial.missing).toEqual([]);
  const runs = await served(table, trial.mapping);
  expect(statesOf(trial)).toEqual(Object.fromEntries(Object.entries(runs).map(([id, { state }]) => [id, state])));
  return { trial, runs };
};

test('a state column is found by its values, and a success with warnings is in doubt', async () => {
  await database.query(`
    CREATE TABLE loads (audit_id bigint PRIMARY KEY, pipeline_name text, run_id text, start_time timestamp, end_time timestamp,
      source_record_count int, rejected_record_count int, loaded_record_count int, how_it_went text, error_message text);
    INSERT INTO loads VALUES
      (1, 'txn', 'a', now() - interval '4h', now() - interval '3h', 100, 5, 95, 'SUCCESS', NULL),
      (2, 'txn', 'b', now() - interval '3h', now() - interval '2h', 100, 100, 0, 'FAILURE', 'disk full'),
      (3, 'txn', 'c', now() - interval '2h', now() - interval '1h', 100, 5, 95, 'SUCCESS_WITH_WARNINGS', NULL),
      (4, 'txn', 'd', now() - interval '9m', NULL, NULL, NULL, NULL, 'STARTED', NULL)`);
  const { trial, runs } = await agreed('loads');
  expect(trial.mapping.columns).toMatchObject({ state: 'how_it_went', read: 'source_record_count' });
  expect(runs).toMatchObject({
    'dwh:a': { state: 'succeeded', rows: '100 → 95' },
    'dwh:b': { state: 'failed', error: 'disk full' },
    'dwh:c': { state: 'succeeded', error: 'SUCCESS_WITH_WARNINGS' },
    'dwh:d': { state: 'running' },
  });
});

test('rows with a key of their own are runs; seconds are seconds; a word nobody knows is asked about', async () => {
  await database.query(`
    CREATE TABLE steps (step_run_id int PRIMARY KEY, job_name text, step_name text, run_status text, duration_seconds int, created_at timestamp);
    INSERT INTO steps VALUES (1, 'nightly', 'extract', 'SUCCESS', 65, now() - interval '3h'),
      (2, 'nightly', 'load', 'FAILED', 10, now() - interval '2h'), (3, 'nightly', 'load', 'PARTIAL', 10, now() - interval '1h')`);
  const { trial, runs } = await agreed('steps');
  expect(trial.unknownStates).toEqual(['PARTIAL']);
  expect(trial.notes).toEqual(['each row has its own step_run_id, so each is a run; step_name is not read']);
  expect(runs).toMatchObject({
    'dwh:1': { state: 'succeeded', durationMs: 65_000 },
    'dwh:2': { state: 'failed' },
    'dwh:3': { state: 'aborted' },
  });
});

test('booleans are states, durations are read as written, counts have group signs, and no key is needed', async () => {
  await database.query(`
    CREATE TABLE jobs (process_name text, run_date timestamp, duration text, success boolean, rows_loaded text, rows_rejected text, comments text);
    INSERT INTO jobs VALUES ('customers', '2026-03-01 02:00', '00:12:30', true, '1,204', '3', 'ok'),
      ('products', '2026-03-01 03:00', '00:00:41.5', false, '0', '0', 'duplicate key')`);
  const { trial, runs } = await agreed('jobs');
  expect(trial.notes).toEqual(['no column is the key of a run: its pipeline and its run_date make one']);
  expect(runs).toEqual({
    'dwh:customers 2026-03-01 02:00:00': {
      pipeline: 'customers',
      state: 'succeeded',
      durationMs: 750_000,
      rows: '1207 → 1204',
    },
    'dwh:products 2026-03-01 03:00:00': {
      pipeline: 'products',
      state: 'failed',
      durationMs: 41_500,
      rows: '0 → 0',
      error: 'duplicate key',
    },
  });
  await database.query(`INSERT INTO jobs SELECT * FROM jobs LIMIT 1`);
  expect((await attempt('jobs')).missing).toEqual(['runId']);
});

test('a row for each event: an error is not undone by the end that follows, also when it is seen later', async () => {
  await database.query(`
    CREATE TABLE job_events (log_id int PRIMARY KEY, batch_id int, job_name text, event text, event_time timestamp, row_count int, message text);
    INSERT INTO job_events VALUES (1, 1, 'orders', 'START', now() - interval '3h', NULL, NULL), (2, 1, 'orders', 'END', now() - interval '2h', 500, NULL),
      (3, 2, 'orders', 'START', now() - interval '90m', NULL, NULL), (4, 2, 'orders', 'ERROR', now() - interval '80m', NULL, 'constraint'),
      (5, 2, 'orders', 'END', now() - interval '79m', NULL, NULL), (6, 3, 'orders', 'START', now() - interval '5m', NULL, NULL)`);
  const { trial, runs } = await agreed('job_events');
  expect(trial.notes).toEqual(['each row is an event of a run: event says what happened, batch_id which run it is']);
  expect(runs).toMatchObject({
    'dwh:1': { state: 'succeeded', rows: '500 → 500' },
    'dwh:2': { state: 'failed', error: 'constraint' },
    'dwh:3': { state: 'running' },
  });
  await database.query(`INSERT INTO job_events VALUES (7, 1, 'orders', 'ABEND', now() - interval '3h', NULL, NULL)`);
  expect((await agreed('job_events')).runs['dwh:1']?.state).toBe('aborted');
  expect((await attempt('job_events')).unknownStates).toEqual(['ABEND']);
});

test('a duration whose unit nothing tells is asked for', async () => {
  await database.query(`
    CREATE TABLE durations (run_id int PRIMARY KEY, job_name text, started_at timestamp, duration numeric, status text);
    INSERT INTO durations VALUES (1, 'orders', '2026-03-01 02:00', 1.5, 'OK')`);
  expect((await attempt('durations')).missing).toEqual(['durationUnit']);
  const { trial, runs } = await agreed('durations', { durationUnit: 'min' });
  expect(trial.mapping).toMatchObject({ durationUnit: 'min', columns: { duration: 'duration' } });
  expect(runs['dwh:1']).toMatchObject({ state: 'succeeded', durationMs: 90_000 });
});

test.each([
  [
    'ssis',
    `CREATE TABLE sysssislog (id int PRIMARY KEY, event text, computer text, operator text, source text, sourceid uuid, executionid uuid,
       starttime timestamp, endtime timestamp, datacode int, databytes bytea, message text);
     INSERT INTO sysssislog SELECT id, event, 'etl-1', 'svc', source, gen_random_uuid(), execution::uuid, '2026-03-01 02:00'::timestamp + id * interval '1 min',
       '2026-03-01 02:00', 0, NULL, message FROM (VALUES
       (1, 'PackageStart', 'Orders', '00000000-0000-0000-0000-000000000001', 'Beginning of package execution.'),
       (2, 'OnPreExecute', 'Load', '00000000-0000-0000-0000-000000000001', ''), (3, 'OnError', 'Load', '00000000-0000-0000-0000-000000000001', 'Violation of PRIMARY KEY'),
       (4, 'OnTaskFailed', 'Load', '00000000-0000-0000-0000-000000000001', ''), (5, 'PackageEnd', 'Orders', '00000000-0000-0000-0000-000000000001', 'End of package execution.'),
       (6, 'PackageStart', 'Stock', '00000000-0000-0000-0000-000000000002', ''), (7, 'OnWarning', 'Load', '00000000-0000-0000-0000-000000000002', 'truncation'),
       (8, 'PackageEnd', 'Stock', '00000000-0000-0000-0000-000000000002', '')) AS row(id, event, source, execution, message)`,
    'sysssislog',
    {
      'dwh:00000000-0000-0000-0000-000000000001': {
        pipeline: 'Orders',
        state: 'failed',
        error: 'Violation of PRIMARY KEY',
      },
      'dwh:00000000-0000-0000-0000-000000000002': { pipeline: 'Stock', state: 'succeeded' },
    },
  ],
  [
    'sql-agent',
    `CREATE TABLE sysjobhistory (instance_id int PRIMARY KEY, job_id uuid, job_name text, step_id int, step_name text, sql_message_id int, message text,
       run_status int, run_date int, run_time int, run_duration int, server text);
     INSERT INTO sysjobhistory SELECT id, gen_random_uuid(), 'nightly', step, 'step', 0, message, status, 20260301, 20500, duration, 'sql-1' FROM (VALUES
       (1, 1, 0, 41, 'deadlock'), (2, 0, 0, 13045, 'The job failed.'), (3, 0, 1, 41, ''), (4, 0, 3, 0, '')) AS row(id, step, status, duration, message)`,
    'sysjobhistory',
    {
      'dwh:2': { pipeline: 'nightly', state: 'failed', durationMs: 5_445_000, error: 'The job failed.' },
      'dwh:3': { pipeline: 'nightly', state: 'succeeded', durationMs: 41_000 },
      'dwh:4': { pipeline: 'nightly', state: 'aborted', durationMs: 0 },
    },
  ],
  [
    'azure-data-factory',
    `CREATE TABLE "ADFPipelineRun" ("TimeGenerated" timestamptz, "RunId" text, "PipelineName" text, "Start" timestamptz, "End" timestamptz, "Status" text, "ErrorMessage" text);
     INSERT INTO "ADFPipelineRun" VALUES ('2026-03-01 02:00Z', 'r1', 'copy', '2026-03-01 02:00Z', '1601-01-01Z', 'InProgress', NULL),
       ('2026-03-01 02:05Z', 'r1', 'copy', '2026-03-01 02:00Z', '2026-03-01 02:05Z', 'Failed', 'ErrorCode=SqlOperationFailed')`,
    'ADFPipelineRun',
    { 'dwh:r1': { pipeline: 'copy', state: 'failed', error: 'ErrorCode=SqlOperationFailed' } },
  ],
  [
    'airflow',
    `CREATE TABLE dag_run (id int PRIMARY KEY, dag_id text, queued_at timestamptz, execution_date timestamptz, start_date timestamptz, end_date timestamptz,
       state text, run_id text, run_type text, conf bytea);
     INSERT INTO dag_run VALUES (1, 'dag_a', NULL, now(), '2026-03-01 02:00Z', '2026-03-01 02:10Z', 'failed', 'scheduled__1', 'scheduled', NULL),
       (2, 'dag_b', NULL, now(), '2026-03-01 02:00Z', '2026-03-01 02:10Z', 'success', 'scheduled__1', 'scheduled', NULL), (3, 'dag_b', now(), now(), NULL, NULL, 'queued', 'manual__1', 'manual', NULL)`,
    'dag_run',
    { 'dwh:1': { pipeline: 'dag_a', state: 'failed' }, 'dwh:2': { pipeline: 'dag_b', state: 'succeeded' } },
  ],
  [
    'dbt-elementary',
    `CREATE TABLE dbt_run_results (model_execution_id text, unique_id text, invocation_id text, generated_at text, name text, message text, status text,
       execution_time float, execute_started_at text, execute_completed_at text, rows_affected bigint, created_at timestamp DEFAULT now());
     INSERT INTO dbt_run_results VALUES ('x1', 'model.a', 'i', '2026-03-01 02:10', 'orders', 'INSERT 0 12', 'success', 3, '2026-03-01T02:00:00.1Z', '2026-03-01T02:00:03.1Z', 12),
       ('x2', 'model.b', 'i', '2026-03-01 02:10', 'sales', 'Database Error', 'error', 3, '2026-03-01T02:00:04Z', '2026-03-01T02:00:07Z', NULL),
       ('x3', 'model.c', 'i', '2026-03-01 02:10', 'shares', 'Skipped', 'skipped', 0, NULL, NULL, NULL)`,
    'dbt_run_results',
    {
      'dwh:x1': { pipeline: 'orders', state: 'succeeded', rows: '12 → 12' },
      'dwh:x2': { pipeline: 'sales', state: 'failed', error: 'Database Error' },
    },
  ],
])('the tables of %s are known', async (preset, sql, table, expected) => {
  await database.query(sql);
  const trial = await attempt(table);
  expect(trial.mapping.preset).toBe(preset);
  expect({ missing: trial.missing, problems: trial.problems }).toEqual({ missing: [], problems: [] });
  const runs = await served(table, trial.mapping);
  expect(runs).toEqual(expected);
  for (const [runId, state] of Object.entries(statesOf(trial))) expect(runs[runId]?.state).toBe(state);
});
