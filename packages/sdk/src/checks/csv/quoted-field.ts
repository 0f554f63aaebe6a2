import { carriageReturn, lineFeed, mostQuotedBytes } from './dialect.ts';

/** Where a quoted field ends, or why it does not. */
export interface QuotedField {
  /** Just behind the closing quote. */
  end: number;
  /** Whether it holds doubled quotes. */
  escaped: boolean;
  lineEnds: number;
}

/** `open`: no closing quote before `end` of the bytes. `endless`: none within {@link mostQuotedBytes}. */
export type QuoteState = 'closed' | 'open' | 'endless';

/** Reads the quoted field that opens at `at` (RFC 4180: a quote inside is doubled). Fills `field`. */
export const readQuoted = (
  bytes: Uint8Array,
  at: number,
  end: number,
  quote: number,
  field: QuotedField,
): QuoteState => {
  const limit = Math.min(end, at + mostQuotedBytes);
  field.escaped = false;
  field.lineEnds = 0;
  for (let next = at + 1; next < limit; next += 1) {
    const byte = bytes[next];
    if (byte === quote) {
      if (next + 1 < end && bytes[next + 1] === quote) {
        field.escaped = true;
        next += 1;
      } else {
        field.end = next + 1;
        return 'closed';
      }
    } else if (byte === lineFeed || (byte === carriageReturn && bytes[next + 1] !== lineFeed)) field.lineEnds += 1;
  }
  return limit === end ? 'open' : 'endless';
};

/** Copies the value of a field with doubled quotes to `target`; returns where it ends there. */
export const unescapeQuoted = (
  bytes: Uint8Array,
  start: number,
  end: number,
  quote: number,
  target: number,
): number => {
  let to = target;
  for (let at = start; at < end; at += 1) {
    bytes[to] = bytes[at]!;
    to += 1;
    if (bytes[at] === quote) at += 1;
  }
  return to;
};
