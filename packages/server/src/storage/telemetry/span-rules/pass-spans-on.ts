import type { TelemetryClient } from '../client.ts';

const view = 'spans_by_rules_of_spans';

const columns =
  'Timestamp, ReceivedAt, DurationNano, TraceId, SpanId, ParentSpanId, SpanName, StatusCode, StatusMessage, ServiceName, PipelineName, ResourceAttributes, SpanAttributes';

/** Whether inserts of spans ask the views that make runs of them, which costs them half as much again. Both may be done twice. */
export const passSpansOn = {
  begin: (telemetry: TelemetryClient): Promise<void> =>
    telemetry.execute(
      `CREATE MATERIALIZED VIEW IF NOT EXISTS ${view} TO spans_by_rules AS SELECT ${columns} FROM spans`,
    ),
  end: (telemetry: TelemetryClient): Promise<void> => telemetry.execute(`DROP VIEW IF EXISTS ${view}`),
};

/** The SELECT of a view over the spans that are stored, as none stay where it reads them. */
export const outOfStoredSpans = (select: string): string =>
  select.replaceAll(/\bFROM (\S+\.)?spans_by_rules\b/g, 'FROM $1spans');
