import { emptyLedger, nothingUnexplained, runVerdict, shownRun } from '@sightglass/model';
import type { RunMark } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { trendColumns, usualBand } from './trend.ts';

const run = (durationMs: number, more: Partial<RunMark> = {}): RunMark => {
  const bare = {
    runId: 'r',
    state: 'succeeded' as const,
    startedAt: '2026-11-23T02:00:00Z',
    durationMs,
    rows: emptyLedger,
    balanced: true,
    unexplained: nothingUnexplained,
    doubts: [],
    ...more,
  };
  return { ...bare, verdict: runVerdict(bare, null), shown: shownRun(bare, null) };
};
const duration = (mark: RunMark) => mark.durationMs;

it('calls nothing usual before five earlier runs went well', () => {
  expect(
    usualBand(
      [1, 2, 3, 4, 5].map((ms) => run(ms)),
      duration,
    ),
  ).toBeNull();
  expect(usualBand([...[1, 2, 3, 4].map((ms) => run(ms)), run(5, { state: 'failed' }), run(6)], duration)).toBeNull();
});

it('takes the middle half of the runs that went well, and is never a hair thin', () => {
  expect(
    usualBand(
      [100, 110, 120, 130, 140, 9999, 1].map((ms) => run(ms)),
      duration,
    ),
  ).toMatchObject({ low: 100, high: 150 });
  expect(
    usualBand(
      Array.from({ length: 7 }, () => run(100)),
      duration,
    ),
  ).toEqual({ low: 95, high: 105 });
});

it('leaves runs under way out and marks the ones that did not go well by how bad it is', () => {
  const { columns, runs } = trendColumns(
    [
      run(1),
      run(2, { state: 'failed' }),
      run(3, { balanced: false }),
      run(4, { state: 'running' }),
      run(5, { state: 'lost' }),
      run(6, { state: 'aborted' }),
      run(7, { doubts: [{ kind: 'unenriched', dependency: 'airports', rows: 9 }] }),
    ],
    duration,
  );
  const [, values, bad, warn, aside] = columns;
  expect(runs).toHaveLength(6);
  expect(values).toEqual([1, 2, 3, 5, 6, 7]);
  expect(bad).toEqual([null, 2, null, null, null, null]);
  expect(warn).toEqual([null, null, 3, 5, null, 7]);
  expect(aside).toEqual([null, null, null, null, 6, null]);
});
