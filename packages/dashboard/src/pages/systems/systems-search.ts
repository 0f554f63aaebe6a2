import { type SystemKind, systemKinds } from '@sightglass/model';
import { oneOf, text } from '../../url/search-params.ts';
import { readTimeRange, type TimeRange } from '../../url/time-range.ts';

/** What the list of systems is narrowed to, its order, and the time it covers, as its address holds it. */
export interface SystemsSearch extends TimeRange {
  readonly kind?: SystemKind;
  /** Words that each stand in a name, a place, a state or a pipeline. */
  readonly find?: string;
  readonly sort?: (typeof sorts)[number];
}

/** Beside trouble first, which is the order when none is given. */
export const sorts = ['name', 'kind', 'last'] as const;

export const readSystemsSearch = (search: Record<string, unknown>): SystemsSearch => ({
  ...oneOf('kind', search, systemKinds),
  ...text('find', search),
  ...oneOf('sort', search, sorts),
  ...readTimeRange(search),
});

/** What narrows and orders it, for the server. */
export const systemsFilter = ({ kind, find, sort }: SystemsSearch) => ({ kind, search: find, sort });
