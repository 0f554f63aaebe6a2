import { emptyLedger, nothingUnexplained, runVerdict, shownRun } from '@sightglass/model';
import type { RunMark } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { spaced } from '../../format/testing.ts';
import { layStrip, stripLabel } from './run-strip.ts';

const run = (state: RunMark['state'], durationMs = 10, balanced: boolean | null = true): RunMark =>
  judged({
    runId: 'r',
    state,
    startedAt: '2026-11-23T02:00:00Z',
    durationMs,
    rows: emptyLedger,
    balanced,
    unexplained: nothingUnexplained,
    doubts: [],
  });

const judged = (bare: Omit<RunMark, 'verdict' | 'shown'>): RunMark => ({
  ...bare,
  verdict: runVerdict(bare, null),
  shown: shownRun(bare, null),
});

it('draws healthy runs as one path without a sign under the line', () => {
  const paths = layStrip([run('succeeded'), run('succeeded', 5)]);
  expect(paths).toEqual([{ tone: 'fluid', isOutline: false, path: 'M0 0H6V30H0ZM8 15H14V30H8Z' }]);
});

it.each(['failed', 'aborted', 'lost', 'missed'] as const)('gives a %s run a sign of its own', (state) => {
  expect(layStrip([run(state)]).some(({ isOutline, path }) => isOutline && /M[\d.]+ 3[3-9]/u.test(path))).toBe(true);
});

it('tells missing rows from success', () => {
  const [bar, sign] = layStrip([run('succeeded', 10, false)]);
  expect([bar?.tone, sign?.tone]).toEqual(['fluid', 'warn']);
});

it.each<[string, RunMark['state'][], string]>([
  ['one that runs', ['running'], 'The last run is still running'],
  ['one that failed', ['failed'], 'The last run went wrong or needs a check'],
  ['good ones', ['succeeded', 'succeeded'], 'The last 2 runs; all succeeded'],
  [
    'all kinds',
    ['failed', 'succeeded', 'lost', 'running'],
    'The last 4 runs; 2 went wrong or need a check, 1 is still running',
  ],
])('has a label for %s', (_, states, label) =>
  expect(spaced(stripLabel(states.map((state) => run(state))))).toBe(label),
);
