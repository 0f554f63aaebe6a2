import type { Service } from '@sightglass/model/rest';
import { oneOf, text } from '../../url/search-params.ts';
import { readRangeOrAll, type SpanOrAll, type TimeRange } from '../../url/time-range.ts';

/** A part of the names that are shown, the time in which they sent, and the order, as the address holds it. */
export interface ServicesSearch extends TimeRange<SpanOrAll> {
  readonly find?: string;
  readonly sort?: (typeof sorts)[number];
  /** The order of the column is turned. */
  readonly order?: 'asc';
}

/** Beside those that sent last first, which is the order when none is given. */
const sorts = ['name', 'since', 'logs', 'errors', 'spans', 'failed', 'metrics'] as const;

export const readServicesSearch = (search: Record<string, unknown>): ServicesSearch => ({
  ...text('find', search),
  ...oneOf('sort', search, sorts),
  ...oneOf('order', search, ['asc'] as const),
  ...readRangeOrAll(search),
});

const valueFor: Readonly<Record<(typeof sorts)[number], (service: Service) => string | number>> = {
  name: ({ service }) => service,
  since: ({ firstAt }) => Date.parse(firstAt),
  logs: ({ logs }) => logs?.records ?? -1,
  errors: ({ logs }) => logs?.errors ?? -1,
  spans: ({ spans }) => spans?.spans ?? -1,
  failed: ({ spans }) => spans?.errors ?? -1,
  metrics: ({ metrics }) => metrics?.metrics ?? -1,
};

/** As they are asked for: figures begin with the largest, names with the first letter. `latestFirst`: the order without another. Pure. */
export const orderedServices = (
  latestFirst: readonly Service[],
  { sort, order }: Pick<ServicesSearch, 'sort' | 'order'>,
): Service[] => {
  if (sort === undefined) return order === undefined ? [...latestFirst] : latestFirst.toReversed();
  const valueOf = valueFor[sort];
  const sign = (sort === 'name' ? 1 : -1) * (order === undefined ? 1 : -1);
  return latestFirst.toSorted((a, b) => sign * compare(valueOf(a), valueOf(b)));
};

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));

/** By a part of the name, namespace or environment. Pure. */
export const matchingServices = (services: readonly Service[], find: string): Service[] => {
  const wanted = find.trim().toLowerCase();
  return services.filter(({ service, namespaces, environments }) =>
    [service, ...namespaces, ...environments].some((name) => name.toLowerCase().includes(wanted)),
  );
};
