import type { IncidentDetail, IncidentList } from '@sightglass/model/rest';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson, type Params } from '../client.ts';
import { rangeParamsOrAll, type SpanOrAll, type TimeRange } from '../../url/time-range.ts';

/** Decisions follow what arrives within seconds; no record announces them. */
const readEveryMs = 5_000;

/** What is open, for the band above every page. */
export const openIncidentsQuery = () =>
  queryOptions({
    queryKey: ['incidents', 'open'],
    refetchInterval: readEveryMs,
    queryFn: ({ signal }) => getJson<IncidentList>('incidents', { state: 'open', limit: 5 }, signal),
  });

export const incidentsQuery = (filter: Params, range: TimeRange<SpanOrAll>) =>
  infiniteQueryOptions({
    queryKey: ['incidents', 'list', filter, range],
    refetchInterval: readEveryMs,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<IncidentList>(
        'incidents',
        { ...filter, ...rangeParamsOrAll(range), limit: 100, cursor: pageParam },
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const incidentQuery = (no: string) =>
  queryOptions({
    queryKey: ['incidents', 'one', no],
    refetchInterval: readEveryMs,
    queryFn: ({ signal }) => getJson<IncidentDetail>(`incidents/${encodeURIComponent(no)}`, {}, signal),
  });
