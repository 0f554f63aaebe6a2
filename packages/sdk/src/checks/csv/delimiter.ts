import type { Dialect } from './dialect.ts';
import { splitRecord } from './split-record.ts';

const candidates = [',', ';', '\t', '|', '\u0001', '\u001f'];
const mostRecords = 50;

interface Candidate {
  readonly delimiter: string;
  /** How many columns of the contract the header then names. */
  readonly named: number;
  readonly score: number;
  /** Share of fields that look like whole values. */
  readonly whole: number;
}

/**
 * The delimiter by which the header names most columns of the contract; else the one that splits the first records into the most fields,
 * equally many in each, and each of them a whole value; a comma when none does.
 */
export const delimiterOf = (
  head: Buffer,
  quote: string,
  columns: readonly string[] = [],
  other: Partial<Dialect> = {},
): string => {
  const best = candidates
    .map((delimiter) => judged(head, delimiter, quote, new Set(columns), other))
    .reduce((one, two) => (compare(one, two) < 0 ? two : one));
  return best.score > 0 || best.named > 0 ? best.delimiter : ',';
};

const compare = (one: Candidate, two: Candidate): number =>
  one.named - two.named || roughly(one.score - two.score) || one.whole - two.whole || one.score - two.score;

/** One field more is no reason against whole values. */
const roughly = (difference: number): number => (Math.abs(difference) < 0.05 ? 0 : difference);

const judged = (
  head: Buffer,
  delimiter: string,
  quote: string,
  columns: ReadonlySet<string>,
  other: Partial<Dialect>,
): Candidate => {
  const records: (readonly string[])[] = [];
  const plain = { ownFields: 0, ...other, delimiter: delimiter.charCodeAt(0), quote: quote.charCodeAt(0) };
  const dialect = plain.loose === undefined ? plain : { ...plain, loose: { ...plain.loose, delimiter } };
  for (let at = 0; at < head.length && records.length < mostRecords;) {
    const { fields, next } = splitRecord(head, at, dialect);
    const isBlank = fields.length === 1 && fields[0] === '';
    if (!isBlank && (next < head.length || records.length === 0)) records.push(fields);
    at = next;
  }
  const [header = [], ...rest] = records;
  const { length: width } = header;
  const agreeing = rest.filter((fields) => fields.length === width).length + 1;
  return {
    delimiter,
    named: width === 1 && columns.size > 1 ? 0 : header.filter((name) => columns.has(name.trim())).length,
    score: width <= 1 ? 0 : agreeing / records.length + Math.min(width, 100) / 1000,
    whole: wholeShare(records, delimiter, quote),
  };
};

/** Quotes and other delimiters within a field are signs that it is none; a decimal comma is not. */
const wholeShare = (records: readonly (readonly string[])[], delimiter: string, quote: string): number => {
  const fields = records.flat();
  const foreign = candidates.filter((one) => one !== delimiter);
  const isWhole = (field: string): boolean =>
    isNumber.test(field) ||
    !(field.includes(quote) || field.startsWith(' ') || foreign.some((one) => one !== ',' && field.includes(one)));
  return fields.length === 0 ? 0 : fields.filter(isWhole).length / fields.length;
};

const isNumber = /^[+-]?[\d.,]+$/u;
