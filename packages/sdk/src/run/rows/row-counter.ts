import { countsRows, type Ledger } from '@sightglass/model';
import { boundName } from '../names.ts';
import { activeTransactionOf, insideTransaction, RowTransaction } from './row-transaction.ts';
import type { RowCounter } from '../types.ts';

const maxReasons = 100;
const otherReason = 'other';

/** Who counts. */
export interface RowOwner {
  /** A number that is not a count of rows. */
  miscounted(column: keyof Ledger, rows: unknown): void;
  /** Called once, when reasons are no longer kept apart. */
  sawManyReasons(): void;
}

/** A number that is not a count of rows is left out and reported to the owner: counting must never end a run. */
export class CountedRows implements RowCounter {
  readonly ledger = { read: 0, written: 0, rejected: 0, filtered: 0, deduplicated: 0, unmatched: 0 };
  readonly #owner: RowOwner;
  readonly #outer: RowTransaction | undefined;
  #openTransactions = 0;
  #reasons: Map<string, number> | undefined;
  #countedBefore = 0;
  #hasCountedOtherwise = false;
  #checked: number | undefined;

  /** With a `transaction` around, rows count as written when it is committed. */
  constructor(owner: RowOwner, transaction?: RowTransaction) {
    this.#owner = owner;
    this.#outer = transaction;
  }

  /** Rejected rows by reason; beyond {@link maxReasons} the rest is gathered under one. */
  get rejectedByReason(): ReadonlyMap<string, number> | undefined {
    return this.#reasons;
  }

  /** Whether anybody counted, be it 0 rows, or rows that were rolled back. */
  get hasCounted(): boolean {
    return this.#hasCountedOtherwise || countsRows(this.ledger);
  }

  /** Rows read by checks of files; undefined before the first. */
  get checked(): number | undefined {
    return this.#checked;
  }

  /** Of rows that are read, so many by a check of a file. */
  readByCheck(rows: number): void {
    this.read(rows);
    this.#checked = (this.#checked ?? 0) + rows;
  }

  /** Whether anything was counted since the last call of this. */
  takeChanged(): boolean {
    const { read, written, rejected, filtered, deduplicated, unmatched } = this.ledger;
    const counted = read + written + rejected + filtered + deduplicated + unmatched;
    const changed = counted !== this.#countedBefore;
    this.#countedBefore = counted;
    return changed;
  }

  // Called for every row, so usually one addition: each column is named where it is counted, and all that is rare happens elsewhere.
  readonly read = (rows = 1): void => {
    const { ledger } = this;
    if (isSmall(rows)) ledger.read += rows;
    else ledger.read = this.#sum('read', ledger.read, rows);
  };

  readonly written = (rows = 1): void => {
    const transaction = this.#outer === undefined && this.#openTransactions === 0 ? undefined : this.activeTransaction;
    if (transaction === undefined) this.countWritten(rows);
    else if (isCount(rows)) this.#hold(transaction, rows);
    else this.#owner.miscounted('written', rows);
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
    const { ledger } = this;
    if (isSmall(rows)) ledger.filtered += rows;
    else ledger.filtered = this.#sum('filtered', ledger.filtered, rows);
  };

  readonly deduplicated = (rows = 1): void => {
    const { ledger } = this;
    if (isSmall(rows)) ledger.deduplicated += rows;
    else ledger.deduplicated = this.#sum('deduplicated', ledger.deduplicated, rows);
  };

  readonly unmatched = (rows = 1): void => {
    const { ledger } = this;
    if (isSmall(rows)) ledger.unmatched += rows;
    else ledger.unmatched = this.#sum('unmatched', ledger.unmatched, rows);
  };

  /** What is written inside `body` counts once it has returned, and not at all when it throws. May be nested, as savepoints are. */
  transaction<T>(body: () => T): T {
    const own = new RowTransaction(this.activeTransaction);
    this.#openTransactions += 1;
    own.whenSettled(() => (this.#openTransactions -= 1));
    return own.around(() => insideTransaction({ owner: this, transaction: own }, body));
  }

  countWritten(rows: number): void {
    const { ledger } = this;
    if (isSmall(rows)) ledger.written += rows;
    else ledger.written = this.#sum('written', ledger.written, rows);
  }

  /** What would be written if the open transactions around the calling code were committed. */
  get writtenIfCommitted(): number {
    return this.ledger.written + (this.activeTransaction?.heldFor(this) ?? 0);
  }

  #hold(transaction: RowTransaction, rows: number): void {
    this.#hasCountedOtherwise = true;
    transaction.hold(this, rows);
  }

  #reasonIn(reasons: ReadonlyMap<string, number>, reason: string): string {
    if (reasons.has(reason) || reasons.size < maxReasons - 1) return reason;
    if (!reasons.has(otherReason)) this.#owner.sawManyReasons();
    return otherReason;
  }

  /** What is written now counts with it. */
  get activeTransaction(): RowTransaction | undefined {
    return (this.#openTransactions === 0 ? undefined : activeTransactionOf(this)) ?? this.#outer;
  }

  #sum(column: keyof Ledger, counted: number, rows: number): number {
    if (isCount(rows) && counted <= Number.MAX_SAFE_INTEGER - rows) {
      this.#hasCountedOtherwise = true;
      return counted + rows;
    }
    this.#owner.miscounted(column, rows);
    return counted;
  }
}

/** A whole number of up to 31 bits, and not 0, which is told from no count at all; the sum of them leaves the safe integers after four million calls with the largest only. */
const isSmall = (rows: number): boolean => typeof rows === 'number' && (rows | 0) === rows && rows > 0;

const isCount = (rows: number): boolean => Number.isSafeInteger(rows) && rows >= 0;
