import type { AnyValueSql } from './any-value.ts';
import { hexOf } from './hex.ts';
import { instantOf, nanosBetween } from './instant.ts';
import type { SegmentShape } from './shape.ts';

export const spanSegment = (any: AnyValueSql): SegmentShape => ({
  table: 'spans',
  resources: 'resource_spans',
  scopes: 'scope_spans',
  records: 'spans',
  recordType: `trace_id String, span_id String, trace_state String, parent_span_id String, name String, kind Int32,
    start_time_unix_nano UInt64, end_time_unix_nano UInt64, attributes ${any.attributesType}, status Tuple(message String, code Int32),
    events Array(Tuple(time_unix_nano UInt64, name String, attributes ${any.attributesType})),
    links Array(Tuple(trace_id String, span_id String, trace_state String, attributes ${any.attributesType}))`,
  attributes: any.map('item.attributes'),
  texts: ['SpanName', 'StatusMessage', 'TraceState'],
  textLists: ['Events.Name', 'Links.TraceState'],
  attributeLists: ['Events.Attributes', 'Links.Attributes'],
  columns: {
    Timestamp: instantOf('item.start_time_unix_nano', 'ReceivedAt'),
    DurationNano: nanosBetween('item.start_time_unix_nano', 'item.end_time_unix_nano'),
    TraceId: hexOf('item.trace_id'),
    SpanId: hexOf('item.span_id'),
    ParentSpanId: hexOf('item.parent_span_id'),
    TraceState: 'item.trace_state',
    SpanName: 'item.name',
    SpanKind: 'toUInt8(greatest(0, least(5, item.kind)))',
    StatusCode: 'toUInt8(greatest(0, least(2, item.status.code)))',
    StatusMessage: 'item.status.message',
    SpanAttributes: 'own',
    'Events.Timestamp': `arrayMap(at -> ${instantOf('at', 'Timestamp')}, item.events.time_unix_nano)`,
    'Events.Name': 'item.events.name',
    'Events.Attributes': `arrayMap(list -> ${any.map('list')}, item.events.attributes)`,
    'Links.TraceId': `arrayMap(id -> ${hexOf('id')}, item.links.trace_id)`,
    'Links.SpanId': `arrayMap(id -> ${hexOf('id')}, item.links.span_id)`,
    'Links.TraceState': 'item.links.trace_state',
    'Links.Attributes': `arrayMap(list -> ${any.map('list')}, item.links.attributes)`,
  },
});
