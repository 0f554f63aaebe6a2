import type { RejectedSample } from '@sightglass/model/contract';
import type { RejectedRow } from '../collector.ts';

const mostEach = 2;
const mostInAll = 10;
const mostLetters = 300;

export interface Samples {
  readonly rows: readonly RejectedSample[];
  add(row: RejectedRow): void;
}

/** Keeps the first rows rejected for each reason, as `textOf` shows them. */
export const createSamples = (textOf: (row: RejectedRow) => string): Samples => {
  const rows: RejectedSample[] = [];
  const taken = new Map<string, number>();
  return {
    rows,
    add: (row) => {
      if (rows.length >= mostInAll) return;
      const [reason = ''] = row.reasons;
      const times = taken.get(reason) ?? 0;
      if (times >= mostEach) return;
      taken.set(reason, times + 1);
      rows.push({ line: row.line, reasons: row.reasons, row: cutShort(textOf(row)) });
    },
  };
};

const cutShort = (text: string): string => (text.length <= mostLetters ? text : `${text.slice(0, mostLetters)}…`);
