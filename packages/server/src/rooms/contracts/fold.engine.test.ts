import { runIdAt } from '@sightglass/model';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../engine/_engine.ts';
import { times } from '../../../../../test/times.ts';
import { checkEvents } from './_checks.ts';
import { eventsRequest, lifecycleEvent } from '../runs/_runs.ts';
import { createCheckReader } from './facts.ts';

let engine: TestEngine;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const atMs = Date.parse('2026-03-01T00:00:10Z');
const receivedAt = new Date(atMs + 60_000);

const foldOf = async (runId: string) => {
  const reader = createCheckReader(engine.telemetry);
  const { files, results } = await reader.ofRun({ runId }, 100);
  const byName = results.toSorted((a, b) =>
    `${a.file} ${a.result.expectation}`.localeCompare(`${b.file} ${b.result.expectation}`),
  );
  return { files, results: byName, counts: await reader.countsOfRun({ runId }) };
};
const anonymous = (fold: unknown, runId: string): unknown => JSON.parse(JSON.stringify(fold).replaceAll(runId, 'run'));

/** Two files; the first is checked again and is better then. */
const eventsOf = (runId: string): object[] => [
  ...checkEvents({ runId, atMs, file: 'a.csv', broken: 40 }),
  ...checkEvents({ runId, atMs: atMs + 5_000, file: 'a.csv', broken: 3 }),
  ...checkEvents({ runId, atMs: atMs + 1, file: 'b.csv', broken: 0 }),
];

test('any order, any repetition, any cut into segments tells the latest word on each file', async () => {
  const reference = runIdAt(1);
  await engine.insert('logs', [eventsRequest(eventsOf(reference))], { receivedAt });
  const fold = await foldOf(reference);
  expect(fold.counts).toEqual({ warn: 1, pass: 1 });
  expect(fold.files.map(({ checked }) => checked)).toEqual([
    {
      runId: reference,
      stageId: 'c'.repeat(16),
      stageName: 'validate',
      file: 'a.csv',
      contract: 'orders',
      result: 'warn',
      checkedAt: new Date(atMs + 5_000).toISOString(),
      rows: 1_000,
      rejected: 3,
      bytes: 52_000,
      modifiedAt: new Date(atMs + 5_000 - 3_600_000).toISOString(),
      rejectFile: 'a.csv.rejects.jsonl',
      samples: [{ line: 7, reasons: ['amount.min'], row: '4711,-3' }],
      durationMs: 12.5,
    },
    expect.objectContaining({ file: 'b.csv', result: 'pass', rejectFile: null }),
  ]);
  expect(fold.results.map(({ result }) => [result.expectation, result.result, result.broken, result.lines])).toEqual([
    ['amount.min', 'warn', 3, ['7', '12']],
    ['table.rows', 'pass', 0, []],
    ['amount.min', 'pass', 0, []],
    ['table.rows', 'pass', 0, []],
  ]);

  const count = eventsOf('').length;
  const indexes = fc.shuffledSubarray([...Array(count).keys()], { minLength: count });
  const repeated = fc.array(fc.nat(count - 1), { maxLength: 10 });
  const plan = fc.record({ order: indexes, repeated, cut: fc.nat(count) });
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { minLength: 10, maxLength: 20 }), async (plans) => {
      const runs = plans.map(({ order, repeated, cut }) => {
        const runId = runIdAt(Math.random() * 1e12);
        const events = eventsOf(runId);
        const sent = [...order, ...repeated].map((index) => events[index] ?? {});
        return { runId, parts: [sent.slice(0, cut), sent.slice(cut)] };
      });
      for (const part of [0, 1])
        await engine.insert('logs', [eventsRequest(runs.flatMap(({ parts }) => parts[part] ?? []))], { receivedAt });
      for (const { runId } of runs) expect(anonymous(await foldOf(runId), runId)).toEqual(anonymous(fold, reference));
    }),
    { numRuns: times(1) },
  );
});

test('parts that merge, and months that turn, change nothing', async () => {
  const runId = runIdAt(2);
  const events = eventsOf(runId);
  await engine.insert('logs', [eventsRequest(events.slice(0, 4))], { receivedAt: new Date('2026-02-28T23:59:59Z') });
  await engine.insert('logs', [eventsRequest(events.slice(4))], { receivedAt });
  const before = await foldOf(runId);
  expect(before.counts).toEqual({ warn: 1, pass: 1 });
  await engine.telemetry.execute('OPTIMIZE TABLE checked_files FINAL');
  await engine.telemetry.execute('OPTIMIZE TABLE check_results FINAL');
  expect(await foldOf(runId)).toEqual(before);
});

test('values that are no numbers, no results and no times do no harm', async () => {
  const runId = runIdAt(3);
  const ofFile = { runId, pipelineName: 'orders', checkFile: 'x.csv' };
  await engine.insert('logs', [
    eventsRequest([
      lifecycleEvent('checkFinished', atMs, {
        ...ofFile,
        checkExpectation: 'a.type',
        checkScope: 'moon',
        checkResult: 'exploded',
        checkBroken: 'many',
        checkRows: '-4',
        checkLines: 'not a list',
      }),
      lifecycleEvent('checkFinished', atMs, { ...ofFile, checkResult: 'fail' }),
      lifecycleEvent('fileChecked', atMs, {
        ...ofFile,
        checkResult: 'exploded',
        checkRows: '99999999999999999',
        checkModifiedAt: 'yesterday',
        checkDurationMs: 'inf',
        checkSamples: '[{"line":"seven"}]',
      }),
      lifecycleEvent('fileChecked', atMs, { runId, pipelineName: 'orders', checkResult: 'fail' }),
    ]),
  ]);
  const { files, results } = await foldOf(runId);
  expect(files.map(({ checked }) => checked)).toMatchObject([
    {
      result: 'fail',
      rows: Number.MAX_SAFE_INTEGER,
      modifiedAt: null,
      durationMs: null,
      samples: [],
      contract: null,
      stageId: null,
    },
  ]);
  expect(results.map(({ result }) => result)).toMatchObject([
    { expectation: 'a.type', scope: 'file', result: 'fail', broken: 0, rows: 0, lines: [] },
  ]);
});
