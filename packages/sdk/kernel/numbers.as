import { block, ends, found, isNull, leftRows, starts, values, width } from './layout';

/** So many characters hold no more digits than are exact in a double. */
const exactLength: usize = 15;
const zeros: u64 = 0x3030303030303030;
const high: u64 = 0xf0f0f0f0f0f0f0f0;

/** Whether all eight bytes are digits. */
@inline
function areDigits(chunk: u64): bool {
  return ((chunk & high) | (((chunk + 0x0606060606060606) & high) >> 4)) == 0x3333333333333333;
}

/** The number that eight digits are. */
@inline
function numberOf(chunk: u64): u64 {
  let value = (chunk & 0x0f0f0f0f0f0f0f0f) * 2561 >> 8;
  value = (value & 0x00ff00ff00ff00ff) * 6553601 >> 16;
  return (value & 0x0000ffff0000ffff) * 42949672960001 >> 32;
}

/** The last up to eight bytes before `end`, zeros in front. `length` is 1 to 8. */
@inline
function lastBytes(end: usize, length: usize): u64 {
  const unused = <u64>(8 - length) << 3;
  const kept = <u64>-1 << unused;
  return (load<u64>(end - 8) & kept) | (zeros & ~kept);
}

/** The number of up to 16 digits, 0 of none; -1 when there is anything else. */
@inline
function digitsIn(start: usize, end: usize): i64 {
  const length = end - start;
  if (length == 0) return 0;
  if (length <= 8) {
    const chunk = lastBytes(end, length);
    return areDigits(chunk) ? <i64>numberOf(chunk) : -1;
  }
  const last = load<u64>(end - 8);
  const first = lastBytes(end - 8, length - 8);
  return areDigits(last) && areDigits(first) ? <i64>(numberOf(first) * 100000000 + numberOf(last)) : -1;
}

/** Reads integers of up to 15 characters; returns how many other rows with a value there are, which it lists. */
export function readIntegers(column: i32, rows: i32): i32 {
  const step = <usize>width << 2;
  let cell = <usize>column << 2;
  let left = 0;
  for (let row = 0; row < rows; row += 1, cell += step) {
    let start = block + <usize>load<i32>(starts + cell);
    const end = block + <usize>load<i32>(ends + cell);
    const length = end - start;
    const sign = <u32>load<u8>(start);
    if (length <= exactLength && length != 0) {
      const isSigned = sign == 45 || sign == 43;
      const isNegative = sign == 45;
      start += <usize>isSigned;
      const number = start == end ? -1 : digitsIn(start, end);
      if (number >= 0) {
        const value = <f64>number;
        store<f64>(values + (<usize>row << 3), isNegative ? -value : value);
        continue;
      }
    }
    store<f64>(values + (<usize>row << 3), NaN);
    if (load<u8>(isNull + <usize>row) == 0) {
      store<i32>(leftRows + (<usize>left << 2), row);
      left += 1;
    }
  }
  return left;
}

const powers = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]);
const wholePowers = memory.data<i64>([
  1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
  1000000000000, 10000000000000, 100000000000000, 1000000000000000,
]);

/** Reads decimal numbers of up to 15 characters without an exponent; returns how many other rows with a value there are, which it lists. */
export function readNumbers(column: i32, rows: i32): i32 {
  const step = <usize>width << 2;
  let cell = <usize>column << 2;
  let left = 0;
  for (let row = 0; row < rows; row += 1, cell += step) {
    let start = block + <usize>load<i32>(starts + cell);
    const end = block + <usize>load<i32>(ends + cell);
    const length = end - start;
    if (length <= exactLength && length != 0) {
      const sign = <u32>load<u8>(start);
      const isSigned = sign == 45 || sign == 43;
      start += <usize>isSigned;
      const own = (<u32>1 << <u32>(end - start)) - 1;
      const points = <u32>i8x16.bitmask(i8x16.eq(v128.load(start), i8x16.splat(46))) & own;
      let number: i64 = -1;
      let decimals: usize = 0;
      if (points == 0) number = start == end ? -1 : digitsIn(start, end);
      else if ((points & (points - 1)) == 0 && own != 1) {
        const point = start + <usize>ctz(points);
        decimals = end - point - 1;
        const whole = digitsIn(start, point);
        const part = digitsIn(point + 1, end);
        if (whole >= 0 && part >= 0) number = whole * load<i64>(wholePowers + (decimals << 3)) + part;
      }
      if (number >= 0) {
        const value = <f64>number / load<f64>(powers + (decimals << 3));
        store<f64>(values + (<usize>row << 3), sign == 45 ? -value : value);
        continue;
      }
    }
    store<f64>(values + (<usize>row << 3), NaN);
    if (load<u8>(isNull + <usize>row) == 0) {
      store<i32>(leftRows + (<usize>left << 2), row);
      left += 1;
    }
  }
  return left;
}

/** As `measureValues` of columns/measure.ts. Leaves in `found` the least value, the greatest, and how many rows have a text that is none. */
export function measure(rows: i32): void {
  let low: f64 = Infinity;
  let highest: f64 = -Infinity;
  let unread = 0;
  for (let row = 0; row < rows; row += 1) {
    const at = values + (<usize>row << 3);
    if (load<u8>(isNull + <usize>row) != 0) {
      store<f64>(at, NaN);
      continue;
    }
    const value = load<f64>(at);
    if (value != value) unread += 1;
    else {
      low = value < low ? value : low;
      highest = value > highest ? value : highest;
    }
  }
  store<f64>(found, low);
  store<f64>(found, highest, 8);
  store<i32>(found, unread, 16);
}

const mostBuckets: f64 = 32;

/** Adds values to the counts of a histogram that reaches as far as they do. */
export function countBuckets(rows: i32, scale: f64, first: f64, counts: usize): void {
  for (let row = 0; row < rows; row += 1) {
    const bucket = floor(load<f64>(values + (<usize>row << 3)) * scale) - first;
    if (!(bucket >= 0 && bucket < mostBuckets)) continue;
    const count = counts + (<usize>bucket << 3);
    store<f64>(count, load<f64>(count) + 1);
  }
}
