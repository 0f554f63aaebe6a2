import { emptyLedger, nothingUnexplained } from '@sightglass/model';
import { expect, it } from 'vitest';
import { planPipe } from './plan.ts';
import { runDetailOf, stage } from '../testing.ts';
import { asOneStage } from './whole-run.ts';

const rows = { ...emptyLedger, read: 10, written: 7 };

it('draws a run that counted as a whole as one section, with what is missing inside it', () => {
  const run = runDetailOf([], { rows, unexplained: { missing: 3, extra: 0 }, balanced: false });
  const [planned, ...others] = planPipe(asOneStage(run)).sections;
  expect(others).toEqual([]);
  expect(planned).toMatchObject({ gapInside: { missing: 3, extra: 0 }, isCutShortInside: false });
  expect(planned?.section).toMatchObject({ name: run.pipeline, rows, isCounted: true, state: 'succeeded' });
});

it('draws one that counted nothing as one empty section', () =>
  expect(planPipe(asOneStage(runDetailOf([]))).sections.map(({ section }) => section.isCounted)).toEqual([false]));

it('leaves a run with stages, and one that did not start, as it is', () => {
  for (const run of [runDetailOf([stage('load', 0)]), runDetailOf([], { state: 'missed' })])
    expect(asOneStage(run)).toBe(run);
});

it('shows what usually comes while nothing has started', () => {
  const usual = { sampleSize: 5, durationMs: 1, rowsRead: 1, rowsWritten: 1, rejectedShare: 0 };
  const stages = [{ name: 'load', durationMs: 1, rowsRead: 1, rowsWritten: 1 }];
  const run = runDetailOf([], { state: 'running', usual: { ...usual, stages }, unexplained: nothingUnexplained });
  expect(planPipe(asOneStage(run)).sections.map(({ section }) => section.name)).toEqual(['load']);
});
