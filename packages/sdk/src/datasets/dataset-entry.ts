import type { Dataset, DatasetRole } from '@sightglass/model';

/** What one use of a dataset moved. Undefined is not known. */
export interface Amounts {
  readonly rows?: number | undefined;
  readonly bytes?: number | undefined;
}

/** Of a DELETE or TRUNCATE, which is a write and puts no rows in. */
export const noAmounts = 'none';
export type Moved = Amounts | typeof noAmounts;

/** Sums of several uses: one that is not known makes the sum unknown. */
export class AmountSum {
  uses = 0;
  #counted = 0;
  #rows: number | undefined = 0;
  #bytes: number | undefined = 0;

  add(moved: Moved): void {
    this.uses += 1;
    if (moved === noAmounts) return;
    this.#counted += 1;
    this.#rows = sum(this.#rows, moved.rows);
    this.#bytes = sum(this.#bytes, moved.bytes);
  }

  addAll(other: AmountSum): void {
    this.uses += other.uses;
    if (other.#counted === 0) return;
    this.#counted += other.#counted;
    this.#rows = sum(this.#rows, other.#rows);
    this.#bytes = sum(this.#bytes, other.#bytes);
  }

  get amounts(): Amounts {
    return this.#counted === 0 ? {} : { rows: this.#rows, bytes: this.#bytes };
  }
}

const sum = (a: number | undefined, b: number | undefined): number | undefined => {
  const total = a === undefined || b === undefined ? undefined : a + b;
  return Number.isSafeInteger(total) ? total : undefined;
};

/** Who is told when no transaction holds writes to a dataset back any more. */
export interface EntryOwner {
  settled(entry: DatasetEntry): void;
}

/** One dataset in one role in one stage. */
export class DatasetEntry {
  readonly dataset: Dataset;
  readonly role: DatasetRole;
  readonly #used = new AmountSum();
  readonly #owner: EntryOwner;
  #checked: Amounts | undefined;
  #pending = 0;

  constructor(dataset: Dataset, role: DatasetRole, owner: EntryOwner) {
    this.dataset = dataset;
    this.role = role;
    this.#owner = owner;
  }

  add(moved: Moved): void {
    this.#used.add(moved);
  }

  /** A check has read all of it, however often: what the program says of its own reading stands over that. */
  checked(amounts: Amounts): void {
    this.#checked = amounts;
  }

  /** A transaction holds writes to it back. */
  holdBack(): void {
    this.#pending += 1;
  }

  /** That transaction has ended; `kept` is what it wrote, undefined when it was rolled back. */
  letGo(kept: AmountSum | undefined): void {
    if (kept !== undefined) this.#used.addAll(kept);
    this.#pending -= 1;
    if (this.#pending === 0) this.#owner.settled(this);
  }

  get isPending(): boolean {
    return this.#pending > 0;
  }

  /** Undefined when it has not been used after all. */
  get moved(): Amounts | undefined {
    return this.#used.uses > 0 ? this.#used.amounts : this.#checked;
  }
}
