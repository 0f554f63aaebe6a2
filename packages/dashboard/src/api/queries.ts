import type {
  ContractHealthPage,
  LogFacets,
  LogFilter,
  LogHistogram,
  LogPage,
  PipelineDetail,
  PipelineList,
  PipelinePerformance,
  RunChecks,
  RunDetail,
  RunPage,
  SpanDetail,
  Trace,
} from '@sightglass/model/api';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson, type Params } from './client.ts';

const segment = encodeURIComponent;

export const pipelinesQuery = () =>
  queryOptions({
    queryKey: ['pipelines'],
    queryFn: ({ signal }) => getJson<PipelineList>('pipelines', {}, signal),
  });

export const pipelineQuery = (namespace: string, name: string) =>
  queryOptions({
    queryKey: ['pipelines', namespace, name],
    queryFn: ({ signal }) => getJson<PipelineDetail>(`pipelines/${segment(namespace)}/${segment(name)}`, {}, signal),
  });

/** Costs a look at the spans of fifty runs, so it is not asked for with every record that arrives. */
export const performanceQuery = (namespace: string, name: string) =>
  queryOptions({
    queryKey: ['performance', namespace, name],
    queryFn: ({ signal }) =>
      getJson<PipelinePerformance>(`pipelines/${segment(namespace)}/${segment(name)}/performance`, {}, signal),
    refetchInterval: ({ state }) => (state.error === null ? 60_000 : 5_000),
  });

export interface RunFilter {
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly state?: string;
  readonly limit?: number;
}

export const runsQuery = (filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: ['runs', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => getJson<RunPage>('runs', { ...filter, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ['runs', runId],
    queryFn: ({ signal }) => getJson<RunDetail>(`runs/${segment(runId)}`, {}, signal),
  });

/** Asked again whenever something was heard of the run. */
export const runChecksQuery = ({ runId, state, lastSeenAt }: Pick<RunDetail, 'runId' | 'state' | 'lastSeenAt'>) =>
  infiniteQueryOptions({
    queryKey: ['runs', runId, 'checks', lastSeenAt],
    meta: { isLive: state === 'running' },
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<RunChecks>(`runs/${segment(runId)}/checks`, { cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const contractsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['checks'],
    meta: { leastAgeMs: 3_000 },
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) => getJson<ContractHealthPage>('checks', { cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** The contract that is named, wherever it stands among all. */
export const contractQuery = (named: { namespace?: string; pipeline?: string; contract?: string }) =>
  queryOptions({
    queryKey: ['checks', named],
    meta: { leastAgeMs: 3_000 },
    queryFn: ({ signal }) => getJson<ContractHealthPage>('checks', { ...named }, signal),
  });

const filterParams = (filter: LogFilter): Params => ({ ...filter });

export const logsQuery = (filter: LogFilter, isLive: boolean) =>
  infiniteQueryOptions({
    queryKey: ['logs', 'list', filter],
    meta: { isLive },
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<LogPage>('logs', { ...filterParams(filter), limit: 200, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const logCountQuery = (filter: LogFilter) =>
  queryOptions({
    queryKey: ['logs', 'count', filter],
    meta: { isLive: false },
    queryFn: ({ signal }) => getJson<{ count: number }>('logs/count', filterParams(filter), signal),
    placeholderData: keepPreviousData,
  });

export const logHistogramQuery = (filter: LogFilter, buckets: number) =>
  queryOptions({
    queryKey: ['logs', 'histogram', filter, buckets],
    meta: { isLive: false },
    queryFn: ({ signal }) => getJson<LogHistogram>('logs/histogram', { ...filterParams(filter), buckets }, signal),
    placeholderData: keepPreviousData,
  });

/** With a key: more values of that attribute. */
export const logFacetsQuery = (filter: LogFilter, key?: string) =>
  queryOptions({
    queryKey: ['logs', 'facets', filter, key],
    meta: { isLive: false },
    queryFn: ({ signal }) => getJson<LogFacets>('logs/facets', { ...filterParams(filter), key }, signal),
    placeholderData: keepPreviousData,
  });

export const traceQuery = (traceId: string) =>
  queryOptions({
    queryKey: ['traces', traceId],
    queryFn: ({ signal }) => getJson<Trace>(`traces/${segment(traceId)}`, {}, signal),
  });

export const spanQuery = (traceId: string, spanId: string) =>
  queryOptions({
    queryKey: ['traces', traceId, 'spans', spanId],
    queryFn: ({ signal }) => getJson<SpanDetail>(`traces/${segment(traceId)}/spans/${segment(spanId)}`, {}, signal),
  });
