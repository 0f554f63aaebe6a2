import { type ColumnBatch, textAt } from '../columns/column-batch.ts';
import { HyperLogLog } from './hyperloglog.ts';

/** Values kept apart exactly; beyond, their number is estimated and later ones are not counted one by one. */
export const mostEntries = 10_000;
const slots = 1 << 15;

/** The different values of a column, with how often each came. Values are told apart by 64 bits of hash. */
export class Dictionary {
  readonly texts: string[] = [];
  counts = new Float64Array(256);
  hashes = new Int32Array(256);
  otherHashes = new Int32Array(256);
  isFull = false;
  readonly sketch = new HyperLogLog();
  /** Entry in each slot of the hash table, from 1. */
  readonly places = new Int32Array(slots);

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
      if (entry === -1) this.sketch.add(one, two);
      else this.counts[entry]! += 1;
      entries[row] = entry;
    }
  }

  /** Takes over `count` of a value that another dictionary holds. */
  take(one: number, two: number, text: string, count: number): void {
    let entry = this.find(one, two);
    if (entry === -1 && !this.isFull) entry = this.insert(one, two, text);
    if (entry === -1) this.sketch.add(one, two);
    else this.counts[entry]! += count;
  }

  find(one: number, two: number): number {
    const { places } = this;
    for (let slot = one & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const entry = places[slot]! - 1;
      if (entry === -1 || (this.hashes[entry] === one && this.otherHashes[entry] === two)) return entry;
    }
  }

  insert(one: number, two: number, text: string): number {
    if (this.size === mostEntries) {
      this.isFull = true;
      return -1;
    }
    const entry = this.size;
    if (entry === this.counts.length) this.#grow();
    this.texts.push(text);
    this.hashes[entry] = one;
    this.otherHashes[entry] = two;
    this.sketch.add(one, two);
    let slot = one & (slots - 1);
    while (this.places[slot] !== 0) slot = (slot + 1) & (slots - 1);
    this.places[slot] = entry + 1;
    return entry;
  }

  #grow(): void {
    const size = this.counts.length * 2;
    this.counts = copied(this.counts, new Float64Array(size));
    this.hashes = copied(this.hashes, new Int32Array(size));
    this.otherHashes = copied(this.otherHashes, new Int32Array(size));
  }
}

const copied = <T extends Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>>(from: T, to: T): T => {
  to.set(from);
  return to;
};
