import type { Ledger } from '@sightglass/model';

/** Counts rows of one stage. Every count adds to what was counted before; without a number it counts one row. */
export interface RowCounter {
  read(rows?: number): void;
  written(rows?: number): void;
  /** `reason` is a short code such as `bad_date`, not a sentence with the row's values in it. */
  rejected(rows?: number, reason?: string): void;
  filtered(rows?: number): void;
  deduplicated(rows?: number): void;
  unmatched(rows?: number): void;
}

export interface CountedRows extends RowCounter {
  readonly ledger: Ledger;
  readonly rejectedByReason: ReadonlyMap<string, number>;
}

export type OnMiscount = (column: keyof Ledger, rows: unknown) => void;

const maxReasons = 100;
const otherReason = 'other';

/** A number that is no count of rows is left out and reported through `onMiscount`: counting must never end a run. */
export const createRowCounter = (onCount: () => void, onMiscount: OnMiscount): CountedRows => {
  const ledger = { read: 0, written: 0, rejected: 0, filtered: 0, deduplicated: 0, unmatched: 0 };
  const rejectedByReason = new Map<string, number>();

  const add = (column: keyof Ledger, rows: number): boolean => {
    if (!Number.isSafeInteger(rows) || rows < 0) {
      onMiscount(column, rows);
      return false;
    }
    ledger[column] += rows;
    onCount();
    return true;
  };
  return {
    ledger,
    rejectedByReason,
    read: (rows = 1) => void add('read', rows),
    written: (rows = 1) => void add('written', rows),
    rejected: (rows = 1, reason = 'unspecified') => {
      if (!add('rejected', rows)) return;
      const known = rejectedByReason.has(reason) || rejectedByReason.size < maxReasons;
      const name = known ? reason : otherReason;
      rejectedByReason.set(name, (rejectedByReason.get(name) ?? 0) + rows);
    },
    filtered: (rows = 1) => void add('filtered', rows),
    deduplicated: (rows = 1) => void add('deduplicated', rows),
    unmatched: (rows = 1) => void add('unmatched', rows),
  };
};
