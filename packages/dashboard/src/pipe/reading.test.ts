import { emptyLedger, ledgerEquation } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { spaced } from '../format/testing.ts';
import { planPipe } from './plan/plan.ts';
import { foldSections, type Section, toSections } from './plan/sections.ts';
import { insideReading, leakReading, reasonsOf, sectionReading } from './reading.ts';
import { runOf, stage } from './testing.ts';

const rows = { ...emptyLedger, read: 12_448, written: 12_431, rejected: 17 };

describe('rows that were read and not written', () => {
  const half = { ...emptyLedger, read: 100, written: 40 };
  it.each([
    ['running', 'in progress'],
    ['lost', 'not processed'],
    ['failed', 'not processed'],
    ['aborted', 'not processed'],
    ['succeeded', 'missing'],
  ] as const)('of a %s run are %s', (state, word) =>
    expect(ledgerEquation({ state, rows: half, unexplained: { missing: 60, extra: 0 } })).toBe(
      `100 read = 40 written + 60 ${word}`,
    ),
  );
  it('are called the same at their stage', () => {
    const readingOf = (state: 'failed' | 'lost' | 'succeeded') =>
      planPipe(runOf([stage('load', 0, half, { state })])).sections.map((planned) => spaced(insideReading(planned)));
    expect(readingOf('failed')).toEqual(['60 rows were not processed inside load, because the run stopped']);
    expect(readingOf('lost')).toEqual(['60 rows had not been processed inside load when the signal was lost']);
    expect(readingOf('succeeded')).toEqual(['60 rows are missing inside load']);
  });
  it('are in progress at a stage that runs', () => {
    const stages = [stage('load', 0, half, { state: 'running', finishedAt: null })];
    const [planned] = planPipe(runOf(stages, { state: 'running' })).sections;
    expect(planned && sectionReading(planned)).toContain('100 read = 40 written + 60 in progress');
  });
  it('are in progress at a stage that has ended, while its run goes on and may still commit them', () => {
    const stages = [stage('load', 0, { read: 100 })];
    const [planned] = planPipe(runOf(stages, { state: 'running' })).sections;
    expect(planned && sectionReading(planned)).toContain('load: succeeded · 100 read = 0 written + 100 in progress');
  });
});

it('names the commonest reasons and counts the others', () => {
  expect(reasonsOf({ a: 1, b: 5, c: 2, d: 3, e: 4 }, 3)).toBe('5 b, 4 e, 3 d, 2 more reasons');
});

it('has the word of the server for a stage, and of several the worst', () => {
  const missing = { id: 'unbalanced', word: 'Rows missing', tone: 'warn' } as const;
  const readingOf = (shown: readonly (typeof missing | undefined)[]) =>
    planPipe(runOf(shown.map((each) => stage('load', 0, rows, each && { shown: each })))).sections.map(
      (planned) => sectionReading(planned).split(' · ')[0],
    );
  expect(readingOf([missing])).toEqual(['load: rows missing']);
  expect(readingOf([undefined])).toEqual(['load: succeeded']);
  const repeated = toSections([stage('load', 0), stage('load', 5, rows, { shown: missing }), stage('load', 9)]);
  expect(foldSections(repeated as [Section, ...Section[]]).shown).toEqual(missing);
});

it('reads a section and its leak in words', () => {
  const [planned] = planPipe(
    runOf([stage('validate', 0, rows, { rejectedByReason: { bad_date: 17 }, durationMs: 2100 })]),
  ).sections;
  if (planned === undefined) throw new Error('no section');
  expect(spaced(sectionReading(planned))).toBe(
    'validate: succeeded · 12,448 read = 12,431 written + 17 rejected · rejected: 17 bad_date · 2.1 s',
  );
  expect(spaced(leakReading(planned, 'rejected'))).toBe('17 rows were refused as bad at validate: 17 bad_date');
});
