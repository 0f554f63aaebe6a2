import {
  attributes,
  countOf,
  dependencyEvents,
  formatCount,
  formatDuration,
  latencyQuantile,
  type Severity,
} from '@sightglass/model';
import type { Context } from '@opentelemetry/api';
import type { Values } from '../otlp/attributes.ts';
import type { CallTally } from './call-tally.ts';
import type { LogRecords } from '../telemetry/log-records.ts';
import type { DependencyUse, AffectedRows } from './dependency-use.ts';

/** A log record in the making, without time and context. */
interface DependencyEvent {
  readonly eventName: string;
  readonly severity: Severity;
  readonly body: string;
  readonly attributes: Values;
}

/** When and for whom something is said. */
export interface Emission {
  readonly records: LogRecords;
  readonly context: Context;
  readonly atMs: number;
}

/** Says what has changed since it was last said, for who looks closely. */
export const emitDependencyCounts = (use: DependencyUse, emission: Emission): void =>
  emitAll([...taken(use.tallies).map(callsEvent), ...taken(use.rows).map(rowsEvent('DEBUG'))], emission);

/** Sends the totals. Affected rows are visible, whether or not they have been sent before. */
export const emitDependencyCountsAtEnd = (use: DependencyUse, emission: Emission): void => {
  use.endUnread();
  emitAll([...taken(use.tallies).map(callsEvent), ...[...use.rows].map(rowsEvent('WARN'))], emission);
};

const emitAll = (events: readonly DependencyEvent[], { records, ...when }: Emission): void => {
  for (const event of events) records.write({ ...event, ...when });
};

const taken = <T extends { changed: boolean }>(facts: Iterable<T>): T[] => {
  const changed = [...facts].filter((fact) => fact.changed);
  for (const fact of changed) fact.changed = false;
  return changed;
};

const callsEvent = (tally: CallTally): DependencyEvent => {
  const { target, quota } = tally;
  return {
    eventName: dependencyEvents.calls.name,
    severity: 'DEBUG',
    body: callsWords(tally),
    attributes: {
      [attributes.dependencyName]: target.dependency,
      [attributes.dependencyKind]: 'api',
      [attributes.dependencyEndpoint]: target.endpoint,
      [attributes.serverAddress]: target.serverAddress,
      [attributes.serverPort]: target.serverPort,
      [attributes.dependencyCalls]: tally.calls,
      [attributes.dependencyRequests]: tally.requests,
      [attributes.dependencyRequestsFailed]: tally.failed,
      [attributes.dependencyRetries]: tally.retries,
      [attributes.dependencyCacheHits]: tally.cacheHits,
      [attributes.dependencyBreakerShared]: tally.sharesBreaker,
      [attributes.dependencyErrors]: Object.fromEntries(tally.errors),
      [attributes.dependencyDurationSumMs]: tally.durationSumMs,
      [attributes.dependencyDurationMaxMs]: tally.durationMaxMs,
      [attributes.dependencyDurationBuckets]: [...tally.buckets],
      [attributes.dependencyFirstByteSumMs]: tally.firstByteSumMs,
      [attributes.dependencyConnects]: tally.connects,
      [attributes.dependencyConnectSumMs]: tally.connectSumMs,
      [attributes.dependencyBytesSent]: tally.bytesSent,
      [attributes.dependencyBytesReceived]: tally.bytesReceived,
      [attributes.dependencyQuotaLimit]: quota?.limit,
      [attributes.dependencyQuotaRemaining]: quota?.remaining,
      [attributes.dependencyQuotaResetAt]: instant(quota?.resetAtMs),
      [attributes.dependencyQuotaExhaustedAt]: instant(tally.quotaExhaustedAtMs),
    },
  };
};

const callsWords = (tally: CallTally): string => {
  const { target, calls, requests, failed } = tally;
  const p95Ms = latencyQuantile(tally.buckets, 0.95, tally.durationMaxMs);
  const parts = [
    countOf(calls, 'call'),
    countOf(requests, 'request'),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(p95Ms === undefined ? [] : [`p95 ${formatDuration(p95Ms)}`]),
  ];
  return `${target.dependency} ${target.endpoint}: ${parts.join(', ')} so far`;
};

const rowsEvent =
  (severity: Severity) =>
  ({ dependency, policy, error, rows }: AffectedRows): DependencyEvent => ({
    eventName: dependencyEvents.rows.name,
    severity,
    body: `${dependency}: ${countOf(rows, 'row')} so far by policy ${policy} because of ${error}`,
    attributes: {
      [attributes.dependencyName]: dependency,
      [attributes.dependencyPolicy]: policy,
      [attributes.errorType]: error,
      [attributes.dependencyRows]: rows,
    },
  });

/** Times no calendar holds are left out. */
const instant = (unixMs: number | undefined): string | undefined =>
  unixMs === undefined || !(Math.abs(unixMs) < 8.64e15) ? undefined : new Date(unixMs).toISOString();
