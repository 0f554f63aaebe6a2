import { datasetRoles, type DatasetRole } from '@sightglass/model';
import { oneOf, text } from '../../url/search-params.ts';
import { readTimeRange, type TimeRange } from '../../url/time-range.ts';

/** What the list of datasets is narrowed to, and its order, as its address holds it. */
export interface DatasetsSearch extends TimeRange {
  readonly q?: string;
  /** Namespace of the datasets. */
  readonly in?: string;
  readonly role?: DatasetRole;
  readonly sort?: (typeof sorts)[number];
  /** The order of the column is turned. */
  readonly order?: 'turned';
}

/** Beside what needs attention, which is the order when none is given. */
export const sorts = ['name', 'written', 'read'] as const;

export const readDatasetsSearch = (search: Record<string, unknown>): DatasetsSearch => ({
  ...text('q', search),
  ...text('in', search),
  ...oneOf('role', search, datasetRoles),
  ...oneOf('sort', search, sorts),
  ...oneOf('order', search, ['turned'] as const),
  ...readTimeRange(search),
});

/** What it narrows the datasets to, for the server; the time and the order are apart. */
export const filterIn = ({ q, in: namespace, role }: DatasetsSearch) => ({ q, namespace, role });

/** The order, for the server. */
export const orderIn = ({ sort, order }: DatasetsSearch) => {
  const turned = sort === undefined || sort === 'name' ? 'desc' : 'asc';
  return { sort, order: order === undefined ? undefined : turned };
};

export const isFiltered = (search: DatasetsSearch): boolean =>
  Object.values(filterIn(search)).some((value) => value !== undefined);
