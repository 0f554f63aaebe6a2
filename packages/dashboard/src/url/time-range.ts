import type { TimeWindow } from '@sightglass/model';
import { instant, oneOf } from './search-params.ts';

/** Times up to now, which stay relative. */
export const spans = ['15m', '1h', '6h', '24h', '7d', '30d'] as const;
export type Span = (typeof spans)[number];

/** The time a page covers, as its address holds it; `from` and `to` win over `last`. */
export interface TimeRange {
  readonly last?: Span;
  readonly from?: string;
  readonly to?: string;
}

/** What a page covers whose address says nothing. */
export const usualSpan: Span = '24h';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
export const spanMs: Readonly<Record<Span, number>> = {
  '15m': 15 * minuteMs,
  '1h': hourMs,
  '6h': 6 * hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
};
export const spanNames: Readonly<Record<Span, string>> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '6h': 'Last 6 hours',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
};

export const readTimeRange = (search: Record<string, unknown>): TimeRange => ({
  ...oneOf('last', search, spans),
  ...instant('from', search),
  ...instant('to', search),
});

export const isFixed = ({ from, to }: TimeRange): boolean => from !== undefined || to !== undefined;

/** From when to when that is. */
export const windowOf = ({ last = usualSpan, from, to }: TimeRange, now: number): TimeWindow => {
  const toMs = to === undefined ? now : Date.parse(to);
  return { fromMs: from === undefined ? toMs - spanMs[last] : Date.parse(from), toMs };
};

/** The range as instants, for a request that is made now; one without an end has none. */
export const rangeParams = (range: TimeRange): { readonly from: string; readonly to?: string } => {
  const { fromMs, toMs } = windowOf(range, Date.now());
  const from = new Date(fromMs).toISOString();
  return range.to === undefined ? { from } : { from, to: new Date(toMs).toISOString() };
};

let kept: TimeRange = {};

/** The time of an address, else the one that was looked at before: so that it is the same on another tab. */
export const keptRange = (search: Record<string, unknown>): TimeRange => {
  const range = readTimeRange(search);
  if (Object.keys(range).length > 0) kept = range;
  return kept;
};
