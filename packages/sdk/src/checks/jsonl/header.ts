import type { Contract } from '@sightglass/model/contract';
import { type Header, noLines } from '../csv/header.ts';
import { objectIn, splitRejectLine } from './row.ts';

const mostLines = 100;

/** The columns of a file of JSON objects: the keys of the first of them, in the order in which they are met. */
export const objectHeader = (head: Buffer, contract: Contract): Header => {
  const isReject = isJsonRejectFile(head);
  const lines = head.toString().split('\n').slice(0, mostLines);
  const rows = isReject ? lines.map((line) => splitRejectLine(line)?.row ?? '') : lines;
  const keys = new Set(rows.flatMap((row) => Object.keys(objectIn(row) ?? {})));
  const optional = contract.columns.map(({ name }) => name).filter((name) => keys.size > 0 && !keys.has(name));
  const late = optional.filter((name) => head.includes(`"${name}"`));
  return { names: [...keys, ...late], duplicates: [], text: undefined, bytes: 0, ...noLines };
};

/** Whether the file is one of our reject files. */
export const isJsonRejectFile = (head: Buffer): boolean => head.toString('latin1', 0, 9) === '{"_line":';
