import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { attributesOf, logsRequest, text } from '../../../wire/_sample.ts';
import { correctSums, foldAgain } from './rollups.ts';

/** Of late, as some of what is folded is kept for days only, and would be dropped by a merge before it is compared. */
const atMs = Date.now() - 3_600_000;
const run = {
  'pipeline.name': 'orders',
  'pipeline.namespace': 'sales',
  'pipeline.run.id': 'r1',
  'pipeline.run.started_at': new Date(atMs).toISOString(),
};
const stage = { 'pipeline.stage.name': 'load', 'pipeline.stage.id': 's1' };
const check = { 'pipeline.check.contract': 'c', 'pipeline.check.file': 'a.csv', 'pipeline.check.result': 'pass' };
const call = {
  'pipeline.dependency.name': 'rates',
  'pipeline.dependency.calls': '3',
  'pipeline.dependency.requests': '4',
  'server.address': 'h',
};
const database = { 'db.system.name': 'postgresql', 'server.address': 'db', 'db.namespace': 'dwh' };

const dataset = {
  'pipeline.dataset.namespace': 'file',
  'pipeline.dataset.name': '/a.csv',
  'pipeline.dataset.role': 'input',
};

const events: readonly (readonly [name: string, own: Readonly<Record<string, string>>])[] = [
  ['pipeline.run.started', {}],
  ['pipeline.stage.started', stage],
  [
    'pipeline.rows.rejected',
    { ...stage, 'pipeline.stage.rows.rejected': '2', 'pipeline.stage.rows.rejected.reason': 'x' },
  ],
  ['pipeline.stage.finished', { ...stage, 'pipeline.stage.state': 'succeeded', 'pipeline.stage.rows.read': '9' }],
  ['pipeline.file.checked', { ...stage, ...check }],
  ['pipeline.check.finished', { ...stage, ...check, 'pipeline.check.expectation': 'id is unique' }],
  ['pipeline.dependency.calls', { ...stage, ...call }],
  ['pipeline.dependency.rows.affected', { ...stage, ...call, 'pipeline.dependency.rows': '5' }],
  ['pipeline.dependency.breaker.changed', { ...stage, ...call, 'pipeline.dependency.breaker.to': 'open' }],
  ['pipeline.dependency.probe.finished', { ...call, 'pipeline.dependency.probe.state': 'pass' }],
  ['pipeline.file.profiled', { ...stage, ...check, 'pipeline.check.profile': '{}' }],
  ['pipeline.db.statements.counted', { ...stage, ...database, 'pipeline.db.fingerprint': 'f' }],
  ['pipeline.db.transaction.finished', { ...stage, ...database, 'pipeline.db.transaction.outcome': 'committed' }],
  ['pipeline.dataset.used', { ...stage, ...dataset }],
  ['pipeline.run.finished', { 'pipeline.run.state': 'succeeded' }],
];

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
  const records = [
    ...events,
    ['pipeline.run.started', { 'pipeline.run.id': 'goes on' }] as const,
    ['pipeline.run.started', { 'pipeline.namespace': '', 'pipeline.run.id': 'of no namespace' }] as const,
  ].map(([eventName, own], index) => ({
    eventName,
    body: text(eventName),
    timeUnixNano: `${BigInt(atMs + index) * 1_000_000n}`,
    attributes: attributesOf({ ...run, ...own }),
  }));
  // Each by itself, so that it asks only the views of its kind.
  for (const [index, record] of records.entries())
    await engine.insert('logs', [logsRequest([record], { 'service.name': 'etl' })], {
      receivedAt: new Date(atMs + 500 + index),
    });
});
afterAll(() => engine[Symbol.asyncDispose]());

/** All tables that views fill, but for those that keep the records, or nothing, and for sums. */
const foldedTables = async (): Promise<string[]> => {
  const others = [
    'logs',
    'run_events',
    'work_events',
    'logs_per_minute',
    'trace_times',
    'spans_per_service',
    'points_per_metric',
  ];
  const views = await engine.telemetry.rows<{ name: string }>(
    `SELECT DISTINCT extract(create_table_query, ' TO [^. ]+[.]([^ ]+) ') AS name FROM system.tables
     WHERE database = currentDatabase() AND engine = 'MaterializedView'`,
  );
  return views.map(({ name }) => name).filter((name) => !others.includes(name));
};

test('every table of what is folded is folded again out of the records as it was', async () => {
  const tables = await foldedTables();
  expect(tables.length).toBeGreaterThan(15);
  for (const table of tables) {
    const stored = async () =>
      (await engine.telemetry.rows<{ ChangedAt?: string }>(`SELECT * FROM ${table} FINAL`))
        // Of all columns this alone is about the insert, not about the records.
        .map(({ ChangedAt: _changedAt, ...row }) => JSON.stringify(row))
        .toSorted();
    const before = await stored();
    expect(before, table).not.toEqual([]);
    const [part] = await engine.telemetry.rows<{ id: string }>(
      `SELECT partition_id AS id FROM system.parts WHERE active AND database = currentDatabase() AND table = '${table}'`,
    );
    await engine.telemetry.execute(`TRUNCATE TABLE ${table}`);
    expect(await foldAgain(engine.telemetry, { table, partitionId: part?.id ?? '' }), table).toBe(true);
    expect(await stored(), table).toEqual(before);
  }
});

test('sums are made right at once: who reads them meanwhile never finds none', async () => {
  const counted = async (): Promise<number> =>
    (await engine.telemetry.rows<{ c: number }>('SELECT toUInt32(sum(Records)) AS c FROM logs_per_minute'))[0]?.c ?? 0;
  const right = await counted();
  await engine.telemetry.execute(
    'INSERT INTO logs_per_minute SETTINGS insert_deduplicate = 0 SELECT * FROM logs_per_minute',
  );
  const seen = new Set<number>();
  const correcting = correctSums(engine.telemetry).finally(() => seen.add(-1));
  while (!seen.has(-1)) seen.add(await counted());
  expect(await correcting).toEqual([{ table: 'logs_per_minute', day: new Date(atMs).toISOString().slice(0, 10) }]);
  expect([...seen].filter((count) => count !== -1 && count < right)).toEqual([]);
  expect(await counted()).toBe(right);
  expect(await engine.telemetry.rows("SELECT name FROM system.tables WHERE name LIKE '%_again'")).toEqual([]);
});
