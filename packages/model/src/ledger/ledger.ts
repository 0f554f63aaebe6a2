/** Counts of rows at one stage, cumulative since its start. */
export interface Ledger {
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  readonly filtered: number;
  readonly deduplicated: number;
  readonly unmatched: number;
}

export const ledgerColumns = [
  'read',
  'written',
  'rejected',
  'filtered',
  'deduplicated',
  'unmatched',
] as const satisfies (keyof Ledger)[];
export const leakColumns = ['rejected', 'filtered', 'deduplicated', 'unmatched'] as const satisfies (keyof Ledger)[];

export const emptyLedger: Ledger = { read: 0, written: 0, rejected: 0, filtered: 0, deduplicated: 0, unmatched: 0 };

export const addLedgers = (a: Ledger, b: Ledger): Ledger => ({
  read: a.read + b.read,
  written: a.written + b.written,
  rejected: a.rejected + b.rejected,
  filtered: a.filtered + b.filtered,
  deduplicated: a.deduplicated + b.deduplicated,
  unmatched: a.unmatched + b.unmatched,
});

/** Rows that are missing (positive) or extra (negative): `read - (written + rejected + filtered + deduplicated + unmatched)`. */
export const ledgerDifference = (ledger: Ledger): number =>
  ledger.read - (ledger.written + ledger.rejected + ledger.filtered + ledger.deduplicated + ledger.unmatched);

export const countsRows = (ledger: Ledger): boolean => ledgerColumns.some((column) => ledger[column] !== 0);
