import type { LogFilter } from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../engine/_engine.ts';
import { allReceivedAt } from '../reception/reception-time.ts';
import type { TelemetryClient } from '../storage/telemetry/client.ts';
import { createCheckReader } from './contracts/facts.ts';
import { logConditions } from './logs/conditions.ts';
import { createLogCounter } from './logs/facts-counts.ts';
import { createLogSearch } from './logs/facts-search.ts';
import { createPipelineReader } from './pipelines/facts.ts';
import { createRunReader } from './runs/facts-runs.ts';
import { createStageReader } from './runs/facts-stages.ts';
import { createTraceReader } from './traces/facts.ts';

const records = 400_000;
const nowMs = Date.parse('2026-06-01T00:00:00Z');
const traceId = 'a'.repeat(32);

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
  await engine.telemetry.execute(
    `INSERT INTO logs (Timestamp, ReceivedAt, ServiceName, Body, RunId, TraceId, SeverityNumber, LogAttributes, ResourceAttributes)
     SELECT fromUnixTimestamp64Milli(${nowMs} - 200 * number, 'UTC'), now64(3), concat('service-', toString(number % 5)),
       concat('Processed record ', toString(number), if(number = 300000, ' rareword', '')), concat('run-', toString(intDiv(number, 1000))),
       lower(hex(sipHash128(intDiv(number, 100)))), 9, map('customer', toString(number % 1000), 'batch', toString(intDiv(number, 5000))),
       map('host.name', concat('host-', toString(intDiv(number, 100000))))
     FROM numbers(${records})`,
  );
  await engine.telemetry.execute(
    `INSERT INTO spans (Timestamp, ReceivedAt, DurationNano, TraceId, SpanId, ServiceName)
     SELECT fromUnixTimestamp64Milli(${nowMs} - 200 * number, 'UTC'), now64(3), 1000, if(number < 100, '${traceId}', lower(hex(sipHash128(intDiv(number, 100))))),
       lower(hex(sipHash64(number))), 'service' FROM numbers(${records})`,
  );
  await engine.telemetry.execute(
    `INSERT INTO runs (RunId, Month, PipelineName, StartedAt, LastSeenAt)
     SELECT lower(hex(reinterpretAsFixedString(byteSwap(toUInt64(${nowMs} - 60000 * number))))), '2026-06-01', concat('p', toString(number % 9)),
       fromUnixTimestamp64Milli(${nowMs} - 60000 * number, 'UTC'), now64(3) FROM numbers(50000)`,
  );
});
afterAll(() => engine[Symbol.asyncDispose]());

/** The engine, noting how many granules each query would read of the table it is about. */
const watched = (table: string) => {
  const plans: { granules: number; ofAll: number }[] = [];
  const rows: TelemetryClient['rows'] = async <Row>(sql: string, parameters = {}, wishes = {}) => {
    const plan = await engine.telemetry.rows<{ explain: string }>(`EXPLAIN indexes = 1 ${sql}`, parameters);
    const lines = plan.map((line) => line.explain);
    const from = lines.findIndex((line) => line.includes(`.${table})`));
    const counts = lines.slice(from).flatMap((line) => {
      const [, selected, all] = /Granules: (\d+)\/(\d+)/.exec(line) ?? [];
      return selected === undefined ? [] : [{ selected: Number(selected), all: Number(all) }];
    });
    if (from >= 0)
      plans.push({ granules: Math.min(...counts.map((count) => count.selected)), ofAll: counts[0]?.all ?? 0 });
    return engine.telemetry.rows<Row>(sql, parameters, wishes);
  };
  return { plans, telemetry: { ...engine.telemetry, rows } satisfies TelemetryClient };
};

const mostRead = (plans: readonly { granules: number; ofAll: number }[]): number => {
  expect(plans.length).toBeGreaterThan(0);
  expect(plans[0]?.ofAll).toBeGreaterThan(40);
  return Math.max(...plans.map((plan) => plan.granules));
};

