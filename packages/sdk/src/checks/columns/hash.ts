import type { ColumnBatch } from './column-batch.ts';

const mixA = 0xcc9e2d51;
const mixB = 0x1b873593;
const mixC = 0xe6546b64;

/** Two 32-bit hashes of each value, four bytes at a time (after MurmurHash3); together as good as one of 64 bits. */
export const hashColumn = (batch: ColumnBatch): void => {
  const { kernel, table, column } = batch;
  if (kernel === undefined) hashTexts(batch);
  else kernel.run.hashTexts(column, table.rows);
};

const hashTexts = ({ view, table, column, scratch }: ColumnBatch): void => {
  const { rows, width, starts, ends } = table;
  const { hashes, otherHashes } = scratch;
  for (let row = 0, cell = column; row < rows; row += 1, cell += width) {
    let at = starts[cell]!;
    const end = ends[cell]!;
    let one = end - at;
    let two = Math.imul(one + 1, mixC);
    for (; at + 4 <= end; at += 4) {
      const word = view.getInt32(at, true);
      const blended = one ^ Math.imul(word, mixA);
      one = (Math.imul((blended << 13) | (blended >>> 19), mixB) + mixC) | 0;
      two = Math.imul((two + Math.imul(word, mixB)) ^ (two >>> 15), mixA);
    }
    const tail = end - at === 0 ? 0 : tailOf(view, at, end - at);
    one = mixed(one ^ Math.imul(tail, mixA));
    two = mixed((two + Math.imul(tail, mixB) + one) | 0);
    hashes[row] = (one + two) | 0;
    otherHashes[row] = two;
  }
};

/** Longer numbers may differ where doubles do not. */
const exactLength = 15;
const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

/** Hashes of texts, but the same for numbers that are the same: `1` and `1.0`. The batch is parsed; its texts are hashed. */
export const hashNumbers = ({ table, column, scratch }: ColumnBatch, one: Int32Array, two: Int32Array): void => {
  const { rows, width, starts, ends } = table;
  const { hashes, otherHashes, values } = scratch;
  for (let row = 0, cell = column; row < rows; row += 1, cell += width) {
    const value = values[row]!;
    const isExact = ends[cell]! - starts[cell]! <= exactLength && !Number.isNaN(value);
    double[0] = value === 0 ? 0 : value;
    const high = mixed(halves[1]! ^ mixC);
    one[row] = isExact ? mixed(halves[0]! ^ Math.imul(high, mixA)) : hashes[row]!;
    two[row] = isExact ? mixed((high + Math.imul(halves[0]!, mixB)) | 0) : otherHashes[row]!;
  }
};

/** The last one to three bytes, as the low ones of a word where the buffer reaches that far. */
const tailOf = (view: DataView, at: number, length: number): number => {
  if (at + 4 <= view.byteLength) return view.getInt32(at, true) & ((1 << (length * 8)) - 1);
  let tail = 0;
  for (let byte = length - 1; byte >= 0; byte -= 1) tail = (tail << 8) | view.getUint8(at + byte);
  return tail;
};

const mixed = (hash: number): number => {
  let value = hash;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
};
