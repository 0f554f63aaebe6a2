import type { SpanContext } from '@opentelemetry/api';
import { severityNumbers, type Severity } from '@sightglass/model';
import { encodeAttributes, writeAnyValue, writeAttributes, type Values } from './attributes.ts';
import { wire, type ProtoWriter } from './proto-writer.ts';

/** A log record as it goes over the wire: every value in it, nothing to look up. */
export interface LogRecord {
  readonly atMs: number;
  readonly severity: Severity;
  readonly body: string;
  readonly eventName?: string | undefined;
  readonly span?: Pick<SpanContext, 'traceId' | 'spanId' | 'traceFlags'> | undefined;
  readonly attributes?: Values | undefined;
  /** Keys of `attributes` to leave out. */
  readonly except?: Values | undefined;
  /** More attributes, already encoded with {@link encodeLogAttributes}. */
  readonly shared?: readonly Uint8Array[] | undefined;
  readonly encoded?: Uint8Array | undefined;
}

/** Numbers of `LogRecord` in opentelemetry/proto/logs/v1/logs.proto. */
export const field = {
  time: 1,
  severity: 2,
  severityText: 3,
  body: 5,
  attributes: 6,
  flags: 8,
  traceId: 9,
  spanId: 10,
  observed: 11,
  eventName: 12,
};

export const encodeLogAttributes = (values: Values): Buffer => encodeAttributes(field.attributes, values);

export const writeLogRecord = (writer: ProtoWriter, record: LogRecord): void => {
  const { atMs, severity, eventName, attributes, shared, encoded, span } = record;
  writer.tag(field.time, wire.fixed64);
  writer.unixNano(atMs);
  writer.tag(field.severity, wire.varint);
  writer.varint(severityNumbers[severity]);
  writer.tag(field.severityText, wire.bytes);
  writer.string(severity);
  writer.tag(field.body, wire.bytes);
  const body = writer.open();
  writeAnyValue(writer, record.body);
  writer.close(body);
  if (attributes !== undefined) writeAttributes(writer, field.attributes, attributes, record.except);
  if (shared !== undefined) for (const bytes of shared) writer.raw(bytes);
  if (encoded !== undefined) writer.raw(encoded);
  if (span !== undefined) writeSpanContext(writer, span);
  writer.tag(field.observed, wire.fixed64);
  writer.unixNano(atMs);
  if (eventName === undefined) return;
  writer.tag(field.eventName, wire.bytes);
  writer.string(eventName);
};

/** A record of which all but its text, time and own attributes is the same as that of others: `origin`, see `encodeLineOrigin`. */
export const writeLogText = (
  writer: ProtoWriter,
  { atMs, body: text, attributes, except }: Pick<LogRecord, 'atMs' | 'body' | 'attributes' | 'except'>,
  origin: Uint8Array,
): void => {
  writer.tag(field.time, wire.fixed64);
  writer.unixNano(atMs);
  writer.tag(field.observed, wire.fixed64);
  writer.unixNano(atMs);
  writer.tag(field.body, wire.bytes);
  const body = writer.open();
  writeAnyValue(writer, text);
  writer.close(body);
  if (attributes !== undefined) writeAttributes(writer, field.attributes, attributes, except);
  writer.raw(origin);
};

export const writeSpanContext = (writer: ProtoWriter, span: NonNullable<LogRecord['span']>): void => {
  writer.tag(field.flags, wire.fixed32);
  writer.fixed32(span.traceFlags);
  writer.tag(field.traceId, wire.bytes);
  writer.hex(span.traceId);
  writer.tag(field.spanId, wire.bytes);
  writer.hex(span.spanId);
};
