import { trace, type Context, type SpanContext } from '@opentelemetry/api';
import { severityNumbers, type Severity } from '@sightglass/model';
import { runScopeOf, type RunScope } from '../telemetry/run-context.ts';
import { encodeAttributes, writeAnyValue, writeAttributes, type Values } from './attributes.ts';
import { wire, type ProtoWriter } from './proto-writer.ts';

/** One log record. */
export interface LogEntry {
  readonly atMs: number;
  readonly severity: Severity;
  readonly body: string;
  readonly eventName?: string;
  readonly context: Context;
  readonly attributes?: Values | undefined;
  /** More attributes, already encoded with {@link encodeLogAttributes}. */
  readonly encoded?: Uint8Array | undefined;
}

/** Numbers of `LogRecord` in opentelemetry/proto/logs/v1/logs.proto. */
const field = {
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

export const writeLogEntry = (writer: ProtoWriter, entry: LogEntry): void => {
  const { atMs, severity, eventName, encoded, attributes, context } = entry;
  writer.tag(field.time, wire.fixed64);
  writer.unixNano(atMs);
  writer.tag(field.severity, wire.varint);
  writer.varint(severityNumbers[severity]);
  writer.tag(field.severityText, wire.bytes);
  writer.string(severity);
  writer.tag(field.body, wire.bytes);
  const body = writer.open();
  writeAnyValue(writer, entry.body);
  writer.close(body);
  const scope = runScopeOf(context);
  const taken = eventName === undefined ? scope?.attributes : undefined;
  if (attributes !== undefined) writeAttributes(writer, field.attributes, attributes, taken);
  if (scope !== undefined) writer.raw(bytesOf(scope));
  if (encoded !== undefined) writer.raw(encoded);
  const span = trace.getSpanContext(context);
  if (span !== undefined) writeSpanContext(writer, span);
  writer.tag(field.observed, wire.fixed64);
  writer.unixNano(atMs);
  if (eventName === undefined) return;
  writer.tag(field.eventName, wire.bytes);
  writer.string(eventName);
};

const bytesOf = (scope: RunScope): Uint8Array => (scope.encoded.bytes ??= encodeLogAttributes(scope.attributes));

const writeSpanContext = (writer: ProtoWriter, span: SpanContext): void => {
  writer.tag(field.flags, wire.fixed32);
  writer.fixed32(span.traceFlags);
  writer.tag(field.traceId, wire.bytes);
  writer.hex(span.traceId);
  writer.tag(field.spanId, wire.bytes);
  writer.hex(span.spanId);
};
