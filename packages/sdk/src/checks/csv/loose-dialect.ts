import { carriageReturn, type Dialect, lineFeed, mostQuotedBytes } from './dialect.ts';

/** A record of a dialect the fast scanner does not read. */
export interface LooseRecord {
  readonly fields: readonly string[];
  /** Where each field begins. */
  readonly starts: readonly number[];
  /** Where the record ends, without its line end; the end of its first line when its quotes are broken. */
  readonly end: number;
  readonly isBroken: boolean;
  /** Whether the bytes end within it. */
  readonly isOpen: boolean;
}

const [space, tab] = [32, 9];
const isBlank = (byte: number | undefined): boolean => byte === space || byte === tab;
const endsLine = (byte: number | undefined): boolean => byte === lineFeed || byte === carriageReturn;

const isAt = (bytes: Uint8Array, at: number, sign: string): boolean => {
  for (let index = 0; index < sign.length; index += 1) if (bytes[at + index] !== sign.charCodeAt(index)) return false;
  return true;
};

/** Whether a comment stands at `at`, where a record might begin. */
export const isComment = (bytes: Uint8Array, at: number, { loose }: Dialect): boolean =>
  loose?.comment !== undefined && isAt(bytes, at, loose.comment);

export const endOfLine = (bytes: Uint8Array, from: number, end: number): number => {
  let at = from;
  while (at < end && !endsLine(bytes[at])) at += 1;
  return at;
};

/** Reads the record at `from`: delimiters of several characters, escape signs, blanks around fields. */
export const looseRecord = (bytes: Buffer, from: number, end: number, dialect: Dialect): LooseRecord => {
  const fields: string[] = [];
  const starts: number[] = [];
  const { delimiter = '', trim = false } = dialect.loose ?? {};
  let at = from;
  for (;;) {
    starts.push(at);
    if (trim) while (at < end && isBlank(bytes[at]) && !isAt(bytes, at, delimiter)) at += 1;
    const isQuoted = at < end && bytes[at] === dialect.quote;
    const stop = isQuoted ? endOfQuoted(bytes, at, end, dialect) : endOfPlain(bytes, at, end, dialect);
    let next = stop;
    if (isQuoted && trim) while (next < end && isBlank(bytes[next]) && !isAt(bytes, next, delimiter)) next += 1;
    const isClosed = stop !== -1 && (next >= end || endsLine(bytes[next]) || isAt(bytes, next, delimiter));
    if (!isClosed)
      return {
        fields,
        starts,
        end: endOfLine(bytes, from, end),
        isBroken: true,
        isOpen: stop === -1 && end - at < mostQuotedBytes,
      };
    fields.push(isQuoted ? quotedText(bytes, at, stop, dialect) : plainText(bytes, at, stop, dialect));
    at = next;
    if (at >= end || !isAt(bytes, at, delimiter)) break;
    at += delimiter.length;
  }
  return { fields, starts, end: at, isBroken: false, isOpen: at >= end };
};

/** Just behind the closing quote; -1 without one. */
const endOfQuoted = (bytes: Uint8Array, from: number, end: number, { quote, loose }: Dialect): number => {
  for (let at = from + 1; at < Math.min(end, from + mostQuotedBytes); at += 1) {
    if (bytes[at] === loose?.escape && loose?.escape !== quote) at += 1;
    else if (bytes[at] === quote) {
      if (bytes[at + 1] !== quote || at + 1 >= end) return at + 1;
      at += 1;
    }
  }
  return -1;
};

const endOfPlain = (bytes: Uint8Array, from: number, end: number, { loose }: Dialect): number => {
  let at = from;
  while (at < end && !endsLine(bytes[at]) && !isAt(bytes, at, loose?.delimiter ?? '')) {
    if (bytes[at] === loose?.escape && at + 1 < end && !endsLine(bytes[at + 1])) at += 1;
    at += 1;
  }
  return at;
};

const quotedText = (bytes: Buffer, from: number, stop: number, { quote, loose }: Dialect): string => {
  const sign = String.fromCharCode(quote);
  return unescaped(bytes.toString('utf8', from + 1, stop - 1).replaceAll(sign + sign, sign), loose?.escape);
};

const plainText = (bytes: Buffer, from: number, stop: number, { loose }: Dialect): string => {
  const text = bytes.toString('utf8', from, stop);
  return unescaped(loose?.trim === true ? text.trim() : text, loose?.escape);
};

/** `\N` alone is what MySQL and PostgreSQL write for no value. */
const unescaped = (text: string, escape: number | undefined): string => {
  if (escape === undefined) return text;
  const sign = String.fromCharCode(escape);
  if (!text.includes(sign) || text === `${sign}N`) return text;
  let found = '';
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === sign && at + 1 < text.length) at += 1;
    found += text[at]!;
  }
  return found;
};

/** The end of the last whole record in `bytes[0, end)`; 0 when there is none. */
export const endOfLooseRecords = (bytes: Buffer, end: number, dialect: Dialect): number => {
  let at = 0;
  while (at < end) {
    const stop = isComment(bytes, at, dialect) ? endOfLine(bytes, at, end) : stopOf(bytes, at, end, dialect);
    if (stop === -1 || stop + 1 >= end) return at;
    at = stop + (bytes[stop] === carriageReturn && bytes[stop + 1] === lineFeed ? 2 : 1);
  }
  return at;
};

const stopOf = (bytes: Buffer, at: number, end: number, dialect: Dialect): number => {
  const record = looseRecord(bytes, at, end, dialect);
  return record.isOpen ? -1 : record.end;
};
