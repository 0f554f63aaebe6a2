import type { SearchResult } from '@sightglass/model/rest';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson } from './client.ts';

/** Everything with a page that fits; what is asked anew ends the request before it. */
export const searchEverythingQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    meta: { isLive: false },
    queryFn: ({ signal }) => getJson<SearchResult>('search', { q }, signal),
    placeholderData: keepPreviousData,
  });
