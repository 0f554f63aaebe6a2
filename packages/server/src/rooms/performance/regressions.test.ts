import { expect, test } from 'vitest';
import { regressionsOf } from './regressions.ts';
import type { FiguredRun, RunFigures } from './run-figures.ts';
import { summaryOf } from './summary.ts';

const figures = (more: Partial<RunFigures> = {}): RunFigures => ({
  durationMs: 10_000,
  rows: 1_000,
  cpuTimeMs: 2_000,
  peakRssBytes: 200e6,
  retries: 0,
  ...more,
});
const run = (whole: Partial<RunFigures> = {}, load: Partial<RunFigures> = {}): FiguredRun => ({
  whole: figures(whole),
  stages: new Map([
    ['extract', figures({ durationMs: 2_000 })],
    ['load', figures({ durationMs: 8_000, ...load })],
  ]),
});
const usual = [1, 2, 3, 4, 5].map(() => run());
const found = (latest: FiguredRun, earlier = usual) =>
  regressionsOf(latest, earlier)?.map(({ stage, figure, times }) => `${stage ?? 'run'} ${figure} ${times ?? '∞'}`);

test.each<[string, FiguredRun, string[]]>([
  ['as ever', run(), []],
  ['a slow load', run({ durationMs: 34_000 }, { durationMs: 32_000 }), ['load duration 4', 'run duration 3.4']],
  [
    'slow as there is more to do',
    run({ durationMs: 34_000, rows: 4_000 }, { durationMs: 32_000, rows: 4_000 }),
    ['load duration 4', 'run duration 3.4'],
  ],
  ['hungry', run({ peakRssBytes: 400e6 }), ['run peakRss 2']],
  ['tried again and again', run({ retries: 9 }, { retries: 9 }), ['run retries ∞', 'load retries ∞']],
  ['busy', run({ cpuTimeMs: 6_000 }), ['run cpuTime 3']],
  ['figures that are not known', run({ cpuTimeMs: null, peakRssBytes: null, rows: 0 }), []],
])('%s', (_name, latest, expected) => {
  expect(found(latest)).toEqual(expected);
});

test('how many rows there were is told beside', () => {
  const [worst] = regressionsOf(run({ rows: 4_000 }, { durationMs: 32_000, rows: 4_000 }), usual) ?? [];
  expect(worst).toMatchObject({ stage: 'load', figure: 'duration', usual: 8_000, latest: 32_000, rowsTimes: 4 });
});

test('fewer than five runs say nothing, also of a stage that is new', () => {
  expect(regressionsOf(run({ durationMs: 90_000 }), usual.slice(1))).toBeNull();
  const withNew: FiguredRun = { ...run(), stages: new Map([['new', figures({ durationMs: 90_000 })]]) };
  expect(regressionsOf(withNew, usual)).toEqual([]);
});

test('the summary has the slowest stage first, with its share of the run', () => {
  const { run: whole, stages } = summaryOf([...usual, run({ retries: 2 }, { durationMs: 6_000, cpuTimeMs: null })]);
  expect(whole).toMatchObject({ runs: 6, durationMs: { p50: 10_000, p95: 10_000 }, rowsPerSecond: 100, retries: 2 });
  expect(stages).toMatchObject([
    { name: 'load', share: 0.8, durationMs: { p50: 8_000 }, cpuTimeMs: 2_000 },
    { name: 'extract', share: 0.2, rowsPerSecond: 500 },
  ]);
  expect(summaryOf([])).toEqual({ run: null, stages: [] });
});
