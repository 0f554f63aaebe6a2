import { type ColumnBatch, textAt } from '../columns/column-batch.ts';
import { HyperLogLog } from './hyperloglog.ts';

/** Values kept apart exactly; beyond, their number is estimated and later ones are not counted one by one. */
export const mostEntries = 10_000;
/** A file may have thousands of columns: one begins small. */
const firstEntries = 16;

/** The different values of a column, with how often each came. Values are distinguished by 64 bits of hash. */
export class Dictionary {
  readonly texts: string[] = [];
  counts = new Float64Array(firstEntries);
  hashes = new Int32Array(firstEntries);
  otherHashes = new Int32Array(firstEntries);
  /** All values, once they are too many; undefined until then. */
  sketch: HyperLogLog | undefined;
  /** Entry in each slot of the hash table, from 1; four times as many as entries. */
  slots = new Int32Array(firstEntries * 4);

  get isFull(): boolean {
    return this.sketch !== undefined;
  }

  get size(): number {
    return this.texts.length;
  }

  /** Counts the values of a batch and notes their entries. */
  addAll(batch: ColumnBatch): void {
    const { isNull, hashes, otherHashes, entries } = batch.scratch;
    const { rows } = batch.table;
    for (let row = 0; row < rows; row += 1) {
      if (isNull[row] === 1) {
        entries[row] = -1;
        continue;
      }
      const one = hashes[row]!;
      const two = otherHashes[row]!;
      let entry = this.find(one, two);
      if (entry === -1 && !this.isFull) entry = this.insert(one, two, textAt(batch, row));
      if (entry === -1) this.sketch?.add(one, two);
      else this.counts[entry]! += 1;
      entries[row] = entry;
    }
  }

  /** Takes over `count` of a value that another dictionary holds. */
  take(one: number, two: number, text: string, count: number): void {
    let entry = this.find(one, two);
    if (entry === -1 && !this.isFull) entry = this.insert(one, two, text);
    if (entry === -1) this.sketch?.add(one, two);
    else this.counts[entry]! += count;
  }

  find(one: number, two: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let slot = one & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]! - 1;
      if (entry === -1 || (this.hashes[entry] === one && this.otherHashes[entry] === two)) return entry;
    }
  }

  insert(one: number, two: number, text: string): number {
    if (this.size === mostEntries) {
      this.fill();
      return -1;
    }
    const entry = this.size;
    if (entry === this.counts.length) this.#grow();
    this.texts.push(text);
    this.hashes[entry] = one;
    this.otherHashes[entry] = two;
    this.#place(entry);
    return entry;
  }

  /** From now on values are estimated. */
  fill(): HyperLogLog {
    if (this.sketch !== undefined) return this.sketch;
    this.sketch = new HyperLogLog();
    for (let entry = 0; entry < this.size; entry += 1) this.sketch.add(this.hashes[entry]!, this.otherHashes[entry]!);
    return this.sketch;
  }

  #place(entry: number): void {
    const mask = this.slots.length - 1;
    let slot = this.hashes[entry]! & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = entry + 1;
  }

  #grow(): void {
    const size = this.counts.length * 2;
    this.counts = copied(this.counts, new Float64Array(size));
    this.hashes = copied(this.hashes, new Int32Array(size));
    this.otherHashes = copied(this.otherHashes, new Int32Array(size));
    this.slots = new Int32Array(size * 4);
    for (let entry = 0; entry < this.size; entry += 1) this.#place(entry);
  }
}

const copied = <T extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(from: T, to: T): T => {
  to.set(from);
  return to;
};
