import { block, ends, isNull, leftRows, starts, values, width } from './layout';

const dayMs: i64 = 86_400_000;
const cycleYears = 400;
const cycleDays = 146_097;
const monthDays = memory.data<u8>([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);

const noDay = i32.MIN_VALUE;

/** Days since 1970, as `daysOf` of columns/calendar.ts; `noDay` when there is no such day. */
@inline
function daysOf(year: i32, month: i32, day: i32): i32 {
  if (year < 1 || month < 1 || month > 12 || day < 1) return noDay;
  const isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (day > <i32>load<u8>(monthDays + <usize>month) + <i32>(month == 2 && isLeap)) return noDay;
  const shifted = year + cycleYears - <i32>(month <= 2);
  const era = shifted / cycleYears;
  const yearOfEra = shifted - era * cycleYears;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return (era - 1) * cycleDays + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
}

/** Which of the first 16 bytes of `2026-11-25T04:05` are digits: all, and those of its date. */
const stampDigits: i32 = 0b1101101101101111;
const dateDigits: i32 = 0b1101101111;

/** Pairs of digits of a date and time, as numbers in lanes of 16 bits: the two halves of the year, month, day, hour, minute. */
@inline
function pairsIn(digits: v128): v128 {
  const compact = v128.shuffle<u8>(digits, digits, 0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 0, 0, 0, 0);
  const tens = v128.and(compact, i16x8.splat(255));
  return i16x8.add(i16x8.mul(tens, i16x8.splat(10)), i16x8.shr_u(compact, 8));
}

/** Whether the date reads `2026-11-25`, apart from its digits. */
@inline
function hasDashes(at: usize): bool {
  return load<u8>(at + 4) == 45 && load<u8>(at + 7) == 45;
}

@inline
function leave(row: i32, left: i32): i32 {
  store<f64>(values + (<usize>row << 3), NaN);
  if (load<u8>(isNull + <usize>row) != 0) return left;
  store<i32>(leftRows + (<usize>left << 2), row);
  return left + 1;
}

/** Reads `2026-11-25`, and where `withTime` is 1 also `2026-11-25T04:05:06`, as milliseconds since 1970; lists and counts all other rows with a value. */
export function readInstants(column: i32, rows: i32, withTime: i32): i32 {
  const step = <usize>width << 2;
  let cell = <usize>column << 2;
  let left = 0;
  for (let row = 0; row < rows; row += 1, cell += step) {
    const start = block + <usize>load<i32>(starts + cell);
    const length = <usize>(load<i32>(ends + cell) - load<i32>(starts + cell));
    const isDate = length == 10;
    if (!isDate && (length != 19 || withTime == 0)) {
      left = leave(row, left);
      continue;
    }
    const digits = i8x16.sub(v128.load(start), i8x16.splat(48));
    const areDigits = i8x16.bitmask(i8x16.lt_u(digits, i8x16.splat(10)));
    const wanted = isDate ? dateDigits : stampDigits;
    if ((areDigits & wanted) != wanted || !hasDashes(start)) {
      left = leave(row, left);
      continue;
    }
    const pairs = pairsIn(digits);
    const year = i16x8.extract_lane_s(pairs, 0) * 100 + i16x8.extract_lane_s(pairs, 1);
    const days = daysOf(year, i16x8.extract_lane_s(pairs, 2), i16x8.extract_lane_s(pairs, 3));
    let instant = <i64>days * dayMs;
    let isGood = days != noDay;
    if (!isDate) {
      const separator = <u32>load<u8>(start + 10);
      const tens = <u32>load<u8>(start + 17) - 48;
      const ones = <u32>load<u8>(start + 18) - 48;
      const hour = i16x8.extract_lane_s(pairs, 4);
      const minute = i16x8.extract_lane_s(pairs, 5);
      const second = tens * 10 + ones;
      isGood =
        isGood &&
        (separator == 84 || separator == 32) &&
        load<u8>(start + 13) == 58 &&
        load<u8>(start + 16) == 58 &&
        tens < 10 &&
        ones < 10 &&
        hour < 24 &&
        minute < 60 &&
        second <= 60;
      instant += <i64>hour * 3_600_000 + <i64>minute * 60_000 + <i64>second * 1000;
    }
    if (isGood) store<f64>(values + (<usize>row << 3), <f64>instant);
    else left = leave(row, left);
  }
  return left;
}
