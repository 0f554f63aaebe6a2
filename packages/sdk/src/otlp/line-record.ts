import { severityNumbers, type Severity } from '@sightglass/model';
import type { LineAttributes } from './line-attributes.ts';
import type { LogRecord } from './log-record.ts';
import { field, writeSpanContext } from './log-record.ts';
import { ProtoWriter, sizeOfVarint, wire } from './proto-writer.ts';

/** What all lines of one origin have in common. */
export interface LineOrigin {
  readonly severity: Severity;
  readonly bytes: Uint8Array;
}

export interface LineOriginOptions extends Pick<LogRecord, 'span' | 'encoded'> {
  readonly severity: Severity;
}

export const encodeLineOrigin = ({ severity, span, encoded }: LineOriginOptions): LineOrigin => {
  const writer = new ProtoWriter();
  writer.tag(field.severity, wire.varint);
  writer.varint(severityNumbers[severity]);
  writer.tag(field.severityText, wire.bytes);
  writer.string(severity);
  if (encoded !== undefined) writer.raw(encoded);
  if (span !== undefined) writeSpanContext(writer, span);
  return { severity, bytes: writer.take() };
};

const stampBytes = 9;

/**
 * Writes field 2 of a list of records: a line of text, and attributes of `own`. Its bytes, which are UTF-8, go from one buffer into the other as they are, and
 * every length is known before, so nothing is moved.
 */
export const writeLineRecord = (
  writer: ProtoWriter,
  bytes: Uint8Array,
  start: number,
  end: number,
  atMs: number,
  { bytes: shared }: LineOrigin,
  own?: LineAttributes,
): void => {
  const ownBytes = own === undefined ? 0 : own.length;
  const textBytes = end - start;
  const valueBytes = 1 + sizeOfVarint(textBytes) + textBytes;
  const bodyBytes = 1 + sizeOfVarint(valueBytes) + valueBytes;
  writer.tag(2, wire.bytes);
  writer.varint(2 * stampBytes + bodyBytes + shared.byteLength + ownBytes);
  writer.tag(field.time, wire.fixed64);
  writer.unixNano(atMs);
  writer.tag(field.observed, wire.fixed64);
  writer.repeat(8, 1);
  writer.tag(field.body, wire.bytes);
  writer.varint(valueBytes);
  writer.tag(1, wire.bytes);
  writer.varint(textBytes);
  writer.part(bytes, start, end);
  if (ownBytes > 0) own?.writeTo(writer);
  writer.part(shared, 0, shared.byteLength);
};
