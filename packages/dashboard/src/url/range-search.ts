import { instant, oneOf } from './search-params.ts';
import { type Span, spanMs, spans } from './time-range.ts';

export const rangeSpans = [...spans, 'all'] as const;
export type RangeSpan = Span | 'all';

/** A range of time as an address holds it: a span up to about now, kept relative; or from one instant to another, which win over it. */
export interface RangeSearch {
  readonly last?: RangeSpan;
  readonly from?: string;
  readonly to?: string;
}

export const readRange = (search: Record<string, unknown>): RangeSearch => ({
  ...oneOf('last', search, rangeSpans),
  ...instant('from', search),
  ...instant('to', search),
});

/** Clocks of senders run ahead so far; what is stamped later is not of the last hour. */
const aheadMs = 300_000;

/** Whole minutes, because those the server has counted already. */
const wholeMinute = (ms: number): number => Math.floor(ms / 60_000) * 60_000;

/** The range as the server takes it; `usual` where the address says nothing of time. */
export const rangeOf = (
  { last, from, to }: RangeSearch,
  usual: RangeSpan,
  now: number,
): { readonly from?: string; readonly to?: string } => {
  if (from !== undefined || to !== undefined)
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const span = last ?? usual;
  if (span === 'all') return {};
  const at = (ms: number): string => new Date(wholeMinute(ms)).toISOString();
  return { from: at(now - spanMs[span]), to: at(now + aheadMs) };
};
