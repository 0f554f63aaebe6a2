const firstDelayMs = 500;
const longestDelayMs = 30_000;
const longestRetryAfterMs = 300_000;

/** Time to wait before attempt `attempt` (1 = first retry): doubling, with jitter; a server's Retry-After is a lower bound. */
export const backoffMs = (attempt: number, retryAfterMs: number | undefined, random: () => number): number => {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt - 1, 10));
  const delay = ceiling * (0.5 + random() / 2);
  return Math.max(delay, Math.min(retryAfterMs ?? 0, longestRetryAfterMs));
};
