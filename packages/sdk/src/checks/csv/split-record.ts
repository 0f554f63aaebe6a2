import { endsField } from './cut.ts';
import { carriageReturn, type Dialect, lineFeed } from './dialect.ts';
import { looseRecord } from './loose-dialect.ts';
import { type QuotedField, readQuoted } from './quoted-field.ts';

export interface SplitRecord {
  readonly fields: readonly string[];
  /** Where its bytes end, and where the next record begins. */
  readonly end: number;
  readonly next: number;
}

/** One record as texts: for headers and for finding out the delimiter. A quote that is broken reads as plain text. */
export const splitRecord = (bytes: Buffer, from: number, dialect: Dialect): SplitRecord => {
  if (dialect.loose !== undefined) {
    const { fields, end } = looseRecord(bytes, from, bytes.length, dialect);
    const isPair = bytes[end] === carriageReturn && bytes[end + 1] === lineFeed;
    return { fields, end, next: Math.min(bytes.length, end + (isPair ? 2 : 1)) };
  }
  const fields: string[] = [];
  let at = from;
  for (;;) {
    const end = endOfField(bytes, at, dialect);
    fields.push(textOf(bytes.toString('utf8', at, end), String.fromCharCode(dialect.quote)));
    at = end;
    if (bytes[at] !== dialect.delimiter || at >= bytes.length) break;
    at += 1;
  }
  const isPair = bytes[at] === carriageReturn && bytes[at + 1] === lineFeed;
  return { fields, end: at, next: Math.min(bytes.length, at + (isPair ? 2 : 1)) };
};

const quoted: QuotedField = { end: 0, escaped: false, lineEnds: 0 };

const endOfField = (bytes: Buffer, from: number, { delimiter, quote }: Dialect): number => {
  if (bytes[from] === quote && readQuoted(bytes, from, bytes.length, quote, quoted) === 'closed') {
    if (quoted.end === bytes.length || endsField(bytes[quoted.end], delimiter)) return quoted.end;
  }
  let at = from;
  while (at < bytes.length && !endsField(bytes[at], delimiter)) at += 1;
  return at;
};

const textOf = (text: string, quote: string): string =>
  text.length >= 2 && text.startsWith(quote) && text.endsWith(quote)
    ? text.slice(1, -1).replaceAll(quote + quote, quote)
    : text;
