import { expect, it } from 'vitest';
import { stage } from '../../pipe/testing.ts';
import { stageRows } from './stage-rows.ts';

const outline = (...stages: Parameters<typeof stageRows>[0]) =>
  stageRows(stages).map(({ stage: { name }, depth }) => `${'-'.repeat(depth)}${name}`);

it('sets nested stages below their parent, in order of start', () => {
  const nested = stage('batch', 15, {}, { parentStageId: 'load@10' });
  expect(outline(stage('audit', 30), nested, stage('load', 10), stage('extract', 0))).toEqual([
    'extract',
    'load',
    '-batch',
    'audit',
  ]);
});

it('loses no stage to a missing parent or a loop', () => {
  const lost = stage('lost', 0, {}, { parentStageId: 'gone' });
  const a = stage('a', 1, {}, { parentStageId: 'b@2' });
  const b = stage('b', 2, {}, { parentStageId: 'a@1' });
  expect(
    outline(lost, a, b)
      .map((line) => line.replace(/^-+/u, ''))
      .toSorted(),
  ).toEqual(['a', 'b', 'lost']);
});
