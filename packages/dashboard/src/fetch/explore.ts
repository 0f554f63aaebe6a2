import type { TraceFilter, TraceHistogram, TraceList } from '@sightglass/model/rest';
import type { traceSorts } from '@sightglass/model';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson } from './client.ts';

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
