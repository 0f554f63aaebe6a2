import type { Contract, Encoding } from '@sightglass/model/contract';
import { blockRoom } from './blocks/block.ts';
import { delimiterOf } from './csv/delimiter.ts';
import { delimiterText, type Dialect, lineFeed } from './csv/dialect.ts';
import { type Header, isRejectFile, namedDelimiter, readHeader, rejectFields, startOfHeader } from './csv/header.ts';
import { arrayLines } from './jsonl/array-lines.ts';
import { columnsBeyond, firstKeys, isJsonRejectFile, objectHeader } from './jsonl/header.ts';
import { namesIn } from './jsonl/late-keys.ts';
import { isPath, keysIn } from './jsonl/path.ts';
import { objectIn } from './jsonl/row.ts';
import { createCutter } from './kernel/cutter.ts';
import { type ByteReader, createByteReader } from './source/byte-reader.ts';
import { headBytes, openSource, type Source } from './source/open-source.ts';
import { SourceError } from './source/source-error.ts';
import { type HeldTrailer, withoutTrailer } from './trailer/hold-trailer.ts';

/** How the bytes of a file become rows. */
export interface Layout {
  readonly type: 'csv' | 'jsonl' | 'parquet';
  readonly delimiter: string;
  readonly dialect: Dialect;
  readonly header: Header;
  /** The records behind the header. */
  readonly reader: ByteReader;
  readonly endOfRecords: (bytes: Buffer, end: number) => number;
  readonly bufferBytes: number;
  /** Filled when the records have been read. */
  readonly trailer: HeldTrailer;
}

/** Looks at the first bytes and moves the reader behind the header. Raises SourceError. */
export const layoutOf = async (file: string, source: Source, contract: Contract): Promise<Layout> => {
  const { reader, columns } = source;
  const head = await firstRecords(reader);
  const type = columns === undefined ? typeOf(file, head, contract) : 'parquet';
  const found =
    type === 'csv'
      ? csvLayout(head, contract)
      : await jsonLayout(file, source, head, contract, type === 'array' ? 'jsonl' : type);
  await reader.fill(new Uint8Array(found.header.bytes), 0);
  const all = type === 'array' ? createByteReader(arrayLines(file, reader)) : reader;
  const trailer: HeldTrailer = { text: undefined, lines: 0 };
  const rules = type === 'parquet' || found.dialect.ownFields > 0 ? undefined : contract.format.trailer;
  const rows = rules === undefined ? all : withoutTrailer(all, rules, trailer);
  return { ...found, reader: rows, bufferBytes: blockRoom, trailer };
};

/** The head of the text, with its first line whole. */
const firstRecords = async (reader: ByteReader): Promise<Buffer> => {
  const head = await reader.peek(headBytes);
  return head.length < headBytes || head.includes(lineFeed) ? head : await reader.peek(mostHeadBytes);
};
const mostHeadBytes = 8 << 20;

const jsonLines = /\.(?:jsonl|ndjson|jsonlines)(?:\.gz|\.zst|\.zip)?$/iu;

/** Reject files are recognised by how they begin: they may have any name, and that of a Parquet file holds JSON lines. */
const typeOf = (file: string, head: Buffer, { format }: Contract): 'csv' | 'jsonl' | 'array' => {
  if (isJsonRejectFile(head)) return 'jsonl';
  const begin = head.toString('latin1', 0, longestOpening);
  const isCsv = format.type === 'csv';
  if (!isCsv && /^\s*\[\s*(?:\{|\]\s*$)/u.test(begin)) return 'array';
  if (!isCsv && beginsPretty.test(begin)) throw new SourceError(prettyWords(file));
  if (isCsv) return 'csv';
  if (format.type === 'jsonl' || jsonLines.test(file) || beginsWithObject(head)) return 'jsonl';
  if (format.type === 'parquet') throw new SourceError(`${file} is not a Parquet file, and the contract declares one`);
  return 'csv';
};

const longestOpening = 2000;
/** An object whose first line is not the whole of it: a brace alone, or one key and what it opens or a comma. */
const beginsPretty = /^\s*\{[ \t]*(?:"(?:[^"\\\n]|\\.)*"[ \t]*:[^\n]*[,[{][ \t]*)?\r?\n\s*["}]/u;
const prettyWords = (file: string): string =>
  `${file} holds JSON objects of several lines (pretty-printed); write an object a line, as jq -c . does`;

