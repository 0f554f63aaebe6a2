import { instant, oneOf } from './search-params.ts';

export const rangeSpans = ['15m', '1h', '6h', '24h', '7d', 'all'] as const;
export type RangeSpan = (typeof rangeSpans)[number];

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

const spanMs: Record<Exclude<RangeSpan, 'all'>, number> = {
  '15m': 900_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
};

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
