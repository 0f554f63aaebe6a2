import type { Quota } from './rate-limit.ts';

/** A quota as it was at `atMs`. */
export interface QuotaReading extends Quota {
  readonly atMs: number;
}

/**
 * When the quota is used up at the rate seen between the two readings, in Unix milliseconds; undefined when it lasts until its
 * window begins anew, or when the readings are of different windows and say nothing.
 */
export const forecastExhaustion = (first: QuotaReading, latest: QuotaReading): number | undefined => {
  if (latest.remaining === 0) return latest.atMs;
  const used = first.remaining - latest.remaining;
  const elapsedMs = latest.atMs - first.atMs;
  if (used <= 0 || elapsedMs <= 0) return undefined;
  const exhaustedAtMs = latest.atMs + (latest.remaining * elapsedMs) / used;
  return latest.resetAtMs !== undefined && exhaustedAtMs >= latest.resetAtMs ? undefined : exhaustedAtMs;
};

/** Two readings are of one window as long as what remains only shrinks. */
export const isSameWindow = (earlier: Quota, later: Quota): boolean =>
  earlier.limit === later.limit && later.remaining <= earlier.remaining;
