import { isDigit, standsAt } from './bytes';

/** Whether the time that was read last says more than microseconds. */
export let isFine: bool = false;

/**
 * Milliseconds of a time of the second that was learned, as `createTimeReader` of time-bytes.ts gives it; NaN where it is of another.
 * A second: is learned, has a fraction, bytes before and after it, milliseconds, then those bytes.
 */
export function timeOf(second: usize, start: usize, end: usize): f64 {
  isFine = false;
  if (load<i32>(second) == 0) return NaN;
  const hasFraction = load<i32>(second + 4) != 0;
  const before = <usize>load<i32>(second + 8);
  const after = <usize>load<i32>(second + 12);
  const ms = load<f64>(second + 16);
  const length = end - start;
  if (length < before + after) return NaN;
  const from = start + before;
  const to = end - after;
  if (hasFraction ? to == from || to - from > 9 : to != from) return NaN;
  if (!standsAt(second + 24, before, start) || !standsAt(second + 88, after, to)) return NaN;
  if (!hasFraction) return ms;
  let micros = 0;
  for (let at = from; at < from + 6; at += 1) {
    let digit = 0;
    if (at < to) {
      if (!isDigit(load<u8>(at))) return NaN;
      digit = load<u8>(at) - 0x30;
    }
    micros = micros * 10 + digit;
  }
  for (let at = from + 6; at < to; at += 1) {
    if (!isDigit(load<u8>(at))) return NaN;
    if (load<u8>(at) != 0x30) isFine = true;
  }
  return ms + <f64>micros / 1000;
}

/** As `timeOfNumber` of line-time.ts; NaN for none. */
export function timeOfNumber(value: f64): f64 {
  if (!(value > 0)) return NaN;
  if (value < 1e11) return value * 1e3;
  if (value < 1e14) return value;
  return value < 1e17 ? value / 1e3 : value / 1e6;
}
