import { parseHttpDate } from './http-date.ts';

/** No wait is longer than a year; a longer one is cut to it. */
const mostMs = 366 * 86_400_000;

/**
 * The wait in a `Retry-After`, in seconds or until an HTTP date (RFC 9110, 10.2.3), in milliseconds, at most a year; undefined when
 * it cannot be read. A date is measured from `nowMs`: best the time at which the sender sent it.
 */
export const parseRetryAfter = (text: string | null | undefined, nowMs: number): number | undefined => {
  if (text === null || text === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/u.test(text)) return Math.min(mostMs, Number(text) * 1_000);
  const atMs = parseHttpDate(text, nowMs) ?? isoTime(text);
  return atMs === undefined || Number.isNaN(atMs) ? undefined : Math.min(mostMs, Math.max(0, atMs - nowMs));
};

/** Not of the RFC, and sent all the same. Only with a zone: without one nobody knows when it is. */
const isoTime = (text: string): number | undefined =>
  /^\s*\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)\s*$/iu.test(text) ? Date.parse(text.trim()) : undefined;
