import type {
  LogFilter,
  LogPage,
  MetricAttributes,
  MetricNames,
  MetricPoint,
  MetricSeries,
  ServiceList,
  TraceFilter,
  TraceHistogram,
  TraceList,
} from '@sightglass/model/rest';
import type { traceSorts } from '@sightglass/model';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson, type Params } from './client.ts';
import { rangeParamsOrAll, type SpanOrAll, type TimeRange } from '../url/time-range.ts';
import { withEarlier } from './tail.ts';

export type TraceSort = (typeof traceSorts)[number];

/** Not read again as spans arrive: rows would move below the pointer. */
export const tracesQuery = (filter: TraceFilter, sort: TraceSort | undefined) =>
  infiniteQueryOptions({
    queryKey: ['traces', 'list', filter, sort],
    meta: { isLive: false },
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<TraceList>('traces', { ...filter, sort, limit: 50, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const traceHistogramQuery = (filter: TraceFilter, buckets: number) =>
  queryOptions({
    queryKey: ['traces', 'histogram', filter, buckets],
    meta: { isLive: false },
    queryFn: ({ signal }) => getJson<TraceHistogram>('traces/histogram', { ...filter, buckets }, signal),
    placeholderData: keepPreviousData,
  });

/** Names that hold all words of `search`. */
export const metricNamesQuery = (search: string | undefined, service: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['metric-names', search, service],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<MetricNames>('metrics/names', { search, service, limit: 100, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** Of one metric: which points count. */
export interface MetricPointFilter {
  readonly name: string;
  readonly service?: string;
  readonly filter?: string;
  readonly from?: string;
  readonly to?: string;
}

export const metricSeriesQuery = (
  points: MetricPointFilter,
  aggregation: string | undefined,
  groupBy: string | undefined,
) =>
  queryOptions({
    queryKey: ['metrics', 'series', points, aggregation, groupBy],
    queryFn: ({ signal }) => getJson<MetricSeries>('metrics/query', { ...points, aggregation, groupBy }, signal),
    placeholderData: keepPreviousData,
  });

/** Whatever is filtered, so that another value can be chosen. */
export const metricAttributesQuery = (name: string) =>
  queryOptions({
    queryKey: ['metric-attributes', name],
    queryFn: ({ signal }) => getJson<MetricAttributes>('metrics/attributes', { name }, signal),
  });

const pointsWithExamples = 200;

export const metricPointsQuery = (points: MetricPointFilter) =>
  queryOptions({
    queryKey: ['metric-points', points],
    queryFn: ({ signal }) =>
      getJson<{ items: MetricPoint[] }>('metrics/points', { ...points, limit: pointsWithExamples }, signal),
  });

export const servicesQuery = (range: TimeRange<SpanOrAll> = {}) =>
  queryOptions({
    queryKey: ['services', range],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => getJson<ServiceList>('services', rangeParamsOrAll(range), signal),
    placeholderData: keepPreviousData,
  });

const linesAround = 50;

/** The records of a run or service before and after a time (RFC 3339 with nanoseconds), newest first, that time's among them. */
export const logsAroundQuery = (place: LogFilter, at: string) =>
  queryOptions({
    queryKey: ['logs', 'around', place, at],
    meta: { isLive: false },
    queryFn: async ({ signal }) => {
      const read = (range: Params) => getJson<LogPage>('logs', { ...place, ...range, limit: linesAround + 1 }, signal);
      const next = new Date(Date.parse(at) + 1).toISOString();
      const [before, after] = await Promise.all([
        read({ to: next, order: 'desc' }),
        read({ from: new Date(Date.parse(at)).toISOString(), order: 'asc' }),
      ]);
      return withEarlier(after.items.toReversed(), before.items);
    },
  });
