import type { Contract } from '@sightglass/model/contract';
import type { RejectedRow } from '../collector.ts';
import { type Dialect, delimiterText } from '../csv/dialect.ts';
import { type Header, maskedFields, rejectFields } from '../csv/header.ts';
import { isPath, maskedAt, stepsOf } from '../jsonl/path.ts';
import { jsonIn, objectIn } from '../jsonl/row.ts';
import { splitRecord } from '../csv/split-record.ts';

/** How rejected rows of one file are written. */
export interface RejectFormat {
  readonly heading: string;
  readonly lineOf: (row: RejectedRow) => Buffer;
  /** The row alone, with personal columns starred out. */
  readonly shown: (row: RejectedRow) => string;
}

/** The row as it was, behind the line it stood on and why it was rejected: a CSV file like the first, with two more columns. */
export const csvRejects = (header: Header, dialect: Dialect, contract: Contract, masked: boolean): RejectFormat => {
  const delimiter = delimiterText(dialect);
  const names = header.text ?? header.names.map((name) => quotedField(name, delimiter)).join(delimiter);
  const pii = piiColumns(header, contract);
  const own = masked && pii.length > 0 ? maskedFields : rejectFields;
  const hidden = (bytes: Buffer): Buffer => (pii.length === 0 ? bytes : maskRow(bytes, dialect, header, pii));
  return {
    heading: `${[...own, names].join(delimiter)}\n`,
    lineOf: ({ firstLine, bytes, reasons }) => {
      const start = `${firstLine}${delimiter}${quotedField(reasons.join(' '), delimiter)}${delimiter}`;
      return Buffer.concat([Buffer.from(start), masked ? hidden(bytes) : bytes]);
    },
    shown: ({ bytes }) => hidden(bytes).toString(),
  };
};

/** One JSON object a line: the line it stood on, why it was rejected, and the row as it was, as text when it is no object. */
export const jsonRejects = (dialect: Dialect, contract: Contract, masked: boolean): RejectFormat => {
  const pii = new Set(contract.columns.filter((column) => column.pii).map(({ name }) => name));
  const hidden = pii.size === 0 ? (bytes: Buffer) => bytes : maskedRow(pii);
  const isHidden = masked && pii.size > 0;
  const rowOf = isHidden ? hidden : sameRow(dialect.ownFields > 0);
  const [, reasonsKey] = isHidden ? maskedFields : rejectFields;
  return {
    heading: '',
    lineOf: ({ firstLine, bytes, reasons }) => {
      const own = `{"_line":${firstLine},"${reasonsKey}":${JSON.stringify(reasons)},"row":`;
      return Buffer.concat([Buffer.from(own), rowOf(bytes), Buffer.from('}')]);
    },
    shown: ({ bytes }) => hidden(bytes).toString(),
  };
};

/** Text that is no object stands as a string; in a reject file it does already. */
const sameRow =
  (isReplay: boolean) =>
  (bytes: Buffer): Buffer => {
    const text = bytes.toString();
    const isKept = isReplay ? jsonIn(text) !== undefined : objectIn(text) !== undefined;
    return isKept ? bytes : Buffer.from(JSON.stringify(text));
  };

const maskedRow =
  (pii: ReadonlySet<string>, paths = [...pii].filter(isPath).map(stepsOf)) =>
  (bytes: Buffer): Buffer => {
    const row = objectIn(bytes.toString());
    if (row === undefined) return Buffer.from(JSON.stringify('***'));
    const hidden = Object.fromEntries(Object.entries(row).map(([key, value]) => [key, pii.has(key) ? '***' : value]));
    return Buffer.from(JSON.stringify(paths.reduce<unknown>(maskedAt, hidden)));
  };

const piiColumns = ({ names }: Header, { columns }: Contract): number[] => {
  const secret = new Set(columns.filter(({ pii }) => pii).map(({ name }) => name));
  return [...names.entries()].flatMap(([index, name]) => (secret.has(name) ? [index] : []));
};

const quotedField = (text: string, delimiter: string): string =>
  text.includes(delimiter) || /["\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const letters = /[\p{L}\p{N}]/gu;

/** The row with the letters and digits of personal columns starred out; all of them when its columns cannot be distinguished. */
const maskRow = (bytes: Buffer, dialect: Dialect, { names }: Header, pii: readonly number[]): Buffer => {
  const { fields, next } = splitRecord(bytes, 0, dialect);
  if (fields.length !== names.length || next < bytes.length) return Buffer.from(masked(bytes.toString()));
  const quote = String.fromCharCode(dialect.quote);
  const delimiter = delimiterText(dialect);
  const shown = fields.map((field, index) => {
    const text = pii.includes(index) ? masked(field) : field;
    const isPlain = !text.includes(delimiter) && !text.includes(quote) && !/[\r\n]/u.test(text);
    return isPlain ? text : quote + text.replaceAll(quote, quote + quote) + quote;
  });
  return Buffer.from(shown.join(delimiter));
};

const masked = (text: string): string => text.replaceAll(letters, '*');
