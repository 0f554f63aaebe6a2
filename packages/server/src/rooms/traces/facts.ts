import type { Readable } from 'node:stream';
import type { RunName } from '../runs/identity/run-name.ts';
import { spanKinds, spanStatuses, type SpanDetail } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { quote } from '../../storage/telemetry/literal.ts';

/** A trace but for its spans. */
export interface TraceSummary {
  readonly startedAt: string;
  readonly durationMs: number;
  readonly spans: number;
  readonly runs: readonly RunName[];
}

interface SpanRow extends Omit<SpanDetail, 'events' | 'links'> {
  readonly eventTimes: readonly string[];
  readonly eventNames: readonly string[];
  readonly eventAttributes: readonly Record<string, string>[];
  readonly linkTraceIds: readonly string[];
  readonly linkSpanIds: readonly string[];
  readonly linkAttributes: readonly Record<string, string>[];
}

const named = (names: readonly string[], column: string): string =>
  `arrayElement([${names.map(quote).join(', ')}], ${column} + 1)`;

const rfc3339 = (at: string): string => `replaceOne(toString(${at}), ' ', 'T') || 'Z'`;

/** Milliseconds, to the microsecond. */
const sinceStart = `intDiv(toUnixTimestamp64Nano(Timestamp) - (SELECT toUnixTimestamp64Nano(min(StartedAt)) FROM trace_times WHERE TraceId = {traceId:String}), 1000) / 1000`;

/** Characters of a name in a list of spans; one span has it whole. */
const mostOfName = 1_024;

const spanColumns = `SpanId AS spanId, nullIf(ParentSpanId, '') AS parentSpanId, SpanName AS name, ${named(spanKinds, 'SpanKind')} AS kind,
  ServiceName AS service, ${sinceStart} AS startMs, intDiv(DurationNano, 1000) / 1000 AS durationMs,
  ${named(spanStatuses, 'StatusCode')} AS status, nullIf(StageName, '') AS stage`;

/** The trace's own times narrow the search to a few granules. */
const ofTrace = `toStartOfFiveMinutes(Timestamp) >= (SELECT toStartOfFiveMinutes(min(StartedAt)) FROM trace_times WHERE TraceId = {traceId:String})
  AND toStartOfFiveMinutes(Timestamp) <= (SELECT toStartOfFiveMinutes(max(FinishedAt)) FROM trace_times WHERE TraceId = {traceId:String})
  AND TraceId = {traceId:String}`;

export const createTraceReader = (telemetry: TelemetryClient) => {
  /** Undefined when no span of the trace is stored. */
  const summary = async (traceId: string): Promise<TraceSummary | undefined> => {
    const [row] = await telemetry.rows<TraceSummary>(
      `SELECT ${rfc3339('min(Timestamp)')} AS startedAt,
         (toUnixTimestamp64Nano(max(addNanoseconds(Timestamp, DurationNano))) - toUnixTimestamp64Nano(min(Timestamp))) / 1000000 AS durationMs,
         uniqExact(cityHash64(SpanId)) AS spans,
         arrayMap(run -> CAST(run, 'Tuple(runId String, pipeline String, namespace String)'), arraySort(arrayFilter(run -> run.1 != '', arrayDistinct(arrayConcat(
           groupUniqArray(100)((RunId, PipelineName::String, PipelineNamespace::String)),
           (SELECT groupUniqArray(100)((runs.RunId, runs.PipelineName, if(runs.PipelineNamespace = '', 'default', runs.PipelineNamespace))) FROM runs WHERE runs.RunId = {traceId:String})))))) AS runs
       FROM spans WHERE ${ofTrace}`,
      { traceId },
    );
    return row === undefined || row.spans === 0 ? undefined : row;
  };

  return {
    summary,

    /** Whether any span of the trace is stored. */
    async isStored(traceId: string): Promise<boolean> {
      const rows = await telemetry.rows(`SELECT 1 AS found FROM trace_times WHERE TraceId = {traceId:String} LIMIT 1`, {
        traceId,
      });
      return rows.length > 0;
    },

    /** Up to `limit` spans by start, as the JSON of `Span[]`: 50,000 of them never become objects here. */
    async spansJson(traceId: string, limit: number): Promise<Readable> {
      return telemetry.json(
        `SELECT * REPLACE (leftUTF8(name, ${mostOfName}) AS name) FROM (
           SELECT ${spanColumns} FROM spans WHERE ${ofTrace} ORDER BY Timestamp, spanId LIMIT 1 BY spanId LIMIT ${limit})`,
        { traceId },
      );
    },

    async span(traceId: string, spanId: string): Promise<SpanDetail | undefined> {
      const [row] = await telemetry.rows<SpanRow>(
        `SELECT ${spanColumns}, TraceId AS traceId, ${rfc3339('Timestamp')} AS startedAt, StatusMessage AS statusMessage,
           SpanAttributes AS attributes, ResourceAttributes AS resource, ScopeName AS scope,
           arrayMap(at -> ${rfc3339('at')}, Events.Timestamp) AS eventTimes, Events.Name AS eventNames, Events.Attributes AS eventAttributes,
           Links.TraceId AS linkTraceIds, Links.SpanId AS linkSpanIds, Links.Attributes AS linkAttributes
         FROM spans WHERE ${ofTrace} AND spans.SpanId = {spanId:String} LIMIT 1`,
        { traceId, spanId },
      );
      return row === undefined ? undefined : spanDetailOf(row);
    },
  };
};
export type TraceReader = ReturnType<typeof createTraceReader>;

const spanDetailOf = (row: SpanRow): SpanDetail => {
  const { eventTimes, eventNames, eventAttributes, linkTraceIds, linkSpanIds, linkAttributes, ...span } = row;
  return {
    ...span,
    events: eventTimes.map((at, index) => ({
      at,
      name: eventNames[index] ?? '',
      attributes: eventAttributes[index] ?? {},
    })),
    links: linkTraceIds.map((traceId, index) => ({
      traceId,
      spanId: linkSpanIds[index] ?? '',
      attributes: linkAttributes[index] ?? {},
    })),
  };
};
