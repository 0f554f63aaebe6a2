import { instant, oneOf } from '../url/search-params.ts';
import type { TimeWindow } from '@sightglass/model';

export const spans = ['1h', '24h', '7d'] as const;
export type Span = (typeof spans)[number];

/** The time a page of APIs covers, as its address holds it; `from` and `to` win over `last`. */
export interface ApiRange {
  readonly last?: Span;
  readonly from?: string;
  readonly to?: string;
}

const spanMs: Readonly<Record<Span, number>> = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 };
export const spanNames: Readonly<Record<Span, string>> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
};

export const readApiRange = (search: Record<string, unknown>): ApiRange => ({
  ...oneOf('last', search, spans),
  ...instant('from', search),
  ...instant('to', search),
});

export const isFixed = ({ from, to }: ApiRange): boolean => from !== undefined || to !== undefined;

/** From when to when that is. */
export const windowOf = ({ last = '24h', from, to }: ApiRange, now: number): TimeWindow => {
  const toMs = to === undefined ? now : Date.parse(to);
  return { fromMs: from === undefined ? toMs - spanMs[last] : Date.parse(from), toMs };
};
