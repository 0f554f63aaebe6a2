import { expect, it } from 'vitest';
import { emptyLedger, type Ledger } from '../ledger/ledger.ts';
import { nothingUnexplained } from '../ledger/unexplained.ts';
import type { RunDoubt } from './run-doubts.ts';
import { runStates, type RunState } from '../telemetry/run-state.ts';
import { shownRun } from './shown-state.ts';
import { runVerdict, type RunVerdict, runVerdictOf } from './run-verdict.ts';

const ledger = (more: Partial<Ledger>): Ledger => ({ ...emptyLedger, ...more });
const good = ledger({ read: 1000, written: 999, rejected: 1 });
const dirty = ledger({ read: 1000, written: 820, rejected: 180 });

it.each<[string, RunState, boolean | null, Ledger, number | null, RunVerdict, string]>([
  ['went well', 'succeeded', true, good, 0.001, 'yes', 'Ready to use'],
  ['went well for the first time', 'succeeded', true, good, null, 'yes', 'Ready to use'],
  ['counts no rows', 'succeeded', true, emptyLedger, null, 'unknown', 'Finished'],
  [
    'filtered every row on purpose',
    'succeeded',
    true,
    ledger({ read: 5, filtered: 5 }),
    null,
    'nothing-new',
    'No new data',
  ],
  ['wrote none of its rows', 'succeeded', false, ledger({ read: 5 }), null, 'no', 'Not loaded'],
  ['does not add up', 'succeeded', false, good, 0.001, 'yes-but', 'Usable, but check'],
  ['rejected far more than usual', 'succeeded', true, dirty, 0.001, 'yes-but', 'Usable, but check'],
  ['rejects as much every day', 'succeeded', true, dirty, 0.17, 'yes', 'Ready to use'],
  ['rejected much, with nothing to compare', 'succeeded', true, dirty, null, 'yes-but', 'Usable, but check'],
  ['rejected every row', 'succeeded', true, ledger({ read: 9, rejected: 9 }), 1, 'no', 'Not loaded'],
  ['failed before the first row', 'failed', true, emptyLedger, null, 'no', 'Not loaded'],
  ['failed half way', 'failed', false, good, null, 'no', 'Not usable'],
  ['was stopped half way', 'aborted', false, good, null, 'no', 'Not usable'],
  ['gave no more signal', 'lost', null, good, null, 'no', 'Not usable'],
  ['did not start', 'missed', null, emptyLedger, null, 'no', 'Not loaded'],
  ['still runs', 'running', null, good, null, 'wait', 'Wait'],
])('a run that %s', (_, state, balanced, rows, usualShare, verdict, words) => {
  const usual = usualShare === null ? null : { rejectedShare: usualShare };
  expect(runVerdict({ state, balanced, rows, doubts: [] }, usual)).toEqual({ id: verdict, words });
});

it.each(['failed', 'aborted', 'lost'] as const)('may have loaded rows when nobody counted them: %s', (state) => {
  const run = { state, balanced: null, rows: emptyLedger, rowsCounted: false, doubts: [] };
  expect(runVerdict(run, null)).toEqual({ id: 'no', words: 'Not usable' });
});

it('is never plainly yes for a run that did not succeed', () => {
  for (const state of runStates.filter((each) => each !== 'succeeded')) {
    expect(['no', 'wait']).toContain(runVerdictOf({ state, balanced: true, rows: good, doubts: [] }, null));
  }
});

it('is as usable with warnings as without', () => {
  const run = {
    state: 'succeeded',
    balanced: true,
    rows: good,
    doubts: [{ kind: 'warned', contract: 'orders' }],
  } as const;
  expect(runVerdictOf(run, { rejectedShare: 0.001 })).toBe('yes');
});

it.each<RunDoubt>([
  { kind: 'stage', stage: 'load', state: 'failed' },
  { kind: 'stage', stage: 'load', state: 'unended' },
  { kind: 'unchecked', contract: 'orders' },
  { kind: 'contract', contract: 'orders' },
  { kind: 'unenriched', dependency: 'airports', rows: 3 },
])('is usable with a look when there is a doubt: %j', (doubt) => {
  const run = { state: 'succeeded', balanced: true, rows: good, doubts: [doubt] } as const;
  expect(runVerdictOf(run, { rejectedShare: 0.001 })).toBe('yes-but');
  expect(runVerdictOf({ ...run, state: 'failed' }, { rejectedShare: 0.001 })).toBe('no');
});

it.each<[string, readonly RunDoubt[], Ledger, string, string]>([
  [
    'read nothing, its file passed with warnings',
    [{ kind: 'warned', contract: 'orders' }],
    emptyLedger,
    'empty',
    'No new data',
  ],
  [
    'read nothing, its file failed',
    [{ kind: 'contract', contract: 'orders' }],
    emptyLedger,
    'broken',
    'Contract failed',
  ],
  [
    'read nothing and ended with warnings',
    [{ kind: 'reported', word: 'WARN' }],
    emptyLedger,
    'doubtful',
    'Ended with warnings',
  ],
])('a run that %s', (_, doubts, rows, id, word) => {
  const run = { state: 'succeeded', balanced: true, rows, doubts, unexplained: nothingUnexplained } as const;
  expect(shownRun(run, usualRows)).toMatchObject({ id, word });
});

const usualRows = { rejectedShare: 0, rowsRead: 1_000, rowsWritten: 999 };
const usuallyNone = { rejectedShare: 0, rowsRead: 0, rowsWritten: 0 };

it.each<[string, 'legal' | 'suspicious' | null, typeof usualRows | null, RunVerdict, string, string]>([
  ['where rows are usual', null, usualRows, 'yes-but', 'No new data', 'empty'],
  ['where rows are usual and none is legal', 'legal', usualRows, 'yes', 'Ready to use', 'succeeded'],
  ['where none is usual', null, usuallyNone, 'unknown', 'Finished', 'succeeded'],
  ['while nothing is known to be usual', null, null, 'unknown', 'Finished', 'succeeded'],
  ['where none is legal, for the first time', 'legal', null, 'yes', 'Ready to use', 'succeeded'],
  ['where none is suspicious, for the first time', 'suspicious', null, 'yes-but', 'No new data', 'empty'],
])('a run that read nothing %s', (_, empty, usual, id, words, shown) => {
  const run = { state: 'succeeded', balanced: null, rows: emptyLedger, doubts: [], empty } as const;
  expect(runVerdict(run, usual)).toEqual({ id, words });
  expect(shownRun({ ...run, unexplained: nothingUnexplained }, usual).id).toBe(shown);
  expect(runVerdictOf({ ...run, state: 'failed' }, usual)).toBe('no');
});
