/** How the waits between attempts grow. */
export interface BackoffBounds {
  /** Longest wait before the first retry; it doubles with each further one … */
  readonly firstMs: number;
  /** … up to this. */
  readonly longestMs: number;
}

/** More doublings change nothing: any wait has met its bound by then. */
const mostDoublings = 30;

/** The longest wait before retry `retry` (1 = the first), in milliseconds. */
export const doubledMs = (retry: number, { firstMs, longestMs }: BackoffBounds): number =>
  Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(0, retry - 1), mostDoublings));

/**
 * Milliseconds to wait before retry `retry` (1 = the first): anything from 0 to the bound (full jitter), so that many who failed
 * together do not come back together. `random` lies in 0..1.
 */
export const backoffMs = (retry: number, bounds: BackoffBounds, random: number): number =>
  random * doubledMs(retry, bounds);

/** An interval that varies by `share` of itself either way, so that many who began together drift apart. `random` lies in 0..1. */
export const jitteredMs = (intervalMs: number, share: number, random: number): number =>
  intervalMs * (1 - share + 2 * share * random);