const beginsWithObject = (head: Buffer): boolean => {
  const start = head.findIndex((byte) => byte > 32);
  if (head[start] !== openBrace) return false;
  const [first = '', second = ''] = head.toString('utf8', start).split('\n', 2);
  return (
    objectIn(first) !== undefined || (/^\{\s*"(?:[^"\\]|\\.)*"\s*:/u.test(first) && objectIn(second) !== undefined)
  );
};
const openBrace = 123;

/** Columns of the contract that lead into others, which are known. */
const pathsWithin = (columns: readonly string[], contract: Contract): string[] =>
  columnsBeyond(columns, contract).filter((name) => isPath(name) && columns.includes(keysIn(name)[0]!));

type Found = Omit<Layout, 'bufferBytes' | 'reader' | 'trailer'>;

const csvLayout = (head: Buffer, contract: Contract): Found => {
  const plain = dialectOf(head, contract);
  const delimiter = delimiterText(plain);
  const dialect = isRejectFile(head, plain) ? { ...plain, ownFields: rejectFields.length } : plain;
  return {
    type: 'csv',
    delimiter,
    dialect,
    header: readHeader(head, dialect, contract),
    endOfRecords: createCutter(dialect),
  };
};

const dialectOf = (head: Buffer, contract: Contract): Dialect => {
  const { format, columns } = contract;
  const { escape, comment, trim = false } = format;
  const own = { escape: escape?.charCodeAt(0), comment, trim, delimiter: format.delimiter ?? '' };
  const isLoose = escape !== undefined || comment !== undefined || trim || own.delimiter.length > 1;
  const quote = format.quote.charCodeAt(0);
  const common = { quote, ownFields: 0, ...(isLoose ? { loose: own } : {}) };
  const rows = head.subarray(startOfHeader(head, { delimiter: 0, ...common }, contract));
  const names = columns.map(({ name }) => name);
  const delimiter = format.delimiter ?? namedDelimiter(head) ?? delimiterOf(rows, format.quote, names, common);
  return { ...common, delimiter: delimiter.charCodeAt(0), ...(isLoose ? { loose: { ...own, delimiter } } : {}) };
};

const jsonLayout = async (
  file: string,
  { columns, encoding }: Source,
  head: Buffer,
  contract: Contract,
  type: 'jsonl' | 'parquet',
): Promise<Found> => ({
  type,
  delimiter: ',',
  dialect: { delimiter: 44, quote: 34, ownFields: isJsonRejectFile(head) ? rejectFields.length : 0 },
  header: objectHeader(
    columns === undefined
      ? await keysOf(file, head, contract, encoding)
      : [...columns, ...pathsWithin(columns, contract)],
  ),
  endOfRecords: (bytes, end) => bytes.subarray(0, end).lastIndexOf(lineFeed) + 1,
});

/** Those of the first objects, and of the contract's columns those that come later. */
const keysOf = async (file: string, head: Buffer, contract: Contract, encoding: Encoding): Promise<string[]> => {
  const first = firstKeys(head);
  const beyond = columnsBeyond(first, contract);
  if (beyond.length === 0) return first;
  await using again = await openSource(file, encoding);
  const wanted = new Set(beyond.flatMap((name) => (isPath(name) ? keysIn(name) : [name])));
  const late = new Set(await namesIn(again.reader, [...wanted]));
  const found = beyond.filter((name) => late.has(name) || (isPath(name) && keysIn(name).every((key) => late.has(key))));
  return [...first, ...found];
};
