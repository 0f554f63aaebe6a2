import type { DatasetDetail, DatasetPage, UsedDatasets } from '@sightglass/model/rest';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pathSegment } from '@sightglass/model';
import { rangeOf, rangeParams, type SpanOrAll, type TimeRange } from '../url/time-range.ts';
import { getJson, type Params } from './client.ts';
import { partMeta, type RunPart, runPath } from './queries.ts';

/** What is said of datasets changes as runs end; a page of them costs more to read than a second changes. */
const meta = { leastAgeMs: 5_000 };
const aPage = 100;

export const datasetsQuery = (filter: Params, range: TimeRange) =>
  infiniteQueryOptions({
    queryKey: ['datasets', 'list', filter, range],
    meta,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<DatasetPage>('datasets', { ...filter, ...rangeParams(range), limit: aPage, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const datasetQuery = (name: { namespace: string; name: string }, range: TimeRange<SpanOrAll>) =>
  queryOptions({
    queryKey: ['datasets', 'detail', name, range],
    meta,
    queryFn: ({ signal }) =>
      getJson<DatasetDetail>('datasets/detail', { ...name, ...rangeOf(range, 'all', Date.now()) }, signal),
    placeholderData: keepPreviousData,
  });

/** What a run read and wrote. */
export const runDatasetsQuery = ({ runId, namespace, pipeline, ...ended }: RunPart) =>
  queryOptions({
    queryKey: ['runs', runPath({ runId, namespace, name: pipeline }), 'datasets'],
    meta: partMeta(ended),
    queryFn: ({ signal }) =>
      getJson<UsedDatasets>(`${runPath({ runId, namespace, name: pipeline })}/datasets`, {}, signal),
  });

/** What a pipeline reads and writes, by its latest runs. */
export const pipelineDatasetsQuery = (namespace: string, name: string) =>
  queryOptions({
    queryKey: ['pipelines', namespace, name, 'datasets'],
    meta,
    queryFn: ({ signal }) =>
      getJson<UsedDatasets>(`pipelines/${pathSegment(namespace)}/${pathSegment(name)}/datasets`, {}, signal),
  });
