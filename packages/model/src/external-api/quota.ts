/** How many requests an API still allows; `limit` is absent where the API does not give one. */
export interface QuotaLeft {
  readonly limit: number | null | undefined;
  readonly remaining: number;
}

/** 0 to 1. With nothing remaining a quota is exhausted, whatever its limit; without a limit the rest counts as all of it. */
export const quotaShareLeft = ({ limit, remaining }: QuotaLeft): number => {
  if (remaining <= 0) return 0;
  return limit ? remaining / limit : 1;
};

/** Of several quotas the one with the smallest share left; of equal ones the first. */
export const mostPressingQuota = <Quota extends QuotaLeft>(quotas: readonly Quota[]): Quota | undefined =>
  quotas.toSorted((a, b) => quotaShareLeft(a) - quotaShareLeft(b))[0];

/** A quota as it was read; times are RFC 3339. */
export interface QuotaReadingTimes {
  readonly remaining: number;
  /** When it is renewed. */
  readonly resetAt: string | null;
  /** When it is exhausted at the rate seen; null when it lasts until it is renewed. */
  readonly exhaustedAt: string | null;
}

/** `slowed`: it was forecast to be exhausted by now, and was not. */
export type QuotaState = 'renewed' | 'exhausted' | 'lasts' | 'slowed' | 'ends';

export const quotaStateAt = ({ remaining, resetAt, exhaustedAt }: QuotaReadingTimes, nowMs: number): QuotaState => {
  if (resetAt !== null && Date.parse(resetAt) <= nowMs) return 'renewed';
  if (remaining <= 0) return 'exhausted';
  if (exhaustedAt === null) return 'lasts';
  return Date.parse(exhaustedAt) > nowMs ? 'ends' : 'slowed';
};

/** When a quota runs out, in Unix milliseconds: now when it is exhausted, else as forecast; null when it does not. */
export const quotaRunsOutAt = (quota: QuotaReadingTimes, nowMs: number): number | null => {
  const state = quotaStateAt(quota, nowMs);
  if (state === 'exhausted') return nowMs;
  return state === 'ends' && quota.exhaustedAt !== null ? Date.parse(quota.exhaustedAt) : null;
};
