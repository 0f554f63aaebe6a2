import { expect, it } from 'vitest';
import { emptyLedger, type Ledger } from '../ledger/ledger.ts';
import { ledgerDifference } from '../ledger/ledger.ts';
import { isExplained, unexplainedBy } from '../ledger/unexplained.ts';
import { shownRun, shownStage } from './shown-state.ts';

const ledger = (read: number, written: number, rejected: number): Ledger => ({
  ...emptyLedger,
  read,
  written,
  rejected,
});
const judged = (rows: Ledger) => {
  const unexplained = unexplainedBy(ledgerDifference(rows));
  return { state: 'succeeded', rows, unexplained, balanced: isExplained(unexplained), doubts: [] } as const;
};

it.each<[string, Ledger, number | null, string]>([
  ['rejects most rows where that is usual', ledger(1_000, 400, 600), 0.6, 'Succeeded'],
  ['rejects most rows where few are usual', ledger(1_000, 400, 600), 0.02, 'More rejects than usual'],
  ['rejects many rows where few are usual', ledger(1_000, 700, 300), 0.02, 'More rejects than usual'],
  ['rejects most rows, with nothing to compare', ledger(1_000, 400, 600), null, 'Most rows rejected'],
  ['rejects many rows, with nothing to compare', ledger(1_000, 700, 300), null, 'Many rows rejected'],
  ['rejects few rows', ledger(1_000, 990, 10), null, 'Succeeded'],
  ['rejects all rows where that is usual', ledger(1_000, 0, 1_000), 1, 'All rows rejected'],
  ['lost rows', ledger(1_000, 900, 0), 0, 'Rows missing'],
  ['lost most rows and rejected many', ledger(1_000, 100, 300), 0, 'Rows missing'],
  ['lost most rows and rejected others', ledger(1_000, 0, 300), 0, 'Rows rejected, none loaded'],
  ['has extra rows', ledger(1_000, 1_200, 0), 0, 'Extra rows'],
])('the only stage of a run that %s is shown as its run', (_, rows, share, word) => {
  const run = judged(rows);
  const usual = share === null ? null : { rejectedShare: share };
  const stage = shownStage(run, run, usual);
  expect(stage.word).toBe(word);
  expect(stage).toEqual(shownRun(run, usual));
});

it('a stage that sees few of the rows is not judged where its run is as usual', () => {
  const aside = judged(ledger(10, 4, 6));
  expect(shownStage(aside, { rows: ledger(1_000, 994, 6) }, { rejectedShare: 0.006 }).word).toBe('Succeeded');
  expect(shownStage(judged(ledger(6, 0, 6)), { rows: ledger(1_000, 994, 6) }, null).word).toBe('All rows rejected');
});

it('names the stage that rejected, of those of a run that rejected more than usual', () => {
  const run = { rows: ledger(1_000, 700, 300) };
  const usual = { rejectedShare: 0.02 };
  expect(shownStage(judged(ledger(1_000, 1_000, 0)), run, usual).word).toBe('Succeeded');
  expect(shownStage(judged(ledger(1_000, 700, 300)), run, usual).word).toBe('More rejects than usual');
});
