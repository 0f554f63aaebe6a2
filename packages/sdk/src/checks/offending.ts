import type { Contract, Expectation, FileReference } from '@sightglass/model/contract';
import type { Tally } from './collector.ts';
import { splitRecord } from './csv/split-record.ts';
import { exactObject, exactText } from './jsonl/exact-json.ts';
import { columnReader, isArrayPath } from './jsonl/path.ts';
import type { Layout } from './layout.ts';
import { createDecoder } from './source/encoding.ts';
import { secretColumns } from './secret-columns.ts';
import { visible } from './visible.ts';
import { likelyEncodings } from './source/likely-encodings.ts';

type ShowValues = (expectation: Expectation, tally: Tally) => string | undefined;

/** Shows the values that broke an expectation, as far as they can be shown: signs nobody sees escaped, personal ones starred out. */
export const offendingIn = ({ type, dialect, header }: Layout, contract: Contract, mayShow: boolean): ShowValues => {
  const isSecret = secretColumns(contract);
  const valueIn = (row: Buffer, column: string): string | undefined => {
    if (type !== 'csv') return exactText(columnReader(column)(exactObject(row.toString()) ?? {}));
    return splitRecord(row, 0, { ...dialect, ownFields: 0 }).fields[header.names.indexOf(column)];
  };
  return ({ kind, column, value }, { rows, lines }) => {
    if (rows.length === 0) return undefined;
    if (kind === 'json') return `line ${lines[0]}, ${jsonError(rows[0]!.toString())}`;
    if (kind === 'encoding') return likely(Buffer.concat(rows));
    if (kind === 'not_null' || !mayShow) return undefined;
    const own = kind === 'reference' ? (value as FileReference).columns : value;
    const names = column === undefined ? (Array.isArray(own) ? (own as string[]) : []) : [column];
    if (names.length === 0 || (type !== 'csv' && names.some(isArrayPath))) return undefined;
    const shown = rows.map((row) => names.map((name) => visible(valueIn(row, name) ?? '', isSecret(name))).join(' + '));
    return [...new Set(shown)].join(', ');
  };
};

const likely = (bytes: Buffer): string | undefined => {
  const found = likelyEncodings(bytes, createDecoder);
  return found.length === 0 ? undefined : `likely ${found.join(' or ')}; declare format.encoding`;
};

/** Where a line stops being JSON, and why. */
const jsonError = (line: string): string => {
  try {
    const value: unknown = JSON.parse(line);
    return `column 1: ${Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`} and no object`;
  } catch (error) {
    const { message } = error as Error;
    const offset = Number(/at position (\d+)/u.exec(message)?.[1] ?? offsetOf(message, line));
    const why = message
      .replace(/ (?:in JSON )?at position.*$/u, '')
      .replace(/, (?:\.\.\.)?"[\s\S]*$/u, '')
      .replace(/ in JSON$/u, '');
    return `column ${offset + 1}: ${why}`;
  }
};

/** V8 leaves the place out of some messages, which quote what stands there. */
const offsetOf = (message: string, line: string): number => {
  if (/Unexpected end/u.test(message)) return line.length;
  const token = /^Unexpected token '([\s\S]+?)'/u.exec(message)?.[1];
  for (let at = 0; token !== undefined && at < line.length; at += 1)
    if (line.startsWith(token, at) && !isJsonPrefix(line.slice(0, at + token.length))) return at;
  return 0;
};

const isJsonPrefix = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return /Unexpected end|Unterminated/u.test((error as Error).message);
  }
};