describe('a log search reads few granules', () => {
  test.each<[string, LogFilter, number, number]>([
    ['the newest page', {}, 100, 4],
    ['a word that is rare', { q: 'rareword' }, 1, 3],
    ['a number of one record', { q: '300000' }, 1, 3],
    ['a word nobody wrote', { q: 'unwritten' }, 0, 0],
    ['a value nobody sent', { q: 'customer:nobody' }, 0, 0],
    ['a key within an attribute nobody sent', { q: 'order.customer:nobody' }, 0, 0],
    ['a key within an attribute nobody sent, compared', { q: 'rareword order.rows:>10' }, 0, 1],
    ['one of two rare words', { q: 'rareword OR unwritten' }, 1, 3],
    ['a rare word or a value nobody sent', { q: 'rareword OR customer:nobody' }, 1, 3],
    ['not a word, of those rare', { q: 'rareword NOT unwritten' }, 1, 3],
    ['a value sent once in a while', { q: 'batch:77' }, 100, 4],
    ['a resource value of long ago', { q: 'host.name:host-3' }, 100, 17],
    ['a run', { runId: 'run-333' }, 100, 3],
    ['a trace', { traceId: '0'.repeat(32) }, 0, 1],
  ])('%s', async (_name, filter, found, granules) => {
    const { plans, telemetry } = watched('logs');
    const page = await createLogSearch(telemetry).page(
      { conditions: logConditions(filter), order: 'desc', fromMs: undefined, toMs: undefined },
      100,
      nowMs,
    );
    expect(page.records).toHaveLength(found);
    expect(mostRead(plans)).toBeLessThanOrEqual(granules);
  });
});

test.each<[string, LogFilter]>([
  ['the newest', {}],
  ['those of a number', { q: '300000' }],
  ['those of a run', { runId: 'run-333' }],
])('a page of logs is one query: %s', async (_name, filter) => {
  const { plans, telemetry } = watched('logs');
  const selection = { conditions: logConditions(filter), order: 'desc', fromMs: undefined, toMs: undefined } as const;
  await createLogSearch(telemetry).page(selection, 100, nowMs);
  expect(plans).toHaveLength(1);
});

test('counts without text come from the minutes', async () => {
  const { plans, telemetry } = watched('logs');
  const counter = createLogCounter(telemetry);
  const selection = {
    conditions: logConditions({ service: 'service-1', severity: 'INFO' }),
    fromMs: nowMs - 3_600_000,
    toMs: nowMs,
  };
  expect(await counter.count(selection)).toBe(3_600);
  expect(plans).toEqual([]);
  expect(await counter.count({ ...selection, fromMs: nowMs - 3_600_001 })).toBe(3_600);
  expect(plans).toHaveLength(1);
});

test('the log counts of a run read that run', async () => {
  const { plans, telemetry } = watched('logs');
  const at = nowMs - 200 * 50_500;
  const { logCounts, thinnedLogs } = await createLogCounter(telemetry).ofRun({
    runId: 'run-50',
    namespace: 'default',
    pipeline: 'pipeline',
    ownsUnnamed: true,
    traceId: null,
    startedAtMs: at,
    lastEventAtMs: at,
  });
  expect(logCounts.INFO).toBe(1_000);
  expect(thinnedLogs).toBe(0);
  expect(mostRead(plans)).toBeLessThanOrEqual(3);
});

test('a trace reads that trace', async () => {
  const { plans, telemetry } = watched('spans');
  expect(await createTraceReader(telemetry).summary(traceId)).toMatchObject({ spans: 100 });
  expect(mostRead(plans)).toBeLessThanOrEqual(2);
});

test('the newest runs, and one run, are found without reading the others', async () => {
  const { plans, telemetry } = watched('runs');
  const reader = createRunReader(telemetry);
  const newest = await reader.list({}, 50, allReceivedAt(nowMs));
  expect(newest).toHaveLength(50);
  expect(await reader.byIds([newest[7]?.runId ?? ''])).toHaveLength(1);
  expect(mostRead(plans)).toBeLessThanOrEqual(4);
});

test('pipelines are listed without reading all their runs', async () => {
  const { plans, telemetry } = watched('runs');
  const found = await createPipelineReader(telemetry).summaries(30);
  expect(found).toHaveLength(9);
  expect(new Set(found.map(({ runIds }) => runIds.length))).toEqual(new Set([30]));
  expect(mostRead(plans)).toBeLessThanOrEqual(4);
});

