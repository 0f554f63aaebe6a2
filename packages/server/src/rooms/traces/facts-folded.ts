import type { TraceFilter } from '@sightglass/model/rest';
import type { QueryParameters } from '../../storage/telemetry/bind.ts';
import type { TimeWindow } from '../../storage/telemetry/search-backwards.ts';
import { instantSql, timeSql, withinSql } from '../../storage/telemetry/time-sql.ts';
import type { LogCondition } from '../logs/conditions.ts';
import { conditionsSql } from '../logs/facts-conditions.ts';
import { ownedBySql, type RunScope } from '../runs/identity/facts-owned.ts';
import { searchedSpans } from './facts-spans.ts';

/** Which traces are meant: by when they started. */
export interface TraceSelection
  extends TimeWindow, Pick<TraceFilter, 'service' | 'status' | 'minDurationMs' | 'maxDurationMs'> {
  /** Only its spans count. */
  readonly run?: RunScope | undefined;
  /** One span must meet all of these. */
  readonly ofSpan: readonly LogCondition[];
}

export interface Traces {
  /** Rows of `TraceId, startedAt, durationNano, errors`, one a trace; `durationNano` is from its first span to the end of its last. */
  readonly sql: string;
  /** What it is read from, and which of that, to read more of some traces. */
  readonly source: string;
  readonly arrived: string;
  readonly parameters: QueryParameters;
}

const dayMs = 86_400_000;
/** Days of arrival before a time that are read for traces of that time: clocks run ahead, and traces last. */
const daysBefore = 2;

/** The traces that are selected, of which `further` conditions hold, out of what is folded of each. Spans are read only where they are asked about. */
export const tracesSql = (selection: TraceSelection, further: readonly string[] = []): Traces => {
  const { fromMs, toMs, status, minDurationMs, maxDurationMs, run, service } = selection;
  const owned = run === undefined ? undefined : ownedBySql(run);
  const source = owned === undefined ? 'trace_times' : spansAsTraces(`${owned.where} AND ${timeSql(selection)}`);
  const arrived = fromMs === undefined ? '1' : `Day >= toDate(${instantSql(fromMs - daysBefore * dayMs)})`;
  const ofSpan = conditionsSql(selection.ofSpan, searchedSpans);
  const isNarrow = fromMs !== undefined && (toMs ?? Date.now()) - fromMs <= dayMs;
  const started = [...withinSql('StartedAt', selection)].join(' AND ') || '1';
  const where = [
    arrived,
    ...(isNarrow && owned === undefined
      ? [`TraceId IN (SELECT TraceId FROM trace_times WHERE ${arrived} AND ${started})`]
      : []),
    ...(selection.ofSpan.length === 0
      ? []
      : [`TraceId IN (SELECT TraceId FROM spans WHERE ${spanTimes(selection, arrived, started)} AND ${ofSpan.sql})`]),
  ];
  const having = [
    ...(owned === undefined ? withinSql('startedAt', selection) : []),
    ...(service === undefined ? [] : ['has(groupUniqArrayArray(Services), {ofService:String})']),
    ...(status === undefined ? [] : [status === 'error' ? 'errors > 0' : 'errors = 0']),
    ...(minDurationMs === undefined ? [] : [`durationNano >= ${nanosOf(minDurationMs)}`]),
    ...(maxDurationMs === undefined ? [] : [`durationNano <= ${nanosOf(maxDurationMs)}`]),
    ...further,
  ];
  return {
    sql: `SELECT TraceId, ${measures} FROM ${source} WHERE ${where.join(' AND ')} GROUP BY TraceId HAVING ${['1', ...having].join(' AND ')}`,
    source,
    arrived,
    parameters: {
      ...ofSpan.parameters,
      ...owned?.parameters,
      ...(service !== undefined && { ofService: service }),
    },
  };
};

export const measures = `min(StartedAt) AS startedAt,
  toUnixTimestamp64Nano(max(FinishedAt)) - toUnixTimestamp64Nano(startedAt) AS durationNano, sum(Errors) AS errors`;

const nanosOf = (ms: number): number => Math.min(Number.MAX_SAFE_INTEGER, Math.round(ms * 1e6));

/** Spans of traces that started in the window: they end when the last of these traces does. */
const spanTimes = ({ fromMs, toMs }: TimeWindow, arrived: string, started: string): string => {
  const from = timeSql({ fromMs, toMs: undefined });
  return toMs === undefined
    ? from
    : `${from} AND toStartOfFiveMinutes(Timestamp) <= toStartOfFiveMinutes((SELECT max(FinishedAt) FROM trace_times WHERE ${arrived} AND ${started}))`;
};

/** Spans in the columns of `trace_times`; one that was received twice counts once. */
const spansAsTraces = (where: string): string =>
  `(SELECT TraceId, toDate(ReceivedAt) AS Day, Timestamp AS StartedAt, addNanoseconds(Timestamp, DurationNano) AS FinishedAt,
     1 AS Spans, toUInt64(StatusCode = 2) AS Errors, [toString(ServiceName)] AS Services,
     CAST((toUInt8(ParentSpanId != ''), Timestamp, toString(ServiceName), leftUTF8(toString(SpanName), 1024)),
       'Tuple(HasParent UInt8, StartedAt DateTime64(9, \\'UTC\\'), ServiceName String, SpanName String)') AS Entry,
     CAST(if(spans.RunId = '', [], [(spans.RunId, toString(PipelineName), toString(PipelineNamespace))]),
       'Array(Tuple(RunId String, PipelineName String, PipelineNamespace String))') AS Runs
   FROM spans WHERE ${where} AND TraceId != '' LIMIT 1 BY TraceId, SpanId)`;
