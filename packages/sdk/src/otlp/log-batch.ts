import { trace, type Context, type SpanContext } from '@opentelemetry/api';
import { severityNumbers, type Severity } from '@sightglass/model';
import { runScopeOf, type RunScope } from '../telemetry/run-context.ts';
import { encodeAttributes, writeAnyValue, writeAttributes, type Values } from './attributes.ts';
import { ProtoWriter, wire } from './proto-writer.ts';

/** One log record. Written to bytes at once: nothing of the caller is kept, and what it changes later changes nothing here. */
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

export interface EncodedBatch {
  readonly records: number;
  readonly body: Buffer;
}

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

const scopeBytes = new WeakMap<RunScope, Buffer>();
const spanBytes = new WeakMap<SpanContext, Buffer>();

/** An ExportLogsServiceRequest in the making: field numbers as in opentelemetry/proto/logs/v1/logs.proto. */
export class LogBatch {
  readonly #writer = new ProtoWriter();
  readonly #resource: Buffer;
  readonly #scope: Buffer;
  #records = 0;

  constructor(resourceAttributes: Values, scopeName: string) {
    this.#resource = encodeAttributes(1, resourceAttributes);
    this.#scope = encodeScope(scopeName);
  }

  get records(): number {
    return this.#records;
  }

  get bytes(): number {
    return this.#writer.length;
  }

  /** A record that cannot be written, as when a getter throws, leaves no trace; the error is passed on. */
  add(entry: LogEntry): void {
    const length = this.#writer.length;
    try {
      this.#writer.tag(2, wire.bytes);
      const start = this.#writer.open();
      writeRecord(this.#writer, entry);
      this.#writer.close(start);
    } catch (error) {
      this.#writer.rewind(length);
      throw error;
    }
    this.#records += 1;
  }

  take(): EncodedBatch {
    const records = this.#records;
    const logRecords = this.#writer.take();
    this.#records = 0;
    return { records, body: envelope(this.#resource, this.#scope, logRecords) };
  }
}

const writeRecord = (writer: ProtoWriter, entry: LogEntry): void => {
  const { severity, eventName, encoded, attributes } = entry;
  writer.tag(field.time, wire.fixed64);
  writer.unixNano(entry.atMs);
  writer.tag(field.severity, wire.varint);
  writer.varint(severityNumbers[severity]);
  writer.tag(field.severityText, wire.bytes);
  writer.string(severity);
  writer.tag(field.body, wire.bytes);
  const body = writer.open();
  writeAnyValue(writer, entry.body);
  writer.close(body);
  const scope = runScopeOf(entry.context);
  if (attributes !== undefined) writeAttributes(writer, field.attributes, attributes, scope?.attributes);
  if (scope !== undefined) writer.raw(bytesOfScope(scope));
  if (encoded !== undefined) writer.raw(encoded);
  const span = trace.getSpanContext(entry.context);
  if (span !== undefined) writer.raw(bytesOfSpan(span));
  writer.tag(field.observed, wire.fixed64);
  writer.unixNano(entry.atMs);
  if (eventName === undefined) return;
  writer.tag(field.eventName, wire.bytes);
  writer.string(eventName);
};

const bytesOfScope = (scope: RunScope): Buffer => {
  const known = scopeBytes.get(scope);
  if (known !== undefined) return known;
  const bytes = encodeLogAttributes(scope.attributes);
  scopeBytes.set(scope, bytes);
  return bytes;
};

const bytesOfSpan = (span: SpanContext): Buffer => {
  const known = spanBytes.get(span);
  if (known !== undefined) return known;
  const writer = scratch;
  writer.tag(field.flags, wire.fixed32);
  writer.fixed32(span.traceFlags);
  writer.tag(field.traceId, wire.bytes);
  writer.hex(span.traceId);
  writer.tag(field.spanId, wire.bytes);
  writer.hex(span.spanId);
  const bytes = writer.take();
  spanBytes.set(span, bytes);
  return bytes;
};

const scratch = new ProtoWriter();

const encodeScope = (name: string): Buffer => {
  scratch.tag(1, wire.bytes);
  scratch.string(name);
  return scratch.take();
};

/** request { 1: resourceLogs { 1: resource, 2: scopeLogs { 1: scope, 2…: records } } } */
const envelope = (resource: Buffer, scope: Buffer, records: Buffer): Buffer => {
  const scopeHead = delimited(1, scope);
  const resourceHead = delimited(1, resource);
  const scopeLogs = head(2, scopeHead.byteLength + records.byteLength);
  const inner = resourceHead.byteLength + scopeLogs.byteLength + scopeHead.byteLength + records.byteLength;
  return Buffer.concat([head(1, inner), resourceHead, scopeLogs, scopeHead, records]);
};

const head = (number: number, length: number): Buffer => {
  scratch.tag(number, wire.bytes);
  scratch.varint(length);
  return scratch.take();
};

const delimited = (number: number, bytes: Buffer): Buffer => Buffer.concat([head(number, bytes.byteLength), bytes]);
