import { pathSegment } from '@sightglass/model';
import type {
  BriefPipelineList,
  ContractHealthPage,
  SampledDatabase,
  DatabaseStatements,
  DatabaseTransactions,
  DatabaseStatus,
  DatabaseList,
  ExpectedPipelineDetail,
  LogFacets,
  LogFilter,
  LogHistogram,
  LogPage,
  MetricSeries,
  PipelineDetail,
  PipelinePerformance,
  RunChecks,
  RunAttributes,
  RunDatabases,
  RunDetail,
  RunPage,
  SpanDetail,
  Trace,
  TraceList,
} from '@sightglass/model/rest';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RunName } from '../url/run-link.ts';
import { rangeParams, rangeParamsOrAll, type SpanOrAll, type TimeRange } from '../url/time-range.ts';
import { getJson, type Params } from './client.ts';
import { type ListedPipelines, listedAfter } from './listed-pipelines.ts';
import { quietMs } from './live.ts';

/** All pipelines, page after page; once known, only what has changed of them. */
export const pipelinesQuery = () =>
  queryOptions({
    queryKey: pipelinesKey,
    queryFn: async ({ signal, client }): Promise<ListedPipelines> => {
      const ask = (params: Params) => getJson<BriefPipelineList>('pipelines/brief', params, signal);
      const before = client.getQueryData<ListedPipelines>(pipelinesKey);
      const changed = before?.version === undefined ? undefined : await ask({ since: before.version });
      const first = changed ?? (await ask({}));
      const whole = listedAfter(before, first) ?? listedAfter(undefined, await ask({}));
      let { nextCursor } = first;
      const items = [...(whole?.items ?? [])];
      while (nextCursor !== null) {
        const page = await ask({ cursor: nextCursor });
        items.push(...(listedAfter(undefined, page)?.items ?? []));
        ({ nextCursor } = page);
      }
      return { ...(whole as ListedPipelines), items };
    },
  });
const pipelinesKey = ['pipelines', 'all'];

/** The same for what does not change with their runs; not read again as records arrive. */
export const pipelinesOnceQuery = () =>
  queryOptions({ ...pipelinesQuery(), queryKey: ['pipelines-once'], staleTime: 600_000 });

/** The last runs of a pipeline, for who points at its strip. */
export const stripQuery = (namespace: string, name: string) =>
  queryOptions({
    queryKey: ['pipeline-strip', namespace, name],
    staleTime: 10_000,
    queryFn: async ({ signal }) =>
      (await getJson<PipelineDetail>(`pipelines/${pathSegment(namespace)}/${pathSegment(name)}`, {}, signal))
        .recentRuns,
  });

export const pipelineQuery = (namespace: string, name: string) =>
  queryOptions({
    queryKey: ['pipelines', namespace, name],
    queryFn: ({ signal }) =>
      getJson<PipelineDetail>(`pipelines/${pathSegment(namespace)}/${pathSegment(name)}`, {}, signal),
  });

/** What is configured of a pipeline; read of one that has no runs. */
export const planQuery = (namespace: string, name: string, isNeeded: boolean) =>
  queryOptions({
    queryKey: ['plans', namespace, name],
    enabled: isNeeded,
    retry: false,
    queryFn: ({ signal }) =>
      getJson<ExpectedPipelineDetail>(`pipelines/${pathSegment(namespace)}/${pathSegment(name)}/plan`, {}, signal),
  });

/** Reads the spans of fifty runs, so it is not repeated with every record that arrives. */
export const performanceQuery = (namespace: string, name: string) =>
  queryOptions({
    queryKey: ['performance', namespace, name],
    queryFn: ({ signal }) =>
      getJson<PipelinePerformance>(`pipelines/${pathSegment(namespace)}/${pathSegment(name)}/performance`, {}, signal),
    refetchInterval: ({ state }) => (state.error === null ? 60_000 : 5_000),
  });

export interface RunFilter {
  readonly pipeline?: string;
  readonly namespace?: string;
  readonly state?: string;
  readonly limit?: number;
}