test('the stages of a run are found by its id', async () => {
  await engine.telemetry.execute(
    "INSERT INTO stages (RunId, StageId, Month, StageName) SELECT concat('run-', leftPad(toString(intDiv(number, 5)), 9, '0')), toString(number % 5), '2026-06-01', 'load' FROM numbers(100000)",
  );
  const { plans, telemetry } = watched('stages');
  const run = { runId: 'run-000000777', namespace: 'default', pipeline: 'p', ownsUnnamed: true };
  expect((await createStageReader(telemetry).ofRuns([run]))(run)).toHaveLength(5);
  expect(mostRead(plans)).toBe(1);
});

test('the files a run checked are found by its id, those of a contract by its name', async () => {
  const key = `concat('p', toString(number % 9)), 'orders', concat('run-', leftPad(toString(intDiv(number, 10)), 9, '0')), '', toString(number % 10)`;
  await engine.telemetry.execute(
    `INSERT INTO checked_files (PipelineName, Contract, RunId, StageId, File, Month, CheckedAt) SELECT ${key}, '2026-06-01', fromUnixTimestamp64Milli(${nowMs} - 1000 * number, 'UTC') FROM numbers(100000)`,
  );
  const { plans, telemetry } = watched('checked_files');
  const checks = createCheckReader(telemetry);
  expect((await checks.ofRun({ runId: 'run-000000777' }, 50)).files).toHaveLength(10);
  expect(mostRead(plans)).toBeLessThanOrEqual(12);
  plans.length = 0;
  const [summary] = await checks.contracts({ pipeline: 'p3' }, 5);
  expect(summary).toMatchObject({ pipeline: 'p3', files: 11_111 });
  expect(mostRead(plans)).toBeLessThanOrEqual(14);
  plans.length = 0;
  expect(await checks.contracts({ fromMs: nowMs - 60_000 }, 50)).toHaveLength(9);
  expect(mostRead(plans)).toBeLessThanOrEqual(20);
});

test('runs that never ended are found without reading those that did, and exactly', async () => {
  const open = [7, 20_000, 49_999];
  await engine.telemetry.execute(
    `INSERT INTO runs (RunId, Month, LastSeenAt, Finish)
     SELECT lower(hex(reinterpretAsFixedString(byteSwap(toUInt64(${nowMs} - 60000 * number))))), '2026-06-01', now64(3),
       (now64(9), 'succeeded', 1., '', '', '', '', '', -1, -1, -1, -1, -1, -1)
     FROM numbers(50000) WHERE number NOT IN (${open.join()})`,
  );
  const { plans, telemetry } = watched('runs');
  const found = await createRunReader(telemetry).list({ states: ['lost'] }, 50, allReceivedAt(Date.now() + 3_600_000));
  expect(found.map(({ startedAtMs }) => (nowMs - startedAtMs) / 60_000)).toEqual(open);
  expect(mostRead(plans)).toBeLessThanOrEqual(10);
});

test('a finished run that was forgotten among the unfinished is not lost when something comes late of it', async () => {
  const insertRun = (seenAt: string, finish: string) =>
    engine.telemetry.execute(
      `INSERT INTO runs (RunId, Month, KeyPipeline, PipelineName, StartedAt, LastSeenAt${finish === '' ? '' : ', Finish'})
       SELECT 'late', toStartOfMonth(now()), 'late', 'late', now64(9) - INTERVAL 3 DAY, ${seenAt}${finish}`,
    );
  await insertRun(
    'now64(3) - INTERVAL 3 DAY',
    ", (now64(9), 'failed', 1., '', '', '', '', '', -1, -1, -1, -1, -1, -1)",
  );
  await engine.telemetry.execute('OPTIMIZE TABLE unfinished_runs FINAL');
  const kept = await engine.telemetry.rows<{ c: number }>(
    "SELECT count() AS c FROM unfinished_runs WHERE RunId = 'late'",
  );
  expect(kept).toEqual([{ c: 0 }]);
  await insertRun('now64(3)', '');
  const filter = { pipeline: 'late', states: ['lost', 'running'] as const };
  expect(await createRunReader(engine.telemetry).list(filter, 50, allReceivedAt(Date.now()))).toEqual([]);
  const [run] = await createRunReader(engine.telemetry).list({ pipeline: 'late' }, 50, allReceivedAt(Date.now()));
  expect(run?.finish?.state).toBe('failed');
});
