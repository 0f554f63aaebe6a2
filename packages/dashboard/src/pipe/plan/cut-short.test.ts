import { expect, it } from 'vitest';
import { cutShortOf, cutShortStages } from './cut-short.ts';
import { outlinePipe } from './plan.ts';
import { runOf, stage } from '../testing.ts';

const extract = stage('extract', 0, { read: 100, written: 97 });
const load = stage('load', 20, { read: 97, written: 50 }, { state: 'lost', finishedAt: null });
const run = runOf([extract, load], { state: 'lost' });

it('knows the reason of what a stage held when the run was cut short, and not of what was gone before', () => {
  expect(cutShortOf(outlinePipe(run)).inside).toEqual(new Set([load.stageId]));
  expect(cutShortStages(outlinePipe(run))).toEqual(new Set([load.stageId]));
});

it('knows no reason for extra rows, nor for those a finished stage did not take over', () => {
  const more = stage('load', 20, { read: 90, written: 95 }, { state: 'lost', finishedAt: null });
  expect(cutShortStages(outlinePipe(runOf([extract, more], { state: 'lost' })))).toEqual(new Set());
});

it('calls nothing cut short while the run goes on', () =>
  expect(cutShortStages(outlinePipe(runOf([extract, load], { state: 'running' })))).toEqual(new Set()));
