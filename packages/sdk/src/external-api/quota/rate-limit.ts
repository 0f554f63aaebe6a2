import { mostPressingQuota, parseRetryAfter, unixMs } from '@sightglass/model';

/** What an answer said about how many requests are allowed. */
export interface Quota {
  readonly limit: number | undefined;
  readonly remaining: number;
  /** Unix milliseconds; undefined when not said. */
  readonly resetAtMs: number | undefined;
}

type Header = (name: string) => string | null;

/**
 * Reads `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers), the older `RateLimit-*`, `X-RateLimit-*`
 * as GitHub and others send them, and `X-Rate-Limit-*` as X does. With several limits, the one nearest to its end. Undefined when nothing is said.
 */
export const readQuota = (header: Header, nowMs: number): Quota | undefined =>
  draftQuota(header, nowMs) ??
  namedQuota(header, 'ratelimit', nowMs) ??
  namedQuota(header, 'x-ratelimit', nowMs) ??
  namedQuota(header, 'x-rate-limit', nowMs);

/** `RateLimit: "default";r=50;t=30` beside `RateLimit-Policy: "default";q=100;w=60`. */
const draftQuota = (header: Header, nowMs: number): Quota | undefined => {
  const limits = itemsOf(header('ratelimit'));
  const policies = itemsOf(header('ratelimit-policy'));
  const quotas = limits.flatMap(({ name, numbers }): Quota[] => {
    const { r: remaining, t: seconds } = numbers;
    if (remaining === undefined) return [];
    const limit = policies.find((policy) => policy.name === name)?.numbers['q'];
    return [{ limit, remaining, resetAtMs: seconds === undefined ? undefined : nowMs + seconds * 1_000 }];
  });
  return mostPressingQuota(quotas);
};

interface Item {
  readonly name: string;
  readonly numbers: Readonly<Record<string, number>>;
}

/** Items of a structured field list with their whole-number parameters; what is none is left out. */
const itemsOf = (text: string | null): Item[] =>
  (text ?? '').split(',').flatMap((item): Item[] => {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    const numbers = parameters.flatMap((parameter): [string, number][] => {
      const [, key, value] = /^(\w+)=(\d{1,15})$/u.exec(parameter) ?? [];
      return key === undefined ? [] : [[key, Number(value)]];
    });
    return name === '' || numbers.length === 0 ? [] : [{ name, numbers: Object.fromEntries(numbers) }];
  });

/** `{prefix}-limit`, `-remaining`, `-reset`; the last in seconds from now, in Unix seconds or milliseconds, or as a date. */
const namedQuota = (header: Header, prefix: string, nowMs: number): Quota | undefined => {
  const remaining = wholeNumber(header(`${prefix}-remaining`));
  if (remaining === undefined) return undefined;
  const limit = wholeNumber(header(`${prefix}-limit`));
  return { limit, remaining, resetAtMs: resetOf(header(`${prefix}-reset`), nowMs) };
};

/** Nobody waits for a window longer than a year; a larger number is a time. */
const longestWindowSeconds = 366 * 24 * 3_600;

const resetOf = (text: string | null, nowMs: number): number | undefined => {
  const seconds = wholeNumber(text);
  if (seconds !== undefined && seconds > longestWindowSeconds) return unixMs(seconds);
  const waitMs = parseRetryAfter(text, nowMs);
  return waitMs === undefined ? undefined : nowMs + waitMs;
};

/** `100`, also as `100, 100;w=60`. */
const wholeNumber = (text: string | null): number | undefined => {
  const [, digits] = /^\s*(\d{1,15})\b/u.exec(text ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
};
