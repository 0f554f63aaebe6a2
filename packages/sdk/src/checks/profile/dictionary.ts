import type { ColumnBatch } from '../columns/column-batch.ts';
import type { ColumnKernel } from '../kernel/column-kernel.ts';
import type { KernelHeap } from '../kernel/kernel-heap.ts';
import { HyperLogLog, registerBytes } from './hyperloglog.ts';
import { TextList } from './text-list.ts';

/** Values kept apart exactly; beyond, their number is estimated and later ones are not counted one by one. */
export const mostEntries = 10_000;
/** The same for what they take: values may be long. */
const mostTextBytes = 64 << 20;
/** A file may have thousands of columns: one begins small. */
const firstEntries = 16;

interface BytesAt {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** The different values of a column, with how often each came. Values are distinguished by 64 bits of hash. */
export class Dictionary {
  readonly texts = new TextList();
  counts: Float64Array;
  hashes: Int32Array;
  otherHashes: Int32Array;
  /** All values, once they are too many; undefined until then. */
  sketch: HyperLogLog | undefined;
  /** Entry in each slot of the hash table, from 1; a power of two of them, at least three times as many as entries. */
  slots: Uint16Array;
  readonly #heap: KernelHeap;

  /** In the heap of the kernel that is to look things up in it. */
  constructor(heap: KernelHeap = plainHeap) {
    this.#heap = heap;
    this.counts = heap.doubles(firstEntries);
    this.hashes = heap.ints(firstEntries);
    this.otherHashes = heap.ints(firstEntries);
    this.slots = heap.shorts(firstEntries * 4);
  }

  get isFull(): boolean {
    return this.sketch !== undefined;
  }

  get size(): number {
    return this.texts.length;
  }

  /** Counts the values of a batch and notes their entries. */
  addAll(batch: ColumnBatch): void {
    if (batch.kernel === undefined || this.#heap === plainHeap) this.#addEach(batch);
    else this.#addInKernel(batch, batch.kernel);
  }

  #addInKernel(batch: ColumnBatch, { run, found }: ColumnKernel): void {
    const { facts, table } = batch;
    found[0] = -1;
    for (let row = 0; ;) {
      const { slots, hashes, otherHashes, counts, sketch } = this;
      const registers = sketch?.registers.byteOffset ?? 0;
      row = run.findEntries(
        row,
        table.rows,
        slots.byteOffset,
        slots.length - 1,
        hashes.byteOffset,
        otherHashes.byteOffset,
        counts.byteOffset,
        registers,
      );
      if (row === table.rows) break;
      this.#insertRow(batch, row);
    }
    facts.topEntry = found[0] === topOfAll ? Infinity : found[0]!;
  }

  #addEach(batch: ColumnBatch): void {
    batch.facts.topEntry = Infinity;
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
      if (entry === -1 && !this.isFull) entry = this.#insertRow(batch, row);
      if (entry === -1) this.sketch?.add(one, two);
      else this.counts[entry]! += 1;
      entries[row] = entry;
    }
  }

  /** Takes over `count` of a value that another dictionary holds. */
  take(one: number, two: number, text: BytesAt, count: number): void {
    let entry = this.find(one, two);
    if (entry === -1 && !this.isFull) entry = this.#insert(one, two, text);
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

  #insertRow({ bytes, table, scratch, column }: ColumnBatch, row: number): number {
    const cell = row * table.width + column;
    const text = { bytes, start: table.starts[cell]!, end: table.ends[cell]! };
    return this.#insert(scratch.hashes[row]!, scratch.otherHashes[row]!, text);
  }

  #insert(one: number, two: number, { bytes, start, end }: BytesAt): number {
    if (this.size === mostEntries || this.texts.textBytes >= mostTextBytes) {
      this.fill();
      return -1;
    }
    const entry = this.size;
    if (entry === this.counts.length) this.#grow();
    this.texts.add(bytes, start, end);
    this.hashes[entry] = one;
    this.otherHashes[entry] = two;
    this.#place(entry);
    return entry;
  }

  /** From now on values are estimated. */
  fill(): HyperLogLog {
    if (this.sketch !== undefined) return this.sketch;
    this.sketch = new HyperLogLog(this.#heap.bytes(registerBytes));
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
    const size = Math.min(mostEntries, this.counts.length * 2);
    const heap = this.#heap;
    this.counts = this.#copied(this.counts, heap.doubles(size));
    this.hashes = this.#copied(this.hashes, heap.ints(size));
    this.otherHashes = this.#copied(this.otherHashes, heap.ints(size));
    heap.free(this.slots);
    this.slots = heap.shorts(2 ** Math.floor(Math.log2(size * 4)));
    for (let entry = 0; entry < this.size; entry += 1) this.#place(entry);
  }

  #copied<T extends Float64Array | Int32Array>(from: T, to: T): T {
    to.set(from);
    this.#heap.free(from);
    return to;
  }
}

/** What stands for no entry among entries of a batch, in the kernel. */
const topOfAll = 0x7fffffff;

const plainHeap: KernelHeap = {
  shorts: (length) => new Uint16Array(length),
  ints: (length) => new Int32Array(length),
  doubles: (length) => new Float64Array(length),
  bytes: (length) => new Uint8Array(length),
  free: () => undefined,
};
