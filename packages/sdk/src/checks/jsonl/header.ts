import type { Contract } from '@sightglass/model/contract';
import { type Header, noLines } from '../csv/header.ts';
import { objectIn, splitRejectLine } from './row.ts';

const mostLines = 100;

/** The keys of the first objects, in the order in which they are met. */
export const firstKeys = (head: Buffer): string[] => {
  const isReject = isJsonRejectFile(head);
  const lines = head.toString().split('\n').slice(0, mostLines);
  const rows = isReject ? lines.map((line) => splitRejectLine(line)?.row ?? '') : lines;
  return [...new Set(rows.flatMap((row) => Object.keys(objectIn(row) ?? {})))];
};

/** The columns of a file of JSON objects. */
export const objectHeader = (names: readonly string[]): Header => ({
  names,
  duplicates: [],
  text: undefined,
  bytes: 0,
  ...noLines,
});

/** Columns of the contract that are not among `keys`. */
export const columnsBeyond = (keys: readonly string[], { columns }: Contract): string[] => {
  const known = new Set(keys);
  return columns.map(({ name }) => name).filter((name) => !known.has(name));
};

/** Whether the file is one of our reject files. */
export const isJsonRejectFile = (head: Buffer): boolean => head.toString('latin1', 0, 9) === '{"_line":';
