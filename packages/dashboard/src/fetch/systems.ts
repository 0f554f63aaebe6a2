import { pathSegment } from '@sightglass/model';
import type { DatabaseHistory, SystemList } from '@sightglass/model/rest';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { rangeParams, type TimeRange } from '../url/time-range.ts';
import { getJson, type Params } from './client.ts';

/** A day of calls costs more to read than a second of it changes; checks of databases are announced by no record. */
const meta = { leastAgeMs: 3_000 };
const readEveryMs = 10_000;

/** What narrows and orders the list, beside its time. */
export type SystemFilterParams = Params;

export const systemsQuery = (filter: SystemFilterParams, range: TimeRange) =>
  infiniteQueryOptions({
    queryKey: ['systems', filter, range],
    meta,
    refetchInterval: readEveryMs,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<SystemList>('systems', { ...filter, ...rangeParams(range), limit: 200, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const databaseHistoryQuery = (name: string, range: TimeRange) =>
  queryOptions({
    queryKey: ['dependency-history', name, range],
    meta: { leastAgeMs: 10_000 },
    refetchInterval: 30_000,
    queryFn: ({ signal }) =>
      getJson<DatabaseHistory>(`dependencies/${pathSegment(name)}/history`, rangeParams(range), signal),
    placeholderData: (before) => before,
  });
