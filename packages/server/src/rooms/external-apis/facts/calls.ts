import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { scopeSql, unixMsOrNull, type CallFilter } from './filter.ts';
import { knownServers } from './known-servers.ts';

/** Calls to one endpoint, summed over the stages that made them. */
export interface EndpointCalls {
  readonly api: string;
  readonly endpoint: string;
  readonly servers: readonly string[];
  readonly callers: readonly Caller[];
  readonly calls: number;
  readonly requests: number;
  readonly failed: number;
  readonly retries: number;
  readonly cacheHits: number;
  readonly errors: Readonly<Record<string, number>>;
  readonly durationSumMs: number;
  readonly durationMaxMs: number;
  /** Requests by duration; `latencyBoundsMs` says up to what. */
  readonly buckets: readonly number[];
  readonly firstByteSumMs: number;
  readonly connects: number;
  readonly connectSumMs: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly runs: number;
  /** The latest reading; null when the API has said none. */
  readonly quota: QuotaFacts | null;
}

/** A pipeline that called. */
export interface Caller {
  readonly namespace: string;
  readonly pipeline: string;
}

export interface QuotaFacts {
  readonly atMs: number;
  readonly limit: number | null;
  readonly remaining: number;
  readonly resetAtMs: number | null;
  readonly exhaustedAtMs: number | null;
}

type Row = Omit<EndpointCalls, 'quota'> & {
  readonly quota: readonly [
    at: number,
    limit: number,
    remaining: number,
    resetAt: number | null,
    exhaustedAt: number | null,
  ];
};

const mostEndpoints = 2_000;

/** The calls to each endpoint in the filter's time and runs. */
export const readCalls = async (telemetry: TelemetryClient, filter: CallFilter): Promise<EndpointCalls[]> => {
  const { where, parameters } = scopeSql(filter, { from: 'LastAt', to: 'FirstAt' });
  const rows = await telemetry.rows<Row>(
    `SELECT Dependency AS api, Endpoint AS endpoint, ${knownServers} AS servers,
       arraySort(groupUniqArray(100)(CAST((PipelineNamespace, PipelineName), 'Tuple(namespace String, pipeline String)'))) AS callers,
       sum(Calls) AS calls, sum(Requests) AS requests, sum(Failed) AS failed, sum(Retries) AS retries, sum(CacheHits) AS cacheHits,
       sumMap(Errors) AS errors, sum(DurationSumMs) AS durationSumMs, max(DurationMaxMs) AS durationMaxMs,
       sumForEach(Buckets) AS buckets, sum(FirstByteSumMs) AS firstByteSumMs, sum(Connects) AS connects, sum(ConnectSumMs) AS connectSumMs,
       sum(BytesSent) AS bytesSent, sum(BytesReceived) AS bytesReceived, toUnixTimestamp64Milli(min(FirstAt)) AS firstAtMs,
       toUnixTimestamp64Milli(max(LastAt)) AS lastAtMs, uniqExact(RunId) AS runs, max(Quota) AS latest,
       tuple(toUnixTimestamp64Milli(latest.1), latest.2, latest.3, ${unixMsOrNull('latest.4')}, ${unixMsOrNull('latest.5')}) AS quota
     FROM (SELECT * FROM dependency_calls FINAL WHERE ${where}) GROUP BY api, endpoint
     ORDER BY requests DESC, api, endpoint LIMIT ${mostEndpoints}`,
    parameters,
  );
  return rows.map((row) => ({ ...row, quota: quotaOf(row.quota) }));
};

const quotaOf = ([atMs, limit, remaining, resetAtMs, exhaustedAtMs]: Row['quota']): QuotaFacts | null =>
  remaining < 0 ? null : { atMs, limit: limit < 0 ? null : limit, remaining, resetAtMs, exhaustedAtMs };
