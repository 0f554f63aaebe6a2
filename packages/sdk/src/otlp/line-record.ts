import { severityNumbers, type Severity } from '@sightglass/model';
import type { LineAttributes } from './line-attributes.ts';
import type { LogRecord } from './log-record.ts';
import { field, writeSpanContext } from './log-record.ts';
import { ProtoWriter, wire } from './proto-writer.ts';
import { putBytes, putUnixNano, putVarint, sizeOfVarint } from './put.ts';

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
/** Of the record, its time and its body in the list of records. */
const tag = {
  record: (2 << 3) | wire.bytes,
  time: (field.time << 3) | wire.fixed64,
  observed: (field.observed << 3) | wire.fixed64,
  body: (field.body << 3) | wire.bytes,
  text: (1 << 3) | wire.bytes,
};

/**
 * Writes field 2 of a list of records: a line of text, and attributes of its `own`. Its bytes, which are UTF-8, go from one buffer into the
 * other as they are, and every length is known before, so nothing is moved.
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
  const textBytes = end - start;
  const valueBytes = 1 + sizeOfVarint(textBytes) + textBytes;
  const bodyBytes = 1 + sizeOfVarint(valueBytes) + valueBytes;
  const recordBytes = 2 * stampBytes + bodyBytes + shared.byteLength + (own?.length ?? 0);
  let at = writer.claim(1 + sizeOfVarint(recordBytes) + recordBytes);
  const { buffer } = writer;
  buffer[at++] = tag.record;
  at = putVarint(buffer, at, recordBytes);
  buffer[at++] = tag.time;
  const timeAt = at;
  at = putUnixNano(buffer, at, atMs);
  buffer[at++] = tag.observed;
  for (let from = timeAt; from < timeAt + 8; from += 1) buffer[at++] = buffer[from] as number;
  buffer[at++] = tag.body;
  at = putVarint(buffer, at, valueBytes);
  buffer[at++] = tag.text;
  at = putVarint(buffer, at, textBytes);
  at = putBytes(buffer, at, bytes, start, end);
  if (own !== undefined) at = own.putInto(buffer, at);
  putBytes(buffer, at, shared, 0, shared.byteLength);
};
