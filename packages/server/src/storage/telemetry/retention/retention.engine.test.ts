import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { createEvents } from '../../../events/_events.ts';
import { logsRequest, spansRequest, text } from '../../../wire/_sample.ts';
import { eventsRequest, lifecycleEvent } from '../../../rooms/runs/_runs.ts';
import type { LegalHold } from '../../state/legal-holds.ts';
import { expiredPartitions } from './expired.ts';
import { enforceRetention, startRetention } from './retention.ts';

const nowMs = Date.parse('2026-11-23T12:00:00Z');
const days = (...bytes: number[]) =>
  bytes.map((size, age) => ({
    table: 'logs',
    partition: new Date(nowMs - age * 86_400_000).toISOString().slice(0, 10),
    bytes: size,
  }));

test.each([
  ['nothing beyond the limits', days(10, 10, 10), { days: 3, runDays: 30, bytes: 30 }, []],
  ['days too old', days(1, 1, 1, 1), { days: 1, runDays: 30, bytes: 100 }, ['2026-11-20', '2026-11-21']],
  ['oldest days over the bytes', days(10, 10, 10), { days: 30, runDays: 30, bytes: 25 }, ['2026-11-21']],
  ['the newest day stays however large', days(100, 1), { days: 30, runDays: 30, bytes: 25 }, ['2026-11-22']],
  ['the newest day stays however old', days(0, 1).slice(1), { days: 1, runDays: 30, bytes: 25 }, []],
  [
    'months by their own limit',
    [
      { table: 'runs', partition: '2026-09-01', bytes: 1 },
      { table: 'stages', partition: '2026-10-01', bytes: 1e12 },
    ],
    { days: 1, runDays: 30, bytes: 1 },
    ['2026-09-01'],
  ],
  [
    'a class by its own days, however long the others are kept',
    [...days(1, 1, 1), ...days(1, 1, 1).map((one) => ({ ...one, table: 'spans' }))],
    { days: 30, logDays: 1, runDays: 30, bytes: 100 },
    ['2026-11-21'],
  ],
  [
    'rejects before their runs',
    [
      { table: 'stage_rejections', partition: '2026-08-01', bytes: 1 },
      { table: 'runs', partition: '2026-08-01', bytes: 1 },
    ],
    { days: 1, runDays: 400, rejectDays: 30, bytes: 100 },
    ['2026-08-01'],
  ],
])('%s', (_name, partitions, limits, expected) => {
  expect(expiredPartitions(partitions, limits, nowMs).map(({ partition }) => partition)).toEqual(expected);
});

let engine: TestEngine;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const countOf = async (table: string): Promise<number> =>
  (await engine.telemetry.rows<{ rows: number }>(`SELECT count() AS rows FROM ${table}`))[0]?.rows ?? -1;

test('the engine loses old days whole, their roll-ups included, and keeps runs', async () => {
  for (const [age, note] of [
    [0, 'new'],
    [5, 'recent'],
    [40, 'old'],
  ] as const) {
    const receivedAt = new Date(nowMs - age * 86_400_000);
    const run = lifecycleEvent('runStarted', Number(receivedAt), { runId: note, pipelineName: 'p' });
    const span = {
      traceId: Buffer.alloc(16, age + 1),
      spanId: Buffer.alloc(8, 1),
      startTimeUnixNano: '1763900000000000000',
    };
    await engine.insert('logs', [logsRequest([{ body: text(note) }]), eventsRequest([run])], { receivedAt });
    await engine.insert('traces', [spansRequest([span])], { receivedAt });
  }
  const events = createEvents(() => {});
  const parts = { telemetry: engine.telemetry, events, holds: async () => [] };
  await enforceRetention({ ...parts, limits: { days: 30, runDays: 400, bytes: 1e12 } }, nowMs);
  expect(await Promise.all(['logs', 'spans', 'trace_times', 'runs'].map(countOf))).toEqual([4, 2, 2, 3]);
  expect((await engine.telemetry.rows('SELECT sum(Records) AS records FROM logs_per_minute'))[0]).toEqual({
    records: 4,
  });

  await enforceRetention({ ...parts, limits: { days: 30, runDays: 400, bytes: 1 } }, nowMs);
  expect(await Promise.all(['logs', 'spans', 'trace_times', 'runs'].map(countOf))).toEqual([2, 1, 1, 3]);
  expect(await events.registry.metrics()).toMatch(/sightglass_retention_dropped_bytes_total [1-9]/);

  await enforceRetention({ ...parts, limits: { days: 30, runDays: 7, bytes: 1 } }, nowMs + 90 * 86_400_000);
  expect(await countOf('runs')).toBe(0);
});

test('started, it works at once', async () => {
  const receivedAt = new Date(Date.now() - 50 * 86_400_000);
  await engine.insert('logs', [logsRequest([{ body: text('ancient') }])], { receivedAt });
  await engine.insert('logs', [logsRequest([{ body: text('fresh') }])]);
  await startRetention({
    telemetry: engine.telemetry,
    events: createEvents(() => {}),
    holds: async () => [],
    limits: { days: 30, runDays: 400, bytes: 1e12 },
  })[Symbol.asyncDispose]();
  expect(await engine.telemetry.rows("SELECT Body FROM logs WHERE Body IN ('ancient', 'fresh')")).toEqual([
    { Body: 'fresh' },
  ]);
});

test('what is on hold stays with its whole day, the rest goes, and a hold that cannot be read keeps everything', async () => {
  await engine.telemetry.execute('TRUNCATE TABLE logs');
  const dayMs = 86_400_000;
  for (const [age, pipelineName] of [
    [0, 'today'],
    [50, 'held'],
    [50, 'beside'],
    [51, 'other'],
  ] as const) {
    const receivedAt = new Date(nowMs - age * dayMs);
    const run = lifecycleEvent('runStarted', Number(receivedAt), { runId: `${pipelineName} run`, pipelineName });
    await engine.insert('logs', [eventsRequest([run])], { receivedAt });
  }
  const hold: LegalHold = {
    id: 'h',
    reason: 'a lawsuit',
    namespace: 'default',
    pipeline: 'held',
    fromAt: new Date(nowMs - 60 * dayMs),
    toAt: new Date(nowMs - 49 * dayMs),
    createdAt: new Date(nowMs),
    createdBy: 'somebody',
  };
  const said: string[] = [];
  const parts = {
    telemetry: engine.telemetry,
    events: createEvents((_level, message) => void said.push(message)),
    limits: { days: 30, runDays: 10, bytes: 1e12 },
  };
  const stored = async () =>
    (await engine.telemetry.rows<{ name: string }>('SELECT PipelineName AS name FROM logs ORDER BY name')).map(
      ({ name }) => name,
    );

  const unreadable = { ...parts, holds: () => Promise.reject(new Error('the state is away')) };
  await expect(enforceRetention(unreadable, nowMs)).rejects.toThrow('the state is away');
  expect(await stored()).toEqual(['beside', 'held', 'other', 'today']);

  const held = await enforceRetention({ ...parts, holds: async () => [hold] }, nowMs);
  expect(await stored()).toEqual(['beside', 'held', 'today']);
  expect(held.map(({ table }) => table)).toEqual(
    expect.arrayContaining(['logs', 'logs_per_minute', 'runs', 'pipeline_days']),
  );
  expect(said.filter((line) => line.startsWith('Legal holds keep'))).toHaveLength(1);

  const elsewhere = { ...hold, pipeline: 'somebody else' };
  expect(await enforceRetention({ ...parts, holds: async () => [elsewhere] }, nowMs)).toEqual([]);
  expect(await stored()).toEqual(['today']);
});
