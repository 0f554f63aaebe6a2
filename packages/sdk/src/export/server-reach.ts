import { backoffMs } from '@sightglass/model';

/** What deliveries so far say about the server. Plain data. */
export interface ServerReach {
  readonly isReachable: boolean;
  /** An ending process does not wait for this server: it was slow to fail, or required a wait. */
  readonly isHopeless: boolean;
  readonly failuresInARow: number;
}

export const unknownReach: ServerReach = { isReachable: true, isHopeless: false, failuresInARow: 0 };

/** A server that takes longer than this to fail is hopeless. */
const quickMs = 2_500;
const waits = { firstMs: 500, longestMs: 30_000 };
const longestRetryAfterMs = 300_000;

/** A delivery that failed and may be repeated. */
export interface FailedDelivery {
  readonly tookMs: number;
  /** What the server required. */
  readonly retryAfterMs: number | undefined;
}

export const afterFailure = (reach: ServerReach, { tookMs, retryAfterMs }: FailedDelivery): ServerReach => ({
  isReachable: false,
  isHopeless: reach.isHopeless || retryAfterMs !== undefined || tookMs > quickMs,
  failuresInARow: reach.failuresInARow + 1,
});

/** Nothing was delivered within the time an ending process has. */
export const afterTimeout = (reach: ServerReach): ServerReach => ({ ...reach, isReachable: false, isHopeless: true });

/** How long to wait after a failure; `Retry-After` is the lower bound. `random` lies in 0..1. */
export const pauseAfterFailureMs = (
  { failuresInARow }: ServerReach,
  retryAfterMs: number | undefined,
  random: number,
): number => Math.max(backoffMs(failuresInARow, waits, random), Math.min(retryAfterMs ?? 0, longestRetryAfterMs));
