import type { Ledger } from '@sightglass/model';
import type { RowCounter } from './types.ts';

const maxReasons = 100;
const otherReason = 'other';

/** A number that is no count of rows is left out and reported through `onMiscount`: counting must never end a run. */
export class CountedRows implements RowCounter {
  readonly ledger = { read: 0, written: 0, rejected: 0, filtered: 0, deduplicated: 0, unmatched: 0 };
  readonly #onMiscount: (column: keyof Ledger, rows: unknown) => void;
  #reasons: Map<string, number> | undefined;
  #changed = false;

  constructor(onMiscount: (column: keyof Ledger, rows: unknown) => void) {
    this.#onMiscount = onMiscount;
  }

  /** Rejected rows by reason; beyond {@link maxReasons} the rest is gathered under one. */
  get rejectedByReason(): ReadonlyMap<string, number> | undefined {
    return this.#reasons;
  }

  /** Whether anything was counted since the last time this was asked. */
  takeChanged(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  readonly read = (rows = 1): void => void this.#add('read', rows);

  readonly written = (rows = 1): void => void this.#add('written', rows);

  readonly rejected = (rows = 1, reason = 'unspecified'): void => {
    if (!this.#add('rejected', rows)) return;
    this.#reasons ??= new Map();
    const known = this.#reasons.has(reason) || this.#reasons.size < maxReasons - 1;
    const name = known ? reason : otherReason;
    this.#reasons.set(name, (this.#reasons.get(name) ?? 0) + rows);
  };

  readonly filtered = (rows = 1): void => void this.#add('filtered', rows);

  readonly deduplicated = (rows = 1): void => void this.#add('deduplicated', rows);

  readonly unmatched = (rows = 1): void => void this.#add('unmatched', rows);

  #add(column: keyof Ledger, rows: number): boolean {
    if (!Number.isSafeInteger(rows) || rows < 0) {
      this.#onMiscount(column, rows);
      return false;
    }
    this.ledger[column] += rows;
    this.#changed = true;
    return true;
  }
}
