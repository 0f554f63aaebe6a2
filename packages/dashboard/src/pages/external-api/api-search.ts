import { objectiveBounds } from '@sightglass/model';
import { readTimeRange, type TimeRange } from '../../url/time-range.ts';
import { text } from '../../url/search-params.ts';

/** What the address of an API says beside its name. */
export interface ApiSearch extends TimeRange {
  /** Availability to measure by instead of the configured one: `0.995`. */
  readonly objective?: string;
}

export const readApiSearch = (search: Record<string, unknown>): ApiSearch => {
  const { objective } = text('objective', search);
  const share = Number(objective);
  return {
    ...readTimeRange(search),
    ...(share >= objectiveBounds.least && share <= objectiveBounds.most ? { objective: String(share) } : {}),
  };
};
