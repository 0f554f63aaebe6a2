import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { eventsRequest, lifecycleEvent, unixNanoOf } from '../../../rooms/runs/_runs.ts';
import { spansRequest } from '../../../wire/_sample.ts';
import { replaceSpanRules } from '../span-rules/rules.ts';
import { createPartFinder } from './facts-part.ts';
import { rowFilters } from './row-filters.ts';
import type { VisiblePart } from './visible-part.ts';

let engine: TestEngine;
beforeAll(async () => void (engine = await startTestEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const nowMs = Date.now();
const nothing = { namespaces: [], owners: [], services: [], systems: [] };
const partOf = (namespaces: readonly string[], owners: readonly string[] = []): Promise<VisiblePart> =>
  createPartFinder(engine.telemetry, [{ namespace: 'plain', name: 'configured', owner: 'crew' }])({
    ...nothing,
    namespaces,
    owners,
  });
const runsOf = async (part: VisiblePart): Promise<string[]> =>
  (
    await engine.telemetry
      .limitedTo(part)
      .rows<{ run: string }>('SELECT RunId AS run FROM runs ORDER BY run, KeyNamespace')
  ).map(({ run }) => run);

/** Its start says the namespace; its end does where `isMixed` is false. */
const run = (
  pipelineName: string,
  runId: string,
  pipelineNamespace: string,
  { isMixed = false, pipelineOwner = '', atMs = nowMs } = {},
) => [
  lifecycleEvent('runStarted', atMs, {
    pipelineName,
    runId,
    ...(pipelineNamespace !== '' && { pipelineNamespace }),
    ...(pipelineOwner !== '' && { pipelineOwner }),
  }),
  lifecycleEvent('runFinished', atMs + 1, {
    pipelineName,
    runId,
    runState: 'failed',
    ...(!isMixed && pipelineNamespace !== '' && { pipelineNamespace }),
  }),
];

it('every table has a row filter, and there is no view to read past one', async () => {
  const tables = await engine.telemetry.rows<{ name: string; engine: string }>(
    `SELECT name, engine FROM system.tables WHERE database = currentDatabase() AND engine != 'MaterializedView' ORDER BY name`,
  );
  expect(tables.map(({ name }) => name)).toEqual(Object.keys(rowFilters).toSorted());
  expect(tables.filter((table) => !/MergeTree$|^Null$|^Memory$/u.test(table.engine))).toEqual([]);
});

it.each(Object.keys(rowFilters))(
  'what an alias calls %s is not taken for it, and nobody reads it whole',
  async (table) => {
    const client = engine.telemetry.limitedTo({ ...nothing, pipelines: [], mixed: [] });
    const counts = await client.rows(
      `SELECT count() AS rows FROM ${table} AS runs UNION ALL SELECT count() FROM (SELECT * FROM ${table} LIMIT 5)`,
    );
    expect(counts).toEqual([{ rows: 0 }, { rows: 0 }]);
  },
);

it('of a table that is not in the list nothing is read', async () => {
  await engine.telemetry.execute('CREATE TABLE added ENGINE = MergeTree ORDER BY tuple() AS SELECT 1 AS one');
  const client = engine.telemetry.limitedTo({ ...nothing, pipelines: [], mixed: [] });
  expect(await engine.telemetry.rows('SELECT one FROM added')).toEqual([{ one: 1 }]);
  expect(await client.rows('SELECT one FROM added')).toEqual([]);
  await engine.telemetry.execute('DROP TABLE added SYNC');
});

it.each([
  'SELECT * FROM system.parts',
  "SELECT count() FROM merge('default', 'runs')",
  'SELECT * FROM `system`.tables',
  'SELECT * FROM information_schema.tables',
])('%s is refused: it would read past the filters', async (sql) => {
  const client = engine.telemetry.limitedTo({ ...nothing, pipelines: [], mixed: [] });
  await expect(client.rows(sql)).rejects.toThrow('no tables of the system');
  expect(await client.rows("SELECT 'system.parts' AS text")).toEqual([{ text: 'system.parts' }]);
});

it('a part is only read', async () => {
  const client = engine.telemetry.limitedTo({ ...nothing, pipelines: [], mixed: [] });
  expect(() => client.execute('TRUNCATE TABLE runs')).toThrow('only reads');
  await expect(client.rows("INSERT INTO unnamed_pipelines SELECT 'x', now()")).rejects.toThrow();
});

it('events that name no namespace are of that of their run, else of "default"', async () => {
  await engine.insert('logs', [
    eventsRequest([
      ...run('load', 'a-finance', 'finance', { isMixed: true }),
      ...run('load', 'b-risk', 'risk', { isMixed: true }),
      ...run('load', 'c-plain', ''),
      ...run('only', 'd-plain', ''),
    ]),
  ]);
  const twice = (name: string) => [name, name];
  expect(await runsOf(await partOf(['finance']))).toEqual(twice('a-finance'));
  expect(await runsOf(await partOf(['ri*', 'x?']))).toEqual(twice('b-risk'));
  expect(await runsOf(await partOf(['default']))).toEqual(['c-plain', 'd-plain']);
  expect(await runsOf(await partOf(['fin[a]nce', 'FINANCE', 'financ']))).toEqual([]);
  expect(await runsOf(await partOf(['*']))).toEqual([...twice('a-finance'), ...twice('b-risk'), 'c-plain', 'd-plain']);
});

it('an owner has the pipelines whose latest run, or the configuration, names it', async () => {
  await engine.insert('logs', [
    eventsRequest([
      ...run('moved', 'e-old', 'common', { pipelineOwner: 'crew', atMs: nowMs - 9_000 }),
      ...run('moved', 'e-new', 'common', { pipelineOwner: 'others' }),
      ...run('kept', 'f', 'common', { pipelineOwner: 'crew' }),
      ...run('configured', 'g', 'plain', { pipelineOwner: 'others' }),
    ]),
  ]);
  expect(await runsOf(await partOf([], ['crew']))).toEqual(['f', 'g']);
  expect(await runsOf(await partOf([], ['o*']))).toEqual(['e-new', 'e-old']);
});

it('of a trace that crosses teams each has the stages that its own rules made of spans', async () => {
  const ruleOf = (word: string, rootSpan: string) => ({
    service: `${word}-plain`,
    rootSpan,
    pipeline: `${word}-made`,
    namespace: `${word}-spans`,
    stages: [{ span: '*' }],
  });
  await replaceSpanRules(engine.telemetry, [ruleOf('red', 'red root'), ruleOf('blue', 'blue root')]);
  const traceId = Buffer.alloc(16, 7);
  const spanOf = (name: string, id: number, parentId?: number) => ({
    traceId,
    spanId: Buffer.alloc(8, id),
    ...(parentId !== undefined && { parentSpanId: Buffer.alloc(8, parentId) }),
    name,
    startTimeUnixNano: unixNanoOf(nowMs - 9_000),
    endTimeUnixNano: unixNanoOf(nowMs - 8_000),
  });
  await engine.insert('traces', [
    spansRequest([spanOf('red root', 1), spanOf('red step', 2, 1)], { 'service.name': 'red-plain' }),
    spansRequest([spanOf('blue step', 3, 2)], { 'service.name': 'blue-plain' }),
  ]);
  const stages = 'SELECT StageName AS name FROM stages FINAL ORDER BY name';
  expect(await engine.telemetry.rows(stages)).toEqual([{ name: 'blue step' }, { name: 'red step' }]);
  expect(await engine.telemetry.limitedTo(await partOf(['red-*'])).rows(stages)).toEqual([{ name: 'red step' }]);
  expect(await engine.telemetry.limitedTo(await partOf(['blue-*'])).rows(stages)).toEqual([]);
  await replaceSpanRules(engine.telemetry, []);
});

it('patterns are text to SQL', async () => {
  const hostile = ["' OR 1 --", "\\') OR (1", '*\\', "a'*", '{x:String}', '(?i)FINANCE*', '\n*', '*'.repeat(40) + 'x'];
  expect(await runsOf(await partOf(hostile, hostile))).toEqual([]);
});
