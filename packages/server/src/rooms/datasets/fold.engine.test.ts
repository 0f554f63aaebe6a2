import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../engine/_engine.ts';
import { eventsRequest } from '../runs/_runs.ts';
import { createUseReader } from './facts-uses.ts';
import { type TestUse, useEvent } from './_uses.ts';

let engine: TestEngine;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const atMs = Date.parse('2026-03-01T00:00:10Z');
const receivedAt = new Date(atMs + 60_000);
const insert = (uses: readonly TestUse[], received = receivedAt) =>
  engine.insert('logs', [eventsRequest(uses.map(useEvent))], { receivedAt: received });
const usesOf = async (runId: string) =>
  (await createUseReader(engine.telemetry).ofRun({ runId })).map(({ dataset, role, stageName, rows, bytes }) => [
    dataset.name,
    role,
    stageName,
    rows,
    bytes,
  ]);

test('the latest word of a stage on a dataset counts once, in any order, repeated, and over months', async () => {
  const use = { runId: 'r1', pipeline: 'orders', role: 'output', name: 'orders', stage: 'load' } as const;
  const late = { ...use, atMs: atMs + 5_000, rows: 7, bytes: 70 };
  const early = { ...use, atMs, rows: 900 };
  await insert([late, early, late]);
  await insert([early, { ...late, role: 'input' }, { ...late, stage: 'again' }], new Date('2026-02-28T23:59:59Z'));
  await insert([late]);
  const expected = [
    ['orders', 'input', 'load', 7, 70],
    ['orders', 'output', 'again', 7, 70],
    ['orders', 'output', 'load', 7, 70],
  ];
  const sorted = async () => (await usesOf('r1')).toSorted((a, b) => String(a).localeCompare(String(b)));
  expect(await sorted()).toEqual(expected);
  await engine.telemetry.execute('OPTIMIZE TABLE dataset_uses FINAL');
  expect(await sorted()).toEqual(expected);
});

test('what is not known is never 0, and names hold anything', async () => {
  const use = { runId: 'r2', pipeline: 'orders', role: 'input', atMs } as const;
  await insert([
    { ...use, name: `a/%'"\\ ${'ä'.repeat(300)}\n?` },
    { ...use, name: 'b', rows: 0, bytes: 0 },
    { ...use, name: 'c', rows: -1, bytes: 'many' },
    { ...use, name: 'd', rows: '99999999999999999', bytes: 12.5 },
    { ...use, name: '' },
    { ...use, name: 'e', role: 'both' as never },
    { ...use, name: 'f', namespace: '' },
  ]);
  expect(await usesOf('r2')).toEqual([
    ['f', 'input', '', null, null],
    [`a/%'"\\ ${'ä'.repeat(300)}\n?`, 'input', '', null, null],
    ['b', 'input', '', 0, 0],
    ['c', 'input', '', null, null],
    ['d', 'input', '', Number.MAX_SAFE_INTEGER, expect.toSatisfy((bytes) => bytes === null || bytes === 12)],
  ]);
});
