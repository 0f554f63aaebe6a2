import { text } from './search-params.ts';
import { readRangeOrAll, type SpanOrAll, type TimeRange } from './time-range.ts';

/** Names of datasets hold anything, so they are parameters of the address. */
export interface DatasetSearch extends TimeRange<SpanOrAll> {
  readonly namespace?: string;
  readonly name?: string;
}

export const readDatasetSearch = (search: Record<string, unknown>): DatasetSearch => ({
  ...text('namespace', search),
  ...text('name', search),
  ...readRangeOrAll(search),
});

interface DatasetName {
  readonly namespace: string;
  readonly name: string;
}

/** Where the page of a dataset is: `<Link {...datasetLink(dataset)}>`. */
export const datasetLink = ({ namespace, name }: DatasetName) =>
  ({ to: '/data/dataset', search: { namespace, name } }) as const;
