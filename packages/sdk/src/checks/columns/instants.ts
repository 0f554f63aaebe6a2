import { daysOf } from './calendar.ts';
import type { InstantReader } from './date-pattern.ts';
import { type ColumnParser, parseCells } from './numbers.ts';

const zero = 48;
const dash = 45;
const colon = 58;
const space = 32;
const dot = 46;
const upperT = 84;
const upperZ = 90;
const plus = 43;
const dayMs = 86_400_000;

/** Two digits; negative when they are none. */
const pair = (bytes: Uint8Array, at: number): number => {
  const tens = bytes[at]! - zero;
  const ones = bytes[at + 1]! - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -10_000;
};

/** `2026-11-25`. */
export const readDate: InstantReader = (bytes, start, end) =>
  end - start === 10 ? dayAt(bytes, start) * dayMs : Number.NaN;

const dayAt = (bytes: Uint8Array, at: number): number => {
  const year = pair(bytes, at) * 100 + pair(bytes, at + 2);
  if (year < 0 || bytes[at + 4] !== dash || bytes[at + 7] !== dash) return Number.NaN;
  return daysOf(year, pair(bytes, at + 5), pair(bytes, at + 8));
};

/** `04:05`, `04:05:06`, `04:05:06.789`, as milliseconds since midnight. */
export const readTime: InstantReader = (bytes, start, end) => {
  const hour = pair(bytes, start);
  const minute = pair(bytes, start + 3);
  const isClock =
    end - start >= 5 && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && bytes[start + 2] === colon;
  if (!isClock) return Number.NaN;
  const time = hour * 3_600_000 + minute * 60_000;
  return end - start === 5 ? time : time + secondsAt(bytes, start + 5, end);
};

/** `:06` or `:06.789` as milliseconds. */
const secondsAt = (bytes: Uint8Array, start: number, end: number): number => {
  const second = pair(bytes, start + 1);
  if (end - start < 3 || bytes[start] !== colon || second < 0 || second > 60) return Number.NaN;
  return end - start === 3 ? second * 1000 : second * 1000 + fractionAt(bytes, start + 3, end);
};

const fractionAt = (bytes: Uint8Array, start: number, end: number): number => {
  if (bytes[start] !== dot || end - start < 2 || end - start > 10) return Number.NaN;
  let [value, unit] = [0, 100];
  for (let at = start + 1; at < end; at += 1, unit /= 10) {
    const digit = bytes[at]! - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value += digit * unit;
  }
  return Math.floor(value);
};

/** ISO 8601: a date, `T` or a space, a time, and `Z`, `+01:00`, `+0100`, `+01` or nothing, which reads as UTC. */
export const readTimestamp: InstantReader = (bytes, start, end) => {
  if (end - start === 10) return dayAt(bytes, start) * dayMs;
  const separator = bytes[start + 10];
  if (end - start < 16 || (separator !== upperT && separator !== space)) return Number.NaN;
  const zone = zoneStart(bytes, start + 11, end);
  return dayAt(bytes, start) * dayMs + readTime(bytes, start + 11, zone) - offsetAt(bytes, zone, end);
};

const isSign = (byte: number | undefined): boolean => byte === plus || byte === dash;

const zoneStart = (bytes: Uint8Array, start: number, end: number): number => {
  if (bytes[end - 1] === upperZ) return end - 1;
  if (isSign(bytes[end - 6]) && end - 6 > start) return end - 6;
  if (isSign(bytes[end - 5]) && end - 5 > start) return end - 5;
  if (isSign(bytes[end - 3]) && end - 3 > start) return end - 3;
  return end;
};

const offsetAt = (bytes: Uint8Array, start: number, end: number): number => {
  const length = end - start;
  if (length <= 1) return 0;
  const minutes = length === 3 ? 0 : pair(bytes, end - 2);
  const hours = pair(bytes, start + 1);
  if (minutes < 0 || minutes > 59 || hours < 0 || hours > 23 || (length === 6 && bytes[start + 3] !== colon))
    return Number.NaN;
  return (bytes[start] === dash ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

/** Fills `values` by a reader. */
export const parseInstants = (read: InstantReader): ColumnParser => {
  if (read !== readDate && read !== readTimestamp) return (batch) => parseCells(batch, read);
  const withTime = read === readTimestamp ? 1 : 0;
  return (batch) => parseCells(batch, read, (run, column, rows) => run.readInstants(column, rows, withTime));
};
