/** Words and arithmetic for what a run depends on: databases, APIs, file stores. */

/** Why a call never became a request. */
const heldBack = ['breaker_open', 'isolated', 'bulkhead_full', 'cooling_down'] as const;
export type HeldBack = (typeof heldBack)[number];

/** What became of a call that brought no usable answer. */
export const callErrors = [
  'timeout',
  'dns',
  'tls',
  'refused',
  'reset',
  'network',
  'aborted',
  '3xx',
  '4xx',
  '429',
  '5xx',
  'schema',
  ...heldBack,
] as const;
export type CallError = (typeof callErrors)[number];

const notSent: ReadonlySet<CallError> = new Set(heldBack);
const ofTheCaller: ReadonlySet<CallError> = new Set(['aborted', '3xx', '4xx', '429']);

export const isSent = (error: CallError): boolean => !notSent.has(error);

/** Whether the dependency is to blame: a wrong question, too many of them and giving up are the caller's. */
export const isUnavailability = (error: CallError): boolean => isSent(error) && !ofTheCaller.has(error);

/** What is done for rows whose call failed. */
export const fallbackPolicies = ['fail', 'skip-row', 'use-cache', 'load-unenriched'] as const;
export type FallbackPolicy = (typeof fallbackPolicies)[number];

/** Shares of requests an objective may require an API to answer; beyond them there is no error budget to speak of. */
export const objectiveBounds = { least: 0.5, most: 0.99999 } as const;

/** `isolated`: held open by a person. */
export const breakerStates = ['closed', 'open', 'half-open', 'isolated'] as const;
export type BreakerState = (typeof breakerStates)[number];

/** What server and SDK agree on where processes share a breaker: a name and a reason in characters, times in milliseconds. */
export const sharedBreakerLimits = { longestName: 200, longestReason: 500, mostOpenForMs: 2 ** 31 - 1 } as const;

/** Upper bounds of the latency histogram; one more bucket holds what took longer. */
export const latencyBoundsMs = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 7_000, 10_000,
  15_000, 20_000, 30_000, 60_000,
] as const;

/** The bucket of a duration. */
export const latencyBucket = (durationMs: number): number => {
  const at = latencyBoundsMs.findIndex((bound) => durationMs <= bound);
  return at === -1 ? latencyBoundsMs.length : at;
};

/** Latency histograms as one. */
export const addedBuckets = (histograms: readonly (readonly number[])[]): number[] => {
  const length = Math.max(0, ...histograms.map((histogram) => histogram.length));
  return Array.from({ length }, (_, at) => histograms.reduce((sum, histogram) => sum + (histogram[at] ?? 0), 0));
};

/** The `share` quantile (0 to 1) of a latency histogram, evenly spread inside its bucket and never above `mostMs`; undefined of nothing. */
export const latencyQuantile = (
  buckets: readonly number[],
  share: number,
  mostMs: number = Infinity,
): number | undefined => {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const rank = share * total;
  let below = 0;
  for (const [at, count] of buckets.entries()) {
    if (count > 0 && below + count >= rank) return Math.min(mostMs, inside(at, (rank - below) / count));
    below += count;
  }
  return Math.min(mostMs, inside(buckets.length - 1, 1));
};

const inside = (bucket: number, share: number): number => {
  const from = bucket === 0 ? 0 : (latencyBoundsMs[bucket - 1] ?? 0);
  const to = latencyBoundsMs[bucket] ?? from;
  return from + (to - from) * share;
};
