import { block, ends, entries, found, hashes, isNull, otherHashes, starts, values, width } from './layout';

/** Marks rows without a value, where that is an empty text; returns how many. */
export function findEmpty(column: i32, rows: i32): i32 {
  const step = <usize>width << 2;
  let cell = <usize>column << 2;
  let count = 0;
  for (let row = 0; row < rows; row += 1, cell += step) {
    const isEmpty = <i32>(load<i32>(starts + cell) == load<i32>(ends + cell));
    store<u8>(isNull + <usize>row, isEmpty);
    count += isEmpty;
  }
  return count;
}

const mixA: i32 = 0xcc9e2d51;
const mixB: i32 = 0x1b873593;
const mixC: i32 = 0xe6546b64;

@inline
function mixed(hash: i32): i32 {
  let value = hash;
  value = (value ^ (value >>> 16)) * 0x85ebca6b;
  value = (value ^ (value >>> 13)) * 0xc2b2ae35;
  return value ^ (value >>> 16);
}

/** As `hashColumn` of columns/hash.ts. */
export function hashTexts(column: i32, rows: i32): void {
  const step = <usize>width << 2;
  let cell = <usize>column << 2;
  for (let row = 0; row < rows; row += 1, cell += step) {
    let at = block + <usize>load<i32>(starts + cell);
    const end = block + <usize>load<i32>(ends + cell);
    let one = <i32>(end - at);
    let two = (one + 1) * mixC;
    for (; at + 4 <= end; at += 4) {
      const word = load<i32>(at);
      const blended = one ^ (word * mixA);
      one = rotl(blended, 13) * mixB + mixC;
      two = ((two + word * mixB) ^ (two >>> 15)) * mixA;
    }
    const left = <i32>(end - at);
    const tail = left == 0 ? 0 : load<i32>(at) & ((1 << (left << 3)) - 1);
    one = mixed(one ^ (tail * mixA));
    two = mixed(two + tail * mixB + one);
    store<i32>(hashes + (<usize>row << 2), one + two);
    store<i32>(otherHashes + (<usize>row << 2), two);
  }
}

/** Code points: bytes that begin one. */
@inline
function charactersIn(start: usize, end: usize): i32 {
  let count = 0;
  let at = start;
  for (; at + 16 <= end; at += 16) count += popcnt(i8x16.bitmask(i8x16.gt_s(v128.load(at), i8x16.splat(-65))));
  const left = <u32>(end - at);
  return count + popcnt(i8x16.bitmask(i8x16.gt_s(v128.load(at), i8x16.splat(-65))) & ((1 << left) - 1));
}

/** The length of each text as its value. */
export function measureTexts(column: i32, rows: i32): void {
  const step = <usize>width << 2;
  let cell = <usize>column << 2;
  for (let row = 0; row < rows; row += 1, cell += step) {
    const length = charactersIn(block + <usize>load<i32>(starts + cell), block + <usize>load<i32>(ends + cell));
    store<f64>(values + (<usize>row << 3), <f64>length);
  }
}

/** Leaves in `found` the least and the greatest length of the texts of rows with a value. */
export function lengthRange(column: i32, rows: i32): void {
  const step = <usize>width << 2;
  let cell = <usize>column << 2;
  let low = i32.MAX_VALUE;
  let high = i32.MIN_VALUE;
  for (let row = 0; row < rows; row += 1, cell += step) {
    if (load<u8>(isNull + <usize>row) != 0) continue;
    const length = charactersIn(block + <usize>load<i32>(starts + cell), block + <usize>load<i32>(ends + cell));
    low = min(low, length);
    high = max(high, length);
  }
  store<i32>(found, low);
  store<i32>(found, high, 4);
}

/**
 * Looks rows up from `firstRow` on in a dictionary as profile/dictionary.ts lays it out: entries from 1 in a hash table of `mask + 1`
 * slots. Counts what is found, notes entries, and returns the first row that is not found; `rows` when all are. Once the dictionary is full,
 * `registers` is not 0, and what is not found goes there instead.
 */
export function findEntries(
  firstRow: i32,
  rows: i32,
  slots: usize,
  mask: i32,
  ownHashes: usize,
  ownOthers: usize,
  counts: usize,
  registers: usize,
): i32 {
  let top = load<i32>(found);
  for (let row = firstRow; row < rows; row += 1) {
    if (load<u8>(isNull + <usize>row) != 0) {
      store<i32>(entries + (<usize>row << 2), -1);
      continue;
    }
    const one = load<i32>(hashes + (<usize>row << 2));
    const two = load<i32>(otherHashes + (<usize>row << 2));
    let slot = one & mask;
    let entry: i32;
    for (;;) {
      entry = <i32>load<u16>(slots + (<usize>slot << 1)) - 1;
      if (entry == -1) break;
      if (load<i32>(ownHashes + (<usize>entry << 2)) == one && load<i32>(ownOthers + (<usize>entry << 2)) == two) break;
      slot = (slot + 1) & mask;
    }
    if (entry != -1) {
      const count = counts + (<usize>entry << 3);
      store<f64>(count, load<f64>(count) + 1);
      top = max(top, entry);
    } else {
      if (registers == 0) {
        store<i32>(found, top);
        return row;
      }
      const register = registers + <usize>(<u32>one >>> 19);
      const rank = <u32>clz(two) + 1;
      if (<u32>load<u8>(register) < rank) store<u8>(register, rank);
      top = i32.MAX_VALUE;
    }
    store<i32>(entries + (<usize>row << 2), entry);
  }
  store<i32>(found, top);
  return rows;
}
