import type { Contract } from '@sightglass/model/contract';
import { blockBytes } from './blocks/cut-blocks.ts';
import { endOfRecords } from './csv/cut.ts';
import { delimiterOf } from './csv/delimiter.ts';
import { type Dialect, lineFeed } from './csv/dialect.ts';
import { type Header, isRejectFile, readHeader, rejectFields } from './csv/header.ts';
import { isJsonRejectFile, objectHeader } from './jsonl/header.ts';
import { objectIn } from './jsonl/row.ts';
import { headBytes, type Source } from './source/open-source.ts';
import { SourceError } from './source/source-error.ts';

/** How the bytes of a file become rows. */
export interface Layout {
  readonly type: 'csv' | 'jsonl' | 'parquet';
  readonly delimiter: string;
  readonly dialect: Dialect;
  readonly header: Header;
  readonly endOfRecords: (bytes: Buffer, end: number) => number;
  readonly bufferBytes: number;
}

/** Looks at the first bytes and moves the reader behind the header. */
export const layoutOf = async (file: string, { reader, isParquet }: Source, contract: Contract): Promise<Layout> => {
  const head = await reader.peek(headBytes);
  const type = isParquet ? 'parquet' : typeOf(file, head, contract);
  const layout = type === 'csv' ? csvLayout(head, contract) : jsonLayout(head, contract, type);
  await reader.fill(new Uint8Array(layout.header.bytes), 0);
  return { ...layout, bufferBytes: blockBytes * 2 + 16 };
};

const jsonLines = /\.(?:jsonl|ndjson|jsonlines)(?:\.gz|\.zst)?$/iu;

/** Reject files are told by how they begin: they may have any name, and that of a Parquet file holds JSON lines. */
const typeOf = (file: string, head: Buffer, { format }: Contract): Layout['type'] => {
  if (isJsonRejectFile(head)) return 'jsonl';
  if (format.type !== undefined) return format.type;
  if (/^\s*\[\s*\{/u.test(head.toString('latin1', 0, longestOpening))) throw new SourceError(arrayWords(file));
  return jsonLines.test(file) || beginsWithObject(head) ? 'jsonl' : 'csv';
};

const longestOpening = 200;
const arrayWords = (file: string): string =>
  `${file} holds one JSON array; write an object a line, as jq -c '.[]' does, or say format.type if it is none`;

const beginsWithObject = (head: Buffer): boolean => {
  const end = head.indexOf(lineFeed);
  return head[0] === openBrace && objectIn(head.toString('utf8', 0, end === -1 ? head.length : end)) !== undefined;
};
const openBrace = 123;

type Found = Omit<Layout, 'bufferBytes'>;

const csvLayout = (head: Buffer, contract: Contract): Found => {
  const { quote } = contract.format;
  const delimiter = contract.format.delimiter ?? delimiterOf(head, quote);
  const plain: Dialect = { delimiter: delimiter.charCodeAt(0), quote: quote.charCodeAt(0), ownFields: 0 };
  const dialect = isRejectFile(head, plain) ? { ...plain, ownFields: rejectFields.length } : plain;
  return {
    type: 'csv',
    delimiter,
    dialect,
    header: readHeader(head, dialect, contract),
    endOfRecords: (bytes, end) => endOfRecords(bytes, end, dialect),
  };
};

const jsonLayout = (head: Buffer, contract: Contract, type: 'jsonl' | 'parquet'): Found => ({
  type,
  delimiter: ',',
  dialect: { delimiter: 44, quote: 34, ownFields: isJsonRejectFile(head) ? rejectFields.length : 0 },
  header: objectHeader(head, contract),
  endOfRecords: (bytes, end) => bytes.subarray(0, end).lastIndexOf(lineFeed) + 1,
});
