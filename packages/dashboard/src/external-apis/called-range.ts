import type { ApiStep, BreakerSpan } from '@sightglass/model/rest';
import { windowOf, type TimeRange } from '../url/time-range.ts';

export interface Called {
  readonly range: TimeRange;
  readonly items: readonly Pick<ApiStep, 'at' | 'requests'>[];
  readonly spans: readonly BreakerSpan[];
}

/** Calls that fill less than this share of a time would be a few pixels of it. */
const leastShare = 1 / 4;

/** The part of a time worth drawing: all of it, or from the first call or opening on, where those fill only its end. Pure. */
export const calledRange = ({ range, items, spans }: Called, now: number): TimeRange => {
  const { fromMs, toMs } = windowOf(range, now);
  const begins = [
    ...items.filter(({ requests }) => requests > 0).map(({ at }) => at),
    ...spans.map(({ from }) => from),
  ];
  const firstMs = Math.max(fromMs, Math.min(...begins.map((at) => Date.parse(at))));
  const isShort = firstMs < toMs && toMs - firstMs < leastShare * (toMs - fromMs);
  return isShort
    ? { from: new Date(firstMs).toISOString(), ...(range.to === undefined ? {} : { to: range.to }) }
    : range;
};
