import { type EventKinds, eventKinds } from '../../../wire/event-kinds.ts';
import type { AnyValueSql } from './any-value.ts';
import { validSpanId, validTraceId } from './hex.ts';
import { instantOf } from './instant.ts';
import type { SegmentShape } from './shape.ts';

const entranceOf = (kinds: EventKinds): string => {
  if (kinds === 0) return 'logs';
  return kinds === eventKinds.ofRuns ? 'logs_with_run_events' : 'logs_with_events';
};

export const logSegment = (any: AnyValueSql): SegmentShape => ({
  table: 'logs',
  entrance: entranceOf,
  resources: 'resource_logs',
  scopes: 'scope_logs',
  records: 'log_records',
  recordType: `time_unix_nano UInt64, observed_time_unix_nano UInt64, severity_number Int32, severity_text String, body ${any.type},
    attributes ${any.attributesType}, flags UInt32, trace_id String, span_id String, event_name String`,
  attributes: any.map('item.attributes'),
  texts: ['Body', 'SeverityText', 'EventName'],
  columns: {
    ObservedTimestamp: instantOf('item.observed_time_unix_nano', 'ReceivedAt'),
    Timestamp: instantOf('item.time_unix_nano', 'ObservedTimestamp'),
    TraceId: validTraceId('item.trace_id'),
    SpanId: validSpanId('item.span_id'),
    TraceFlags: 'toUInt8(item.flags % 256)',
    SeverityText: 'item.severity_text',
    SeverityNumber: 'toUInt8(greatest(0, least(24, item.severity_number)))',
    Body: any.text('item.body'),
    EventName: "firstNonDefault(item.event_name, own['event.name'])",
    LogAttributes: 'own',
  },
});
