import { addedBuckets, latencyQuantile } from '@sightglass/model';
import type { CountedCalls } from './facts-counted.ts';
import type { RecordedCalls } from './facts.ts';
import type { SpanCalls } from './facts-spans.ts';
import type { CallTarget } from './call-target.ts';
import { sumOf } from '../sum.ts';
import type { MeasuredRun } from './run-figures.ts';

/** Calls of one run to one target. */
export interface CallsOfRun extends CallTarget {
  readonly runId: string;
  readonly calls: number;
  readonly failed: number;
  readonly busyMs: number;
  /** Null where only the sum of the times is known. */
  readonly p95Ms: number | null;
  readonly slowestMs: number;
}

/** What each run called. Counts hold every call and so go before spans, which are drawn for some calls only. */
export const callsOfRuns = ({ counted, spans }: RecordedCalls, runs: readonly MeasuredRun[]): CallsOfRun[] => {
  const byRun = new Map(runs.map((run) => [run.runId, run]));
  const countedByRun = Map.groupBy(counted, ({ runId }) => runId);
  const fromCounts = [...Map.groupBy(counted, (each) => `${each.runId} ${keyOf(each)}`).values()].flatMap((own) =>
    callsIn(own, byRun.get(own[0]?.runId ?? '')),
  );
  const fromSpans = spans.filter((span) => !(countedByRun.get(span.runId) ?? []).some((own) => isOfSame(own, span)));
  return [...fromCounts, ...fromSpans];
};

export const keyOf = ({ kind, api, system, host, port, database }: CallTarget): string =>
  JSON.stringify([kind, api, system, host, port, database]);

const callsIn = (stages: readonly CountedCalls[], run: MeasuredRun | undefined): CallsOfRun[] => {
  const [first] = stages;
  if (first === undefined || run === undefined) return [];
  const { runId, kind, api, system, host, port, database } = first;
  const slowestMs = Math.max(...stages.map((stage) => stage.slowestMs));
  return [
    {
      runId,
      kind,
      api,
      system,
      host,
      port,
      database,
      calls: sumOf(stages, ({ calls }) => calls),
      failed: sumOf(stages, ({ failed }) => failed),
      busyMs: Math.min(
        run.whole.durationMs,
        sumOf(stages, (stage) => busyIn(stage, run)),
      ),
      p95Ms: latencyQuantile(addedBuckets(stages.map(({ buckets }) => buckets)), 0.95, slowestMs) ?? null,
      slowestMs,
    },
  ];
};

/** Counts hold the sum of the times: calls side by side add up in it, but to no more than their stage lasted. */
const busyIn = ({ stageId, totalMs }: CountedCalls, { stageMs, whole }: MeasuredRun): number =>
  Math.min(totalMs, stageMs.get(stageId) ?? whole.durationMs);

/** A span may leave out where it went. */
const isOfSame = (counted: CountedCalls, span: SpanCalls): boolean =>
  counted.kind === span.kind &&
  (span.kind === 'http'
    ? counted.servers.some((server) => server === span.host || server.startsWith(`${span.host}:`))
    : counted.system === span.system && (span.host === '' || span.host === counted.host));
