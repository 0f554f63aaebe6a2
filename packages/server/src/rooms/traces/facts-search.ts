import type { traceSorts } from '@sightglass/model';
import type { TraceListItem } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { searchBackwards } from '../../storage/telemetry/search-backwards.ts';
import { measures, tracesSql, type TraceSelection } from './facts-folded.ts';

export type TraceSort = (typeof traceSorts)[number];

/** The last trace shown: its start or duration, in nanoseconds, and its id. */
export interface TracePosition {
  readonly nanos: string;
  readonly traceId: string;
}

export interface TracePage {
  readonly traces: readonly (TraceListItem & { readonly position: TracePosition })[];
  /** Where to go on; undefined on the last page. */
  readonly next: TracePosition | undefined;
}

type RunName = NonNullable<TraceListItem['runs']>[number];

interface TraceRow extends Pick<TraceListItem, 'traceId' | 'durationMs' | 'spans' | 'services'> {
  readonly at: string;
  readonly startedNano: string;
  readonly durationNano: string;
  readonly errors: number;
  readonly entry: { readonly HasParent: number; readonly ServiceName: string; readonly SpanName: string };
  readonly runs: readonly {
    readonly RunId: string;
    readonly PipelineName: string;
    readonly PipelineNamespace: string;
  }[];
}

const minuteMs = 60_000;
const windowsMs = [15 * minuteMs, 360 * minuteMs, 1_440 * minuteMs];
const mostOfEach = 20;

const orders = {
  newest: { by: 'startedAt', way: 'DESC' },
  oldest: { by: 'startedAt', way: 'ASC' },
  slowest: { by: 'durationNano', way: 'DESC' },
  quickest: { by: 'durationNano', way: 'ASC' },
} as const satisfies Record<TraceSort, object>;

/** Traces in pages. Raises ClickHouseError. */
export const createTraceSearch = (telemetry: TelemetryClient) => {
  const rowsOf = async (
    selection: TraceSelection,
    sort: TraceSort,
    after: TracePosition | undefined,
    limit: number,
  ): Promise<TraceRow[]> => {
    const { by, way } = orders[sort];
    const nanos = by === 'startedAt' ? 'toUnixTimestamp64Nano(startedAt)' : by;
    const beyond = `(${nanos}, TraceId) ${way === 'DESC' ? '<' : '>'} ({nanos:Int64}, {after:String})`;
    const { sql, source, arrived, parameters } = tracesSql(selection, after === undefined ? [] : [beyond]);
    const order = `ORDER BY ${by} ${way}, TraceId ${way}`;
    return telemetry.rows<TraceRow>(
      `SELECT TraceId AS traceId, ${measures}, replaceOne(toString(startedAt), ' ', 'T') || 'Z' AS at,
         toString(toUnixTimestamp64Nano(startedAt)) AS startedNano, intDiv(durationNano, 1000) / 1000 AS durationMs, sum(Spans) AS spans, min(Entry) AS entry,
         arraySlice(arraySort(groupUniqArrayArray(Services)), 1, ${mostOfEach}) AS services,
         arraySlice(arraySort(groupUniqArrayArray(Runs)), 1, ${mostOfEach}) AS runs
       FROM ${source} WHERE ${arrived} AND TraceId IN (SELECT TraceId FROM (${sql} ${order} LIMIT ${limit})) GROUP BY TraceId ${order}`,
      { ...parameters, ...(after !== undefined && { nanos: after.nanos, after: after.traceId }) },
    );
  };

  /** Runs that were made of traces (`spanRules`), by trace id. */
  const runsMadeOf = async (traceIds: readonly string[]): Promise<Map<string, RunName[]>> => {
    if (traceIds.length === 0) return new Map();
    const runs = await telemetry.rows<RunName>(
      `SELECT DISTINCT RunId AS runId, PipelineName AS pipeline, if(PipelineNamespace = '', 'default', PipelineNamespace) AS namespace
       FROM runs WHERE RunId IN ({traceIds:Array(String)}) AND PipelineName != ''`,
      { traceIds },
    );
    return Map.groupBy(runs, ({ runId }) => runId);
  };

  return {
    async page(
      selection: TraceSelection,
      {
        sort,
        after,
        limit,
        nowMs,
      }: { sort: TraceSort; after?: TracePosition | undefined; limit: number; nowMs: number },
    ): Promise<TracePage> {
      const isWindowed = sort === 'newest' && selection.run === undefined;
      const toMs = after === undefined ? selection.toMs : Number(BigInt(after.nanos) / 1_000_000n) + 1;
      const rows = isWindowed
        ? await searchBackwards(
            { fromMs: selection.fromMs, toMs, nowMs, windowsMs, limit: limit + 1 },
            (window, missing) => rowsOf({ ...selection, ...window }, sort, after, missing),
          )
        : await rowsOf(selection, sort, after, limit + 1);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const made = await runsMadeOf(shown.filter(({ runs }) => runs.length === 0).map(({ traceId }) => traceId));
      return {
        traces: shown.map((row) => ({
          ...itemOf(row, made.get(row.traceId) ?? []),
          position: positionOf(row, sort),
        })),
        next: rows.length > limit && last !== undefined ? positionOf(last, sort) : undefined,
      };
    },
  };
};
export type TraceSearcher = ReturnType<typeof createTraceSearch>;

const positionOf = (row: TraceRow, sort: TraceSort): TracePosition => ({
  nanos: orders[sort].by === 'startedAt' ? row.startedNano : String(row.durationNano),
  traceId: row.traceId,
});

const itemOf = (row: TraceRow, made: readonly RunName[]): TraceListItem => ({
  traceId: row.traceId,
  startedAt: row.at,
  durationMs: row.durationMs,
  spans: row.spans,
  errors: row.errors,
  name: row.entry.SpanName,
  service: row.entry.ServiceName,
  hasRoot: row.entry.HasParent === 0,
  services: row.services,
  runs: [
    ...row.runs.map(({ RunId, PipelineName, PipelineNamespace }) => ({
      runId: RunId,
      pipeline: PipelineName,
      namespace: PipelineNamespace,
    })),
    ...made,
  ],
});
