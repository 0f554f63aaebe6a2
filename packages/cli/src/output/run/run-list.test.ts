import { emptyLedger, nothingUnexplained } from '@sightglass/model';
import type { RunDetail } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { renderRunList } from './run-list.ts';
import { createStyle } from '../style.ts';
import { type Bare, bareRun } from '../../../testing/bare-run.ts';

const plain = { ...createStyle(process.stdout), paint: (_: unknown, text: string) => text };
const run = (more: Partial<Bare>): RunDetail =>
  bareRun({
    state: 'succeeded',
    durationMs: 1_000,
    rows: emptyLedger,
    unexplained: nothingUnexplained,
    stages: [],
    ...more,
  });

/** The cells between the state of a run and its id: time, read, written, ledger. */
const cellsOf = (one: RunDetail): string[] =>
  (renderRunList([one], plain).split('\n')[1] ?? '').split(one.shown.word)[1]!.trim().split(/ {2,}/);

test.each<[string, Partial<Bare>, string[]]>([
  [
    'a ledger that was counted on both sides',
    { balanced: true, rows: { ...emptyLedger, read: 7, written: 7 } },
    ['1.0 s', '7', '7', 'balanced', 'r1'],
  ],
  ['only what was written', { balanced: true, rows: { ...emptyLedger, written: 150 } }, ['1.0 s', '–', '150', 'r1']],
  ['only what was read', { balanced: true, rows: { ...emptyLedger, read: 150 } }, ['1.0 s', '150', '–', 'r1']],
  ['nothing', { state: 'failed', failure: { type: 'E', message: 'no' } }, ['1.0 s', '–', '–', 'r1']],
  [
    'written without anything read',
    { rows: { ...emptyLedger, written: 5 }, unexplained: { missing: 0, extra: 5 }, balanced: false },
    ['1.0 s', '0', '5', '5 extra', 'r1'],
  ],
])('counts of %s', (_, more, cells) => expect(cellsOf(run(more))).toEqual(cells));

test('a missed run was due, and has not started', () => {
  const line = renderRunList([run({ state: 'missed', durationMs: 0, balanced: null })], plain).split('\n')[1];
  expect(line).toMatch(/^was due 2026-05-01 \d\d:00:00  orders .* {2,}–\s+–\s+r1$/);
});

test('a version has a column where a run reports one', () => {
  const lines = renderRunList([run({ version: '1.4.2' }), run({})], plain).split('\n');
  expect(lines[0]).toMatch(/VERSION +RUN$/);
  expect(lines[1]).toMatch(/1\.4\.2 +r1$/);
  expect(renderRunList([run({})], plain)).not.toContain('VERSION');
});

test.each([
  ['simulated', true],
  ['production', false],
  [null, false],
])('a run of the environment %s is marked as made up: %s', (environment, isMarked) => {
  expect(renderRunList([run({ environment })], plain).includes('orders (simulated)')).toBe(isMarked);
});
