import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { superviseEngine, type EngineSupervisor } from '../../engine/supervisor.ts';
import { createEvents } from '../../events/_events.ts';
import { allReceivedAt } from '../../reception/reception-time.ts';
import { createTelemetryClient, type TelemetryClient } from './client.ts';
import { migrateTelemetry } from './migrate.ts';
import { logConditions } from '../../rooms/logs/conditions.ts';
import { createLogCounter } from '../../rooms/logs/facts-counts.ts';
import { createLogSearch } from '../../rooms/logs/facts-search.ts';
import { createExternalApiReader } from '../../rooms/external-apis/facts/reader.ts';
import { createPipelineReader } from '../../rooms/pipelines/facts.ts';
import { createRunReader } from '../../rooms/runs/facts-runs.ts';
import { createStageReader } from '../../rooms/runs/facts-stages.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { isThorough } from '../../../../../test/times.ts';

const migrations = (await readdir(new URL('./migrations/', import.meta.url))).sort();
const beforeRuns = '0001-signals.sql';

const releases = JSON.parse(
  await readFile(new URL('../../../../../tools/release/released-schemas.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, { readonly telemetry: Readonly<Record<string, string>> }>>;
/** Every day from the first schema, from that of each release and the one before the newest; `npm run test:system` from each there ever was. */
const startingPoints = isThorough
  ? migrations
  : [
      ...new Set([
        beforeRuns,
        ...Object.values(releases).map(({ telemetry }) => Object.keys(telemetry).sort().at(-1) as string),
        ...migrations.slice(-2),
      ]),
    ];

const folder = temporaryFolder();

const startEngine = () => superviseEngine({ dataDir: folder, events: createEvents(() => {}) });
const databaseOf = (name: string): string => `of_${name.replaceAll(/\W/g, '_')}`;

/** A database of the engine, not migrated. */
const openDatabase = async ({ address }: EngineSupervisor, name: string): Promise<TelemetryClient> => {
  await using inDefault = createTelemetryClient({ address, database: 'default' });
  await inDefault.execute(`CREATE DATABASE IF NOT EXISTS ${databaseOf(name)}`);
  return createTelemetryClient({ address, database: databaseOf(name) });
};

const atMs = Date.parse('2026-03-01T02:00:00Z');

/** Events as the first version stored them; later versions may add columns, never take one away. */
const store = async (
  telemetry: TelemetryClient,
  events: readonly (readonly [name: string, afterMs: number, own: string])[],
  { runId = 'run-1', pipeline = 'orders', version = '', receivedAfterMs = undefined as number | undefined } = {},
) => {
  const [entrance] = await telemetry.rows<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND name IN ('logs', 'logs_with_events') ORDER BY name DESC LIMIT 1",
  );
  await telemetry.execute(
    `INSERT INTO ${entrance?.name} (Timestamp, ReceivedAt, ServiceName, Body, EventName, PipelineNamespace, PipelineName, RunId, StageName, StageId, ResourceAttributes, LogAttributes) VALUES ${events
      .map(
        ([name, afterMs, own]) =>
          `(fromUnixTimestamp64Milli(${atMs + afterMs}, 'UTC'), fromUnixTimestamp64Milli(${atMs + (receivedAfterMs ?? afterMs)}, 'UTC'), 'etl', 'told', '${name}', 'sales', '${pipeline}', '${runId}', 'load', 'stage-1', map('service.version', '${version}'), map('pipeline.namespace', 'sales', ${own}))`,
      )
      .join(', ')}`,
  );
};

const began = [
  ['pipeline.run.started', 0, "'pipeline.schedule', '0 2 * * *'"],
  ['pipeline.stage.started', 10, "'x', 'y'"],
  ['pipeline.stage.progress', 20, "'pipeline.stage.rows.read', '70'"],
] as const;
const ended = [
  ['pipeline.stage.finished', 30, "'pipeline.stage.rows.read', '90', 'pipeline.stage.state', 'succeeded'"],
  ['pipeline.run.finished', 40, "'pipeline.run.state', 'succeeded'"],
] as const;

/** Versions that fold runs by their id alone; those of the first kind also keep times in the future. */
const folding = ['0012-api-callers.sql', '0015-nested-attributes.sql'] as const;
const sharedId = (last: string): string => `scheduled__${last}`;
const storeShared = async (telemetry: TelemetryClient, last: string): Promise<void> => {
  const shared = { runId: sharedId(last) };
  const failed = [['pipeline.run.finished', 40, "'pipeline.run.state', 'failed'"]] as const;
  const dagA = { ...shared, pipeline: 'dag_a' };
  await store(telemetry, began, dagA);
  await store(telemetry, failed, dagA);
  await store(telemetry, [...began.map(([name, ms, own]) => [name, ms + 5, own] as const), ...ended], {
    ...shared,
    pipeline: 'dag_b',
  });
};
/** Of the first that folds. */
const storeAhead = async (telemetry: TelemetryClient): Promise<void> => {
  await store(
    telemetry,
    [
      ['pipeline.run.started', yearMs, "'x', 'y'"],
      ['pipeline.run.finished', yearMs + 1_000, "'pipeline.run.state', 'succeeded'"],
    ],
    {
      runId: 'ahead',
      pipeline: 'clocks',
      receivedAfterMs: 60_000,
    },
  );
};
/** The last version that knew only the former names of what programs did at APIs. */
const formerNames = '0020-events-on-their-way.sql';
const calls = (name: string, count: number) =>
  [
    [`${name}.calls`, count, `'${name}.name', 'airports', '${name}.endpoint', 'GET /', '${name}.calls', '${count}'`],
  ] as const;

const yearMs = 365 * 86_400_000;

/** One database, into which each version stores what it is asked for when the migrations have come to it: they are what takes time here. */
const grown = 'grown';
const storedBy = (last: string): { runId: string; pipeline: string } => ({
  runId: `run ${last}`,
  pipeline: `orders ${last}`,
});
const storeAt = async (telemetry: TelemetryClient, last: string): Promise<void> => {
  if (startingPoints.includes(last)) await store(telemetry, began, { ...storedBy(last), version: '1.4.2' });
  if (folding.some((name) => name === last)) await storeShared(telemetry, last);
  if (last === folding[0]) await storeAhead(telemetry);
  if (last === formerNames) await store(telemetry, calls('dependency', 5), { runId: 'calls', pipeline: 'callers' });
};

let engine: EngineSupervisor;
let now: TelemetryClient;
beforeAll(async () => {
  {
    await using before = await startEngine();
    await using telemetry = await openDatabase(before, grown);
    for (const last of [...new Set([...startingPoints, ...folding, formerNames])].sort()) {
      await migrateTelemetry(telemetry, last);
      await storeAt(telemetry, last);
    }
  }
  engine = await startEngine();
  now = await openDatabase(engine, grown);
  await migrateTelemetry(now);
});
afterAll(async () => {
  await now[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
});

test('every migration is applied once', async () => {
  await migrateTelemetry(now);
  const applied = await now.rows<{ Name: string }>('SELECT Name FROM schema_migrations ORDER BY Name');
  expect(applied.map(({ Name }) => Name)).toEqual(migrations);
});

test.each(startingPoints)('data of %s is brought to now with every record, and goes on folding', async (last) => {
  const { runId, pipeline } = storedBy(last);
  const [logSearch, logCounts] = [createLogSearch(now), createLogCounter(now)];
  const [runs, stages, pipelines] = [createRunReader(now), createStageReader(now), createPipelineReader(now)];
  const everything = {
    conditions: logConditions({ pipeline }),
    order: 'asc',
    fromMs: undefined,
    toMs: undefined,
  } as const;
  const { records } = await logSearch.page(everything, 10, atMs);
  expect(records.map(({ eventName }) => eventName)).toEqual(began.map(([name]) => name));
  expect(await logCounts.count(everything)).toBe(began.length);

  await store(now, ended, { runId, pipeline });
  // Before there was a run model nothing was folded; from then on, what was told before and after is one run.
  const isFolded = last !== beforeRuns;
  expect(await runs.list({ pipeline }, 10, allReceivedAt(atMs + 1_000))).toMatchObject([
    {
      runId,
      namespace: 'sales',
      startedAtMs: atMs + (isFolded ? 0 : 30),
      version: isFolded ? '1.4.2' : null,
      finish: { state: 'succeeded' },
    },
  ]);
  const found = await runs.byIds([runId]);
  const stagesOf = await stages.ofRuns(found);
  expect(found.flatMap((run) => stagesOf(run))).toMatchObject([{ name: 'load', rows: { read: 90 } }]);
  expect(await pipelines.summaries(5, [{ namespace: 'sales', name: pipeline }])).toEqual([
    { namespace: 'sales', name: pipeline, freshAtMs: atMs + 40, runIds: [runId] },
  ]);
  const scheduled = (await pipelines.scheduled()).filter(({ name }) => name === pipeline);
  expect(scheduled.map(({ schedule }) => schedule)).toEqual(isFolded ? ['0 2 * * *'] : []);
});

test.each(folding)('runs of several pipelines that %s mixed under one id are told apart again', async (last) => {
  const found = await createRunReader(now).byIds([sharedId(last)]);
  expect(found.map(({ pipeline, finish }) => [pipeline, finish?.state])).toEqual([
    ['dag_a', 'failed'],
    ['dag_b', 'succeeded'],
  ]);
  const stagesOf = await createStageReader(now).ofRuns(found);
  expect(found.map((run) => stagesOf(run).map(({ rows }) => rows.read))).toEqual([[70], [90]]);
});

test('a run kept in the future is moved back to when it arrived', async () => {
  const [run] = await createRunReader(now).byIds(['ahead']);
  expect(run).toMatchObject({ startedAtMs: atMs + 59_000, finish: { atMs: atMs + 60_000 } });
  const [summary] = await createPipelineReader(now).summaries(5, [{ namespace: 'sales', name: 'clocks' }]);
  expect(summary).toMatchObject({ freshAtMs: atMs + 60_000 });
});

test.each([
  ['the former names', 'dependency', 7],
  ['the names of now', 'pipeline.dependency', 9],
])('counts of %s go on from those that were stored under former names', async (_name, name, count) => {
  await store(now, calls(name, count), { runId: 'calls', pipeline: 'callers' });
  const found = await createExternalApiReader(now).calls({ runId: 'calls' });
  expect(found).toMatchObject([{ api: 'airports', endpoint: 'GET /', calls: count }]);
});

test('a migration that was ended before it was noted is applied again, and counts nothing twice', async () => {
  const released = Object.keys(Object.values(releases).at(-1)?.telemetry ?? {})
    .sort()
    .at(-1) as string;
  await using telemetry = await openDatabase(engine, 'ended');
  await migrateTelemetry(telemetry, released);
  await telemetry.execute(
    `INSERT INTO spans (Timestamp, ReceivedAt, TraceId, SpanId, ServiceName, StatusCode)
     SELECT at, at, lpad(hex(number % 3), 32, '0'), lpad(hex(number), 16, '0'), 'etl', 2 * (number % 5 = 0)
     FROM (SELECT number, fromUnixTimestamp64Milli(${atMs}, 'UTC') + number * 3600 AS at FROM numbers(100))`,
  );
  await telemetry.execute(
    `INSERT INTO metric_points (Timestamp, ReceivedAt, MetricName, ServiceName)
     SELECT at, at, 'rows', 'etl' FROM (SELECT fromUnixTimestamp64Milli(${atMs}, 'UTC') + number * 3600 AS at FROM numbers(50))`,
  );
  // Of a sender that is newer than the server was.
  const used = "'pipeline.dataset.namespace', 'file', 'pipeline.dataset.name', '/a', 'pipeline.dataset.role', 'input'";
  await store(telemetry, [['pipeline.dataset.used', 0, used]]);
  const later = migrations.filter((each) => each > released);
  const twice = isThorough ? later : later.slice(-2);
  await migrateTelemetry(telemetry, later.at(-twice.length - 1));
  for (const name of twice) {
    await migrateTelemetry(telemetry, name);
    await telemetry.execute(`DELETE FROM schema_migrations WHERE Name = '${name}'`);
    await migrateTelemetry(telemetry, name);
  }
  const sum = (column: string, table: string): string => `(SELECT toUInt32(sum(${column})) FROM ${table})`;
  const spans = ['trace_times', 'spans_per_service'].flatMap((table) => [sum('Spans', table), sum('Errors', table)]);
  expect(await telemetry.rows(`SELECT [${[...spans, sum('Points', 'points_per_metric')].join(', ')}] AS sums`)).toEqual(
    [{ sums: [100, 20, 100, 20, 50] }],
  );
  expect(await telemetry.rows('SELECT Name, StageName, Told.Rows AS rows FROM dataset_uses FINAL')).toEqual([
    { Name: '/a', StageName: 'load', rows: -1 },
  ]);
});

test('telemetry of a newer version is refused and left as it is', async () => {
  await using telemetry = await openDatabase(engine, 'ended');
  await migrateTelemetry(telemetry);
  await telemetry.execute("INSERT INTO schema_migrations (Name) VALUES ('9999-later.sql')");
  await expect(migrateTelemetry(telemetry)).rejects.toThrow(/telemetry was written by a newer Sightglass.*9999-later/);
  await expect(migrateTelemetry(telemetry)).rejects.toMatchObject({ code: 'DATA_NEWER' });
});
