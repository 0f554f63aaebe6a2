import type { Contract } from '@sightglass/model/contract';
import { isOptional } from '@sightglass/model/contract';
import { columnsRead } from '../contract/columns-read.ts';
import { type Dialect, delimiterText } from './dialect.ts';
import { endOfLine, isComment } from './loose-dialect.ts';
import { splitRecord } from './split-record.ts';

/** The columns of a file. */
export interface Header {
  /** One name a column, no name twice. */
  readonly names: readonly string[];
  /** Names that stood there more than once. */
  readonly duplicates: readonly string[];
  /** Those of the names that lead to values within a JSON object, which have no order. */
  readonly paths?: readonly string[];
  /** What stood in the file; undefined when it has no header. */
  readonly text: string | undefined;
  /** What stands before it: lines to be skipped, comments. */
  readonly preamble?: string;
  /** Bytes and lines of the file it takes, blank lines before it included. */
  readonly bytes: number;
  readonly lines: number;
  readonly lineEnds: LineEnds;
}

export interface LineEnds {
  readonly lf: number;
  readonly crlf: number;
  readonly cr: number;
}

/** Names of the first fields of a reject file, which are ours. */
export const rejectFields = ['_line', '_reasons'] as const;
/** Those of one whose personal columns are starred out. */
export const maskedFields = ['_line', '_reasons_masked'] as const;

/** The columns of a CSV file that begins with `head`. */
export const readHeader = (head: Buffer, dialect: Dialect, contract: Contract): Header => {
  const start = startOfHeader(head, dialect, contract);
  if (start === head.length)
    return { names: [], duplicates: [], text: undefined, bytes: start, ...linesOf(head.subarray(0, start)) };
  const { fields, end, next } = splitRecord(head, start, dialect);
  const own = dialect.ownFields;
  if (!contract.format.header && own === 0)
    return {
      ...withoutHeader(fields.length, contract),
      preamble: head.toString('utf8', 0, start),
      bytes: start,
      ...linesOf(head.subarray(0, start)),
    };
  const names = fields.map((name) => name.trim());
  return {
    ...distinct(names.slice(own)),
    preamble: own === 0 ? head.toString('utf8', 0, start) : '',
    text: contract.format.header ? textAfter(head.toString('utf8', start, end), own, dialect) : undefined,
    bytes: next,
    ...linesOf(head.subarray(0, next)),
  };
};

/** Whether the file is one of our reject files. */
/** Behind the lines to be skipped, a `sep=` line, comments and blank lines; a reject file has none. */
export const startOfHeader = (head: Buffer, dialect: Dialect, { format }: Contract): number => {
  if (dialect.ownFields > 0) return afterBlankLines(head);
  let at = 0;
  for (let line = 0; line < (format.skipLines ?? 0); line += 1) at = afterLine(head, at);
  at += /^sep=[^\r\n](?:\r\n|\r|\n)/iu.exec(head.toString('latin1', at, at + 8))?.[0].length ?? 0;
  for (;;) {
    at += afterBlankLines(head.subarray(at));
    if (at >= head.length || !isComment(head, at, dialect)) return at;
    at = afterLine(head, at);
  }
};

/** The delimiter a first line names for Excel: `sep=;`. */
export const namedDelimiter = (head: Buffer): string | undefined =>
  /^sep=([^\r\n])[\r\n]/iu.exec(head.toString('latin1', 0, 8))?.[1];

const afterLine = (bytes: Buffer, from: number): number => {
  const end = endOfLine(bytes, from, bytes.length);
  return Math.min(bytes.length, end + (bytes[end] === 13 && bytes[end + 1] === 10 ? 2 : 1));
};

export const isRejectFile = (head: Buffer, dialect: Dialect): boolean => {
  const { fields } = splitRecord(head, afterBlankLines(head), dialect);
  return [rejectFields, maskedFields].some((own) => own.every((name, nth) => fields[nth] === name));
};

const textAfter = (text: string, fields: number, dialect: Dialect): string =>
  text.split(delimiterText(dialect)).slice(fields).join(delimiterText(dialect));

const afterBlankLines = (head: Buffer): number => {
  let at = 0;
  while (at < head.length && (head[at] === 10 || head[at] === 13)) at += 1;
  return at;
};

const linesOf = (bytes: Buffer): Pick<Header, 'lines' | 'lineEnds'> => {
  const ends: readonly string[] = bytes.toString('latin1', 0, bytes.length).match(/\r\n|\r|\n/gu) ?? [];
  const count = (wanted: string): number => ends.filter((end) => end === wanted).length;
  return { lines: ends.length, lineEnds: { lf: count('\n'), crlf: count('\r\n'), cr: count('\r') } };
};

export const noLines = { lines: 0, lineEnds: { lf: 0, crlf: 0, cr: 0 } } as const;

/** The columns of the contract in its order, or numbered ones. */
const withoutHeader = (width: number, { columns }: Contract): Header => {
  const names = Array.from({ length: width }, (_, index) => columns[index]?.name ?? `column_${index + 1}`);
  return { ...distinct(names), text: undefined, bytes: 0, ...noLines };
};

const distinct = (given: readonly string[]): Pick<Header, 'names' | 'duplicates'> => {
  const seen = new Map<string, number>();
  const duplicates = new Set<string>();
  const names = given.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    if (times > 1) duplicates.add(name);
    return times === 1 ? name : `${name} (${times})`;
  });
  return { names, duplicates: [...duplicates] };
};

/** What is wrong with the columns of a file. */
export const compareHeader = ({ names, paths = [] }: Pick<Header, 'names' | 'paths'>, contract: Contract) => {
  const { columns } = contract;
  const wanted = columns.map(({ name }) => name);
  const [isWanted, isThere] = [new Set(wanted), new Set(names)];
  const present = wanted.filter((name) => isThere.has(name) && !paths.includes(name));
  const inFile = names.filter((name) => isWanted.has(name) && !paths.includes(name));
  return {
    missing: [
      ...columns.filter((column) => !isOptional(column)).map(({ name }) => name),
      // A rule about a column that is described nowhere would never be checked, and the file would pass.
      ...columnsRead(contract).filter((name) => !isWanted.has(name)),
    ].filter((name) => !isThere.has(name)),
    extra: wanted.length === 0 ? [] : names.filter((name) => !isWanted.has(name)),
    moved: present.filter((name, nth) => inFile[nth] !== name),
  };
};
