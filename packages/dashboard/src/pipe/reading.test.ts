import { emptyLedger, ledgerEquation } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { spaced } from '../format/testing.ts';
import { planPipe } from './plan/plan.ts';
import { insideReading, leakReading, reasonsOf, sectionReading } from './reading.ts';
import { runOf, stage } from './testing.ts';

const rows = { ...emptyLedger, read: 12_448, written: 12_431, rejected: 17 };

describe('rows of which nothing says where they went', () => {
  const half = { ...emptyLedger, read: 100, written: 40 };
  it.each([
    ['running', 'in flight'],
    ['lost', 'unaccounted'],
    ['failed', 'unaccounted'],
    ['aborted', 'unaccounted'],
    ['succeeded', 'unaccounted'],
  ] as const)('of a %s run are %s', (state, word) =>
    expect(ledgerEquation({ state, rows: half, unexplained: { vanished: 60, appeared: 0 } })).toBe(
      `100 read = 40 written + 60 ${word}`,
    ),
  );
  it('are called the same at their stage', () => {
    const told = (state: 'failed' | 'succeeded') =>
      planPipe(runOf([stage('load', 0, half, { state })])).sections.map((planned) => spaced(insideReading(planned)));
    expect(told('failed')).toEqual(['60 rows are unaccounted for inside load: the run was cut short']);
    expect(told('succeeded')).toEqual(['60 rows are unaccounted for inside load']);
  });
  it('are in flight at a stage that runs', () => {
    const stages = [stage('load', 0, half, { state: 'running', finishedAt: null })];
    const [planned] = planPipe(runOf(stages, { state: 'running' })).sections;
    expect(planned && sectionReading(planned)).toContain('100 read = 40 written + 60 in flight');
  });
  it('are in flight at a stage that has ended, while its run goes on and may still commit them', () => {
    const stages = [stage('load', 0, { read: 100 })];
    const [planned] = planPipe(runOf(stages, { state: 'running' })).sections;
    expect(planned && sectionReading(planned)).toContain('load: succeeded · 100 read = 0 written + 100 in flight');
  });
});

it('names the commonest reasons and counts the others', () => {
  expect(reasonsOf({ a: 1, b: 5, c: 2, d: 3, e: 4 }, 3)).toBe('5 b, 4 e, 3 d, 2 more reasons');
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
