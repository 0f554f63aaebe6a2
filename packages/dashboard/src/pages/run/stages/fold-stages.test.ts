import { shownOfState } from '@sightglass/model';
import { expect, it } from 'vitest';
import { outlineStages } from '../../../pipe/plan/stage-tree.ts';
import { stage } from '../../../pipe/testing.ts';
import { foldStages } from './fold-stages.ts';

const many = (count: number) => Array.from({ length: count }, (_, at) => stage(`load_${at}`, at * 10));
const namesOf = (stages: readonly ReturnType<typeof stage>[], chosen?: string) =>
  foldStages(outlineStages(stages), { stages: [...stages], usual: null }, chosen)?.map((row) => row.stage.name) ?? null;

it('a run of few stages is shown whole', () => {
  expect(namesOf(many(20))).toBeNull();
});

it('of many alike the slowest stay, and the one that is chosen', () => {
  const stages = many(60).map((one, at) => (at === 40 ? { ...one, durationMs: 9_000 } : one));
  expect(namesOf(stages, stages[50]?.stageId)).toEqual(['load_0', 'load_1', 'load_2', 'load_3', 'load_40', 'load_50']);
});

it('one that failed within another stays with what it is nested in', () => {
  const stages = many(60);
  const outer = stages[30];
  const failed = stage('copy', 305, {}, { parentStageId: outer?.stageId ?? null, shown: shownOfState('failed') });
  expect(namesOf([...stages, failed])).toEqual(['load_0', 'load_1', 'load_2', 'load_3', 'load_4', 'load_30', 'copy']);
});

it('nothing is folded where hardly any is as usual', () => {
  expect(namesOf(many(60).map((one) => ({ ...one, retries: 1 })))).toBeNull();
});
