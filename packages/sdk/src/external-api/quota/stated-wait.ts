import { parseHttpDate, parseRetryAfter, unixMs } from '@sightglass/model';

type Header = (name: string) => string | null;

/**
 * How long an answer requires its caller to wait, in milliseconds, by the clock of the API where its `Date` shows that; undefined when
 * it does not say. `Retry-After` counts first. A 429 without it is read by when the limit that is used up is renewed: `RateLimit` of both
 * drafts, `RateLimit-Reset`, `X-RateLimit-Reset` and `X-Rate-Limit-Reset`. A limit that has requests left is not why it was refused.
 */
export const statedWaitMs = (status: number, header: Header, nowMs: number): number | undefined => {
  const sentAtMs = parseHttpDate(header('date') ?? '', nowMs) ?? nowMs;
  const stated = parseRetryAfter(header('retry-after'), sentAtMs);
  if (stated !== undefined || status !== 429) return stated;
  const waits = [...listedLimits(header('ratelimit')), ...namedLimits(header)]
    .filter(({ remaining = 0 }) => remaining === 0)
    .flatMap(({ reset }) => waitUntil(reset, sentAtMs) ?? []);
  return waits.length === 0 ? undefined : Math.max(...waits);
};

interface Limit {
  readonly remaining: number | undefined;
  readonly reset: string | undefined;
}

/** `"minute";r=0;t=30, "day";r=7;t=3600`, or of an earlier draft one limit: `limit=100, remaining=0, reset=30`. */
const listedLimits = (text: string | null): Limit[] => {
  if (text === null) return [];
  const older = limitOf(text, 'remaining', 'reset');
  return older.reset === undefined ? text.split(',').map((item) => limitOf(item, 'r', 't')) : [older];
};

const limitOf = (text: string, remaining: string, reset: string): Limit => ({
  remaining: numberOf(parameter(text, remaining)),
  reset: parameter(text, reset),
});

const parameter = (text: string, key: string): string | undefined =>
  new RegExp(String.raw`(?:^|[;,\s])${key}\s*=\s*(\d{1,40}(?:\.\d{1,20})?)(?=$|[;,\s])`, 'iu').exec(text)?.[1];

const prefixes = ['ratelimit', 'x-ratelimit', 'x-rate-limit'] as const;

const namedLimits = (header: Header): Limit[] =>
  prefixes.map((prefix) => ({
    remaining: numberOf(header(`${prefix}-remaining`)),
    reset: header(`${prefix}-reset-after`) ?? header(`${prefix}-reset`) ?? undefined,
  }));

/** The first number of `0` or `0, 0;w=60`. */
const numberOf = (text: string | null | undefined): number | undefined => {
  const [, digits] = /^\s*(\d{1,15})(?:\.\d+)?(?=$|[\s,;])/u.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
};

/** Nobody waits for a window longer than a year; a larger number is a time. */
const longestWindowSeconds = 366 * 24 * 3_600;

/** Of seconds, a Unix time in seconds or milliseconds, or a date. A time that is over states no wait. */
const waitUntil = (reset: string | undefined, nowMs: number): number | undefined => {
  const number = /^\s*(\d{1,40}(?:\.\d+)?)\s*(?:$|[,;])/u.exec(reset ?? '')?.[1];
  const isTime = number !== undefined && Number(number) > longestWindowSeconds;
  const waitMs = isTime ? unixMs(Number(number)) - nowMs : parseRetryAfter(number ?? reset, nowMs);
  return waitMs === undefined || waitMs <= 0 ? undefined : waitMs;
};
