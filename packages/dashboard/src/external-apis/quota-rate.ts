import type { ApiSummary } from '@sightglass/model/rest';

type Quota = NonNullable<ApiSummary['quota']>;

/** How a quota stands. `slowed`: it was forecast to be used up by now, and was not. */
export type QuotaRate = 'begun-anew' | 'used-up' | 'lasts' | 'slowed' | 'ends';

export const quotaRateAt = ({ remaining, resetAt, exhaustedAt }: Quota, now: number): QuotaRate => {
  if (resetAt !== null && Date.parse(resetAt) <= now) return 'begun-anew';
  if (remaining === 0) return 'used-up';
  if (exhaustedAt === null) return 'lasts';
  return Date.parse(exhaustedAt) > now ? 'ends' : 'slowed';
};
