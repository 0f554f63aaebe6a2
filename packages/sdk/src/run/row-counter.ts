import type { Ledger } from '@sightglass/model';
import { boundName } from './names.ts';
import { activeTransactionOf, insideTransaction, RowTransaction } from './row-transaction.ts';
import type { RowCounter } from './types.ts';

const maxReasons = 100;
const otherReason = 'other';

export interface CountedRowsOptions {
  readonly onMiscount: (column: keyof Ledger, rows: unknown) => void;
  /** Called once, when reasons are no longer kept apart. */
  readonly onManyReasons?: (() => void) | undefined;
  /** Rows count as written when it is committed. */
  readonly transaction?: RowTransaction | undefined;
}

/** A number that is no count of rows is left out and reported through `onMiscount`: counting must never end a run. */
export class CountedRows implements RowCounter {
  readonly ledger = { read: 0, written: 0, rejected: 0, filtered: 0, deduplicated: 0, unmatched: 0 };
  readonly #options: CountedRowsOptions;
  readonly #outer: RowTransaction | undefined;
  #openTransactions = 0;
  #reasons: Map<string, number> | undefined;
  #changed = false;

  constructor(options: CountedRowsOptions) {
    this.#options = options;
    this.#outer = options.transaction;
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

  // Each column is named where it is counted: looking it up by a variable name would cost several times the counting itself.
  readonly read = (rows = 1): void => {
    this.ledger.read = this.#sum('read', this.ledger.read, rows);
  };

  readonly written = (rows = 1): void => {
    const transaction = this.#outer === undefined && this.#openTransactions === 0 ? undefined : this.#transaction;
    if (transaction === undefined) this.countWritten(rows);
    else if (isCount(rows)) transaction.hold(this, rows);
    else this.#options.onMiscount('written', rows);
  };

  readonly rejected = (rows = 1, reason = 'unspecified'): void => {
    const before = this.ledger.rejected;
    this.ledger.rejected = this.#sum('rejected', before, rows);
    if (this.ledger.rejected === before) return;
    const reasons = (this.#reasons ??= new Map());
    const name = this.#reasonIn(reasons, boundName('rejection reason', reason));
    reasons.set(name, (reasons.get(name) ?? 0) + rows);
  };

  readonly filtered = (rows = 1): void => {
    this.ledger.filtered = this.#sum('filtered', this.ledger.filtered, rows);
  };

  readonly deduplicated = (rows = 1): void => {
    this.ledger.deduplicated = this.#sum('deduplicated', this.ledger.deduplicated, rows);
  };

  readonly unmatched = (rows = 1): void => {
    this.ledger.unmatched = this.#sum('unmatched', this.ledger.unmatched, rows);
  };

  /** What is written inside `body` counts once it has returned, and not at all when it throws. May be nested, as savepoints are. */
  transaction<T>(body: () => T): T {
    const own = new RowTransaction(this.#transaction);
    this.#openTransactions += 1;
    own.whenSettled(() => (this.#openTransactions -= 1));
    return own.around(() => insideTransaction({ owner: this, transaction: own }, body));
  }

  countWritten(rows: number): void {
    this.ledger.written = this.#sum('written', this.ledger.written, rows);
  }

  /** What would be written if the open transactions around the calling code were committed. */
  get writtenIfCommitted(): number {
    return this.ledger.written + (this.#transaction?.heldFor(this) ?? 0);
  }

  #reasonIn(reasons: ReadonlyMap<string, number>, reason: string): string {
    if (reasons.has(reason) || reasons.size < maxReasons - 1) return reason;
    if (!reasons.has(otherReason)) this.#options.onManyReasons?.();
    return otherReason;
  }

  get #transaction(): RowTransaction | undefined {
    return (this.#openTransactions === 0 ? undefined : activeTransactionOf(this)) ?? this.#outer;
  }

  #sum(column: keyof Ledger, counted: number, rows: number): number {
    if (!isCount(rows) || counted > Number.MAX_SAFE_INTEGER - rows) {
      this.#options.onMiscount(column, rows);
      return counted;
    }
    this.#changed = true;
    return counted + rows;
  }
}

const isCount = (rows: number): boolean => Number.isSafeInteger(rows) && rows >= 0;
