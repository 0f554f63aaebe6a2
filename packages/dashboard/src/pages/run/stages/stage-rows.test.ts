import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Stage } from '@sightglass/model/rest';
import { outlinePipe } from '../../../pipe/plan/plan.ts';
import { runOf, stage } from '../../../pipe/testing.ts';
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

it('sets a stage that counts no rows where its time is', () => {
  const rows = { read: 5, written: 5 };
  expect(
    outline(stage('extract', 0, rows), stage('validate', 20, rows), stage('cpu', 40), stage('load', 60, rows)),
  ).toEqual(['extract', 'validate', 'cpu', 'load']);
});

it('sets a group where the first stage in it stands', () => {
  const rows = { read: 5, written: 5 };
  const loads = stage('loads', 1);
  const load = stage('load', 60, rows, { parentStageId: loads.stageId, inputs: ['extract'] });
  expect(outline(loads, load, stage('extract', 0, rows))).toEqual(['extract', 'loads', '-load']);
});

const instants = fc.integer({ min: 0, max: 4 });
/** Each reads from stages that started no later. */
const someStages = fc
  .array(fc.record({ at: instants, isCounted: fc.boolean(), inputs: fc.array(fc.nat(5), { maxLength: 2 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((drafts) =>
    drafts
      .toSorted((a, b) => a.at - b.at)
      .map(({ at, isCounted, inputs }, index) =>
        stage(`s${index}`, at * 20, isCounted ? { read: 5, written: 5 } : {}, {
          inputs: inputs.filter((input) => input < index).map((input) => `s${input}`),
        }),
      ),
  );

it('is one order whatever the order given, and never sets a stage before what it reads or what precedes it', () => {
  fc.assert(
    fc.property(someStages, fc.nat(), (stages, turn) => {
      const run = runOf(stages);
      const shown = stageRows(run).map((node) => node.stage);
      const at = turn % stages.length;
      const turned = { ...run, stages: [...stages.slice(at), ...stages.slice(0, at)].toReversed() };
      expect(stageRows(turned).map((node) => node.stage)).toEqual(shown);
      const indexes = new Map(shown.map(({ stageId }, index) => [stageId, index]));
      const indexOf = (id: string) => indexes.get(id) ?? -1;
      for (const { from, to } of run.ledger.handoffs)
        for (const reader of to) for (const writer of from) expect(indexOf(writer)).toBeLessThan(indexOf(reader));
      const { sections, columnOf } = outlinePipe(run);
      for (const a of sections)
        for (const b of sections)
          if (columnOf.get(a.key) === columnOf.get(b.key) && a.startedAtMs < b.startedAtMs)
            expect(indexOf(a.key)).toBeLessThan(indexOf(b.key));
    }),
  );
});
