import { carriageReturn, type Dialect, lineFeed } from './dialect.ts';
import { endOfLooseRecords } from './loose-dialect.ts';
import { type QuotedField, readQuoted } from './quoted-field.ts';

/** The end of the last whole record in `bytes[0, end)`; 0 when there is none. Bytes of more records will follow. */
export const endOfRecords = (bytes: Buffer, end: number, dialect: Dialect): number => {
  if (dialect.loose !== undefined) return endOfLooseRecords(bytes, end, dialect);
  const isPlain = bytes.subarray(0, end).indexOf(dialect.quote) === -1;
  return isPlain ? endOfLines(bytes, end) : endOfQuotedRecords(bytes, end, dialect);
};

/** A carriage return that comes last may be half a line end. */
export const endOfLines = (bytes: Buffer, end: number): number => {
  const known = bytes.subarray(0, bytes[end - 1] === carriageReturn ? end - 1 : end);
  return Math.max(known.lastIndexOf(lineFeed), known.lastIndexOf(carriageReturn)) + 1;
};

const endOfQuotedRecords = (bytes: Buffer, end: number, dialect: Dialect): number => {
  let at = 0;
  for (;;) {
    const next = endOfRecord(bytes, at, end, dialect);
    if (next === -1) return at;
    at = next;
  }
};

const field: QuotedField = { end: 0, escaped: false, lineEnds: 0 };

/** Where the record after the one at `from` begins; -1 when that cannot be known yet. Reads as the scanner does. */
const endOfRecord = (bytes: Uint8Array, from: number, end: number, { delimiter, quote }: Dialect): number => {
  let at = from;
  while (at < end) {
    if (bytes[at] === quote) {
      const state = readQuoted(bytes, at, end, quote, field);
      if (state === 'open' || (state === 'closed' && field.end === end)) return -1;
      if (state === 'endless' || !endsField(bytes[field.end], delimiter)) return endOfLine(bytes, from, end);
      at = field.end;
    } else at = endOfPlain(bytes, at, end, delimiter);
    if (at >= end) return -1;
    if (bytes[at] !== delimiter) return afterLineEnd(bytes, at, end);
    at += 1;
  }
  return -1;
};

export const endsField = (byte: number | undefined, delimiter: number): boolean =>
  byte === delimiter || byte === lineFeed || byte === carriageReturn;

const endOfPlain = (bytes: Uint8Array, from: number, end: number, delimiter: number): number => {
  let at = from;
  while (at < end && !endsField(bytes[at], delimiter)) at += 1;
  return at;
};

const endOfLine = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end && bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at += 1;
  return at >= end ? -1 : afterLineEnd(bytes, at, end);
};

const afterLineEnd = (bytes: Uint8Array, at: number, end: number): number => {
  if (bytes[at] === lineFeed) return at + 1;
  if (at + 1 >= end) return -1;
  return bytes[at + 1] === lineFeed ? at + 2 : at + 1;
};
