import { expect, it } from 'vitest';
import type { Stage } from '@sightglass/model/api';
import { runOf, stage } from '../../pipe/testing.ts';
import { stageRows } from './stage-rows.ts';

const outline = (...stages: Stage[]) =>
  stageRows(runOf(stages)).map(({ stage: { name }, depth }) => `${'-'.repeat(depth)}${name}`);

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

it('follows the rows where stages work side by side', () => {
  const rows = { read: 5, written: 5 };
  const side = (name: string, inputs: string[]) => stage(name, 0, rows, { inputs });
  expect(outline(side('load', ['enrich']), side('enrich', ['extract']), side('extract', []))).toEqual([
    'extract',
    'enrich',
    'load',
  ]);
});
