import { type MetricAggregation, metricAggregations } from '@sightglass/model';
import { oneOf, text } from '../../url/search-params.ts';
import { rangeOf, readTimeRange, type Span, type TimeRange } from '../../url/time-range.ts';

/** The whole state of the metrics page, as its address holds it. */
export interface MetricsSearch extends TimeRange {
  /** Words of the names that are listed. */
  readonly find?: string;
  readonly service?: string;
  /** The metric that is shown. */
  readonly name?: string;
  readonly aggregation?: MetricAggregation;
  /** Names of attributes, comma-separated. */
  readonly by?: string;
  readonly filter?: string;
}

/** What every part of the page is given. */
export interface MetricsProps {
  readonly search: MetricsSearch;
  readonly onChange: (next: Partial<Record<keyof MetricsSearch, string | undefined>>) => void;
}

export const readMetricsSearch = (search: Record<string, unknown>): MetricsSearch => ({
  ...text('find', search),
  ...text('service', search),
  ...text('name', search),
  ...oneOf('aggregation', search, metricAggregations),
  ...text('by', search),
  ...text('filter', search),
  ...readTimeRange(search),
});

export const usualSpan: Span = '1h';

/** What is read of the metric that is shown. */
export interface MetricSelection {
  readonly name: string;
  readonly service?: string;
  readonly filter?: string;
  readonly from?: string;
  readonly to?: string;
}

export const selectionOf = ({ name, service, filter, ...range }: MetricsSearch, now: number): MetricSelection => ({
  name: name ?? '',
  ...(service === undefined ? {} : { service }),
  ...(filter === undefined ? {} : { filter }),
  ...rangeOf(range, usualSpan, now),
});

export const attributesOf = (by: string | undefined): string[] => (by ?? '').split(',').filter(Boolean);
