import type { RunCauses, RunCounts, RunNeighbours, RunPage, RunVerdictCounts } from '@sightglass/model/rest';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { rangeParams, rangeParamsOrAll, type SpanOrAll, type TimeRange } from '../url/time-range.ts';
import { getJson, type Params } from './client.ts';
import { partMeta, type RunPart, runPath } from './queries.ts';

/** Parameters of the server that narrow runs, beside their time. */
export type RunFilterParams = Params;

/** Every list of runs holds new ones as they start; a page of them costs more to read than a second changes. */
const meta = { leastAgeMs: 3_000 };
const aPage = 100;

export const runListQuery = (filter: RunFilterParams, range: TimeRange) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'list', filter, range],
    meta,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<RunPage>('runs', { ...filter, ...rangeParams(range), limit: aPage, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The latest runs of a pipeline within a time, newest first. */
export const runsOfRangeQuery = (
  { namespace, pipeline }: { readonly namespace: string; readonly pipeline: string },
  range: TimeRange<SpanOrAll>,
  limit: number,
) =>
  queryOptions({
    queryKey: ['runs', { namespace, pipeline, limit }, range, 'once'],
    meta,
    queryFn: ({ signal }) =>
      getJson<RunPage>('runs', { namespace, pipeline, ...rangeParamsOrAll(range), limit }, signal),
    placeholderData: keepPreviousData,
  });

export const runCountsQuery = (filter: RunFilterParams, range: TimeRange) =>
  queryOptions({
    queryKey: ['runs', 'counts', filter, range],
    meta,
    queryFn: ({ signal }) => getJson<RunCounts>('run-counts', { ...filter, ...rangeParams(range) }, signal),
    placeholderData: keepPreviousData,
  });

/** Each run is held against those before it: dearer than a count. */
export const runVerdictsQuery = (filter: RunFilterParams, range: TimeRange) =>
  queryOptions({
    queryKey: ['runs', 'verdicts', filter, range],
    meta: { leastAgeMs: 10_000 },
    queryFn: ({ signal }) => getJson<RunVerdictCounts>('run-verdicts', { ...filter, ...rangeParams(range) }, signal),
    placeholderData: keepPreviousData,
  });

export const runCausesQuery = (filter: RunFilterParams, range: TimeRange) =>
  queryOptions({
    queryKey: ['runs', 'causes', filter, range],
    meta,
    queryFn: ({ signal }) => getJson<RunCauses>('run-causes', { ...filter, ...rangeParams(range) }, signal),
    placeholderData: keepPreviousData,
  });

/** The runs around one, and the latest good one before it. */
export const runNeighboursQuery = ({ runId, namespace, pipeline, ...ended }: RunPart) =>
  queryOptions({
    queryKey: ['runs', 'neighbours', namespace, pipeline, runId],
    meta: partMeta(ended),
    queryFn: ({ signal }) =>
      getJson<RunNeighbours>(`${runPath({ runId, namespace, name: pipeline })}/neighbours`, {}, signal),
  });