export const runsQuery = (filter: RunFilter, range: TimeRange<SpanOrAll> = {}) =>
  infiniteQueryOptions({
    queryKey: ['runs', filter, range],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<RunPage>('runs', { ...filter, ...rangeParamsOrAll(range), cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The address of a run: by its id alone it is answered while no other run has the id. `name` is that of the pipeline. */
export interface RunAddress {
  readonly runId: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

export const runPath = ({ runId, namespace, name }: RunAddress): string =>
  namespace === undefined || name === undefined
    ? `runs/${pathSegment(runId)}`
    : `pipelines/${pathSegment(namespace)}/${pathSegment(name)}/runs/${pathSegment(runId)}`;

export const runQuery = (address: RunAddress) =>
  queryOptions({
    queryKey: ['runs', runPath(address)],
    queryFn: ({ signal }) => getJson<RunDetail>(runPath(address), {}, signal),
  });

/** Every run that has this id, or whose id begins so. */
export const runsOfIdQuery = (id: { readonly runId: string } | { readonly idPrefix: string }) =>
  queryOptions({
    queryKey: ['runs', 'of-id', id],
    queryFn: ({ signal }) => getJson<RunPage>('runs', { ...id, limit: 100 }, signal),
  });

export type RunPart = Pick<RunDetail, 'runId' | 'namespace' | 'pipeline' | 'state' | 'finishedAt'>;

/** Of a part of a run page: late records of a run that has ended may still change it, but seldom. */
export const partMeta = ({ state, finishedAt }: Pick<RunDetail, 'state' | 'finishedAt'>) => ({
  leastAgeMs:
    state === 'running' ? 0 : Math.max(10_000, finishedAt === null ? 0 : quietMs(Date.parse(finishedAt)) / 10),
});

export const runChecksQuery = ({ runId, namespace, pipeline, ...ended }: RunPart) =>
  infiniteQueryOptions({
    queryKey: ['runs', runPath({ runId, namespace, name: pipeline }), 'checks'],
    meta: partMeta(ended),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<RunChecks>(`${runPath({ runId, namespace, name: pipeline })}/checks`, { cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const runAttributesQuery = ({ runId, namespace, pipeline, ...ended }: RunPart) =>
  queryOptions({
    queryKey: ['runs', runPath({ runId, namespace, name: pipeline }), 'attributes'],
    meta: partMeta(ended),
    queryFn: ({ signal }) =>
      getJson<RunAttributes>(`${runPath({ runId, namespace, name: pipeline })}/attributes`, {}, signal),
  });

export const runDatabasesQuery = ({ runId, namespace, pipeline, ...ended }: RunPart) =>
  queryOptions({
    queryKey: ['runs', runPath({ runId, namespace, name: pipeline }), 'databases'],
    meta: partMeta(ended),
    queryFn: ({ signal }) =>
      getJson<RunDatabases>(`${runPath({ runId, namespace, name: pipeline })}/databases`, {}, signal),
  });

export const contractsQuery = (filter: Params, range: TimeRange<SpanOrAll>) =>
  infiniteQueryOptions({
    queryKey: ['checks', 'list', filter, range],
    meta: { leastAgeMs: 3_000 },
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      getJson<ContractHealthPage>('checks', { ...filter, ...rangeParamsOrAll(range), cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

/** The contract that is named, wherever it is in the list. */
export const contractQuery = (named: { namespace?: string; pipeline?: string; contract?: string }) =>
  queryOptions({
    queryKey: ['checks', 'one', named],
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
    queryFn: ({ signal }) => getJson<Trace>(`traces/${pathSegment(traceId)}`, {}, signal),
  });

/** The traces that hold spans of a run. */
export const runTracesQuery = ({ runId, pipeline, namespace }: RunName, from: string) =>
  queryOptions({
    queryKey: ['traces', 'run', namespace, pipeline, runId],
    queryFn: ({ signal }) => getJson<TraceList>('traces', { runId, pipeline, namespace, from }, signal),
  });

export const spanQuery = (traceId: string, spanId: string) =>
  queryOptions({
    queryKey: ['traces', traceId, 'spans', spanId],
    queryFn: ({ signal }) =>
      getJson<SpanDetail>(`traces/${pathSegment(traceId)}/spans/${pathSegment(spanId)}`, {}, signal),
  });

export const databasesQuery = () =>
  queryOptions({
    queryKey: ['dependencies'],
    queryFn: ({ signal }) => getJson<DatabaseList>('dependencies', {}, signal),
  });

export const databaseQuery = (name: string) =>
  queryOptions({
    queryKey: ['dependencies', name],
    queryFn: ({ signal }) => getJson<DatabaseStatus>(`dependencies/${pathSegment(name)}`, {}, signal),
  });

/** The latest sample; `sampledAt` says which, so that it is read once. */
export const databaseSampleQuery = (name: string, sampledAt: string | null) =>
  queryOptions({
    queryKey: ['dependency-sample', name, sampledAt],
    enabled: sampledAt !== null,
    queryFn: ({ signal }) => getJson<SampledDatabase>(`dependencies/${pathSegment(name)}/sample`, {}, signal),
    placeholderData: keepPreviousData,
  });

/** A figure of a database over the last day, a line for each value of `groupBy`. */
export const databaseFigureQuery = (name: string, metric: string, sampledAt: string | null, groupBy?: string) =>
  queryOptions({
    queryKey: ['dependency-figure', name, metric, groupBy, sampledAt],
    enabled: sampledAt !== null,
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - 86_400_000).toISOString();
      const filter = `pipeline.dependency.name:${JSON.stringify(name)}`;
      return getJson<MetricSeries>(
        'metrics/query',
        { name: metric, filter, groupBy, from, aggregation: 'last' },
        signal,
      );
    },
    placeholderData: keepPreviousData,
  });

const workEveryMs = 30_000;
export const mostStatements = 200;

export const databaseStatementsQuery = (name: string, range: TimeRange) =>
  queryOptions({
    queryKey: ['dependency-statements', name, range],
    refetchInterval: workEveryMs,
    queryFn: ({ signal }) =>
      getJson<DatabaseStatements>(
        `dependencies/${pathSegment(name)}/statements`,
        { limit: mostStatements, ...rangeParams(range) },
        signal,
      ),
  });

export const databaseTransactionsQuery = (name: string, range: TimeRange) =>
  queryOptions({
    queryKey: ['dependency-transactions', name, range],
    refetchInterval: workEveryMs,
    queryFn: ({ signal }) =>
      getJson<DatabaseTransactions>(`dependencies/${pathSegment(name)}/transactions`, rangeParams(range), signal),
  });

/** A figure of the pools of a database over the last day, a line for each program. */
export const poolFigureQuery = (pool: string, metric: string, aggregation: 'max' | 'sum') =>
  queryOptions({
    queryKey: ['pool-figure', pool, metric],
    refetchInterval: workEveryMs,
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - 86_400_000).toISOString();
      const filter = `db.client.connection.pool.name:${JSON.stringify(pool)}`;
      return getJson<MetricSeries>(
        'metrics/query',
        { name: metric, filter, groupBy: 'service.name', from, aggregation },
        signal,
      );
    },
  });
