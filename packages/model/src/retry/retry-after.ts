import { parseHttpDate } from './http-date.ts';

/** No wait is longer than a year; a longer one is cut to it. */
const mostMs = 366 * 86_400_000;

/**
 * The wait in a `Retry-After`, in seconds or until an HTTP date (RFC 9110, 10.2.3), in milliseconds, at most a year; undefined when
 * it cannot be read. Some send the Unix time at which to try again: a number that is one, and near now, is taken for it.
 * A date is measured from `nowMs`: best the time at which the sender sent it.
 */
export const parseRetryAfter = (text: string | null | undefined, nowMs: number): number | undefined => {
  if (text === null || text === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/u.test(text)) return waitOf(Number(text), nowMs);
  const atMs = parseHttpDate(text, nowMs) ?? isoTime(text);
  return atMs === undefined || Number.isNaN(atMs) ? undefined : Math.min(mostMs, Math.max(0, atMs - nowMs));
};

/** Not of the RFC, and sent all the same. Only with a zone: without one nobody knows when it is. */
const isoTime = (text: string): number | undefined =>
  /^\s*\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)\s*$/iu.test(text) ? Date.parse(text.trim()) : undefined;

const waitOf = (seconds: number, nowMs: number): number => {
  if (seconds * 1_000 <= mostMs) return seconds * 1_000;
  const untilMs = unixMs(seconds) - nowMs;
  return Math.abs(untilMs) > mostMs ? mostMs : Math.max(0, untilMs);
};

/** A Unix time in seconds or in milliseconds: the seconds of today have ten digits. */
export const unixMs = (time: number): number => (time < 1e11 ? time * 1_000 : time);
