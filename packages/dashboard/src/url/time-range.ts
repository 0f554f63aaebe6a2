import type { TimeWindow } from '@sightglass/model';
import { instant, oneOf } from './search-params.ts';

/** Times up to now, which stay relative. */
export const spans = ['15m', '1h', '6h', '24h', '7d', '30d'] as const;
export type Span = (typeof spans)[number];

/** For pages that also cover all there is. */
export const spansAndAll = [...spans, 'all'] as const;
export type SpanOrAll = (typeof spansAndAll)[number];

/** The time a page covers, as its address holds it; `from` and `to` win over `last`. */
export interface TimeRange<S extends SpanOrAll = Span> {
  readonly last?: S;
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
export const spanNames: Readonly<Record<SpanOrAll, string>> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '6h': 'Last 6 hours',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  all: 'All time',
};

export const readTimeRange = (search: Record<string, unknown>): TimeRange => rangeAmong(spans, search);

/** Of a page that also covers all time. */
export const readRangeOrAll = (search: Record<string, unknown>): TimeRange<SpanOrAll> =>
  rangeAmong(spansAndAll, search);

const rangeAmong = <S extends SpanOrAll>(allowed: readonly S[], search: Record<string, unknown>): TimeRange<S> => ({
  ...oneOf('last', search, allowed),
  ...instant('from', search),
  ...instant('to', search),
});

export const isFixed = ({ from, to }: TimeRange<SpanOrAll>): boolean => from !== undefined || to !== undefined;

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

/** The same of a page that covers all time where its address says nothing. */
export const rangeParamsOrAll = ({
  last = 'all',
  from,
  to,
}: TimeRange<SpanOrAll>): Partial<Record<'from' | 'to', string>> => {
  const isAll = last === 'all';
  if (isAll && from === undefined) return to === undefined ? {} : { to };
  return rangeParams({
    ...(isAll ? {} : { last }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
};

/** Clocks of senders run ahead so far; what is stamped later is not of the last hour. */
const aheadMs = 300_000;

/** Whole minutes, because those the server has counted already. */
const wholeMinute = (ms: number): number => Math.floor(ms / minuteMs) * minuteMs;

/** The range as a search takes it, which is repeated as of the same time; `usual` where the address says nothing of time. */
export const rangeOf = (
  { last, from, to }: TimeRange<SpanOrAll>,
  usual: SpanOrAll,
  now: number,
): { readonly from?: string; readonly to?: string } => {
  if (from !== undefined || to !== undefined)
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const span = last ?? usual;
  if (span === 'all') return {};
  const at = (ms: number): string => new Date(wholeMinute(ms)).toISOString();
  return { from: at(now - spanMs[span]), to: at(now + aheadMs) };
};
