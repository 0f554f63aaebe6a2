import { readTimeRange, type TimeRange } from '../../url/time-range.ts';
import { oneOf } from '../../url/search-params.ts';

export const systemKinds = ['database', 'api'] as const;
export type SystemKind = (typeof systemKinds)[number];

/** What the list of systems is narrowed to, as its address holds it, and the time it covers. */
export interface SystemsSearch extends TimeRange {
  readonly kind?: SystemKind;
}

export const readSystemsSearch = (search: Record<string, unknown>): SystemsSearch => ({
  ...oneOf('kind', search, systemKinds),
  ...readTimeRange(search),
});
