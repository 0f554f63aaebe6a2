/** What is known of the failures of one account or one address. */
export interface Failures {
  readonly count: number;
  readonly lastAtMs: number;
}

export const lockout = {
  /** Failures that cost nothing: people mistype. */
  free: { account: 4, address: 20 },
  firstDelayMs: 1_000,
  longestDelayMs: 15 * 60_000,
  /** Without a further failure for so long, all of them are forgotten. */
  forgottenAfterMs: 24 * 3_600_000,
} as const;

/** How long nobody may try yet: it doubles with each failure beyond the free ones. 0 when a try may be made now. Pure. */
export const waitMs = (kind: keyof typeof lockout.free, failures: Failures | undefined, nowMs: number): number => {
  if (failures === undefined || isForgotten(failures, nowMs)) return 0;
  const beyond = failures.count - lockout.free[kind];
  if (beyond <= 0) return 0;
  const delayMs = Math.min(lockout.longestDelayMs, lockout.firstDelayMs * 2 ** Math.min(beyond - 1, 30));
  return Math.max(0, Math.min(delayMs, failures.lastAtMs + delayMs - nowMs));
};

/** What is known after one more. Pure. */
export const afterFailure = (before: Failures | undefined, nowMs: number): Failures => ({
  count: before === undefined || isForgotten(before, nowMs) ? 1 : before.count + 1,
  lastAtMs: nowMs,
});

const isForgotten = ({ lastAtMs }: Failures, nowMs: number): boolean => nowMs - lastAtMs > lockout.forgottenAfterMs;
