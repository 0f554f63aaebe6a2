import { type ColumnBatch, textAt } from './column-batch.ts';
import { compareDecimals, digitsIn } from './exact-decimal.ts';

export type Broke = (row: number) => void;
/** Calls `broke` for every row of the batch whose value is not as expected. No value breaks nothing. */
export type RowCheck = (batch: ColumnBatch, broke: Broke) => void;

export const notNull: RowCheck = ({ table, facts, scratch: { isNull } }, broke) => {
  if (facts.nulls === 0) return;
  for (let row = 0; row < table.rows; row += 1) if (isNull[row] === 1) broke(row);
};

/** The text was no number or time. */
export const parsed: RowCheck = ({ table, facts, scratch: { isNull, values } }, broke) => {
  if (facts.unread === 0) return;
  for (let row = 0; row < table.rows; row += 1) if (isNull[row] === 0 && Number.isNaN(values[row])) broke(row);
};

/** Longer texts may differ where doubles do not. */
const exactLength = 15;

/** `exact` is the bound of numbers as it is written, `plain` writes those of the column with a point. */
export const atLeast =
  (least: number, exact?: string, plain?: Plain): RowCheck =>
  (batch, broke) => {
    const { table, facts, scratch } = batch;
    if (facts.low > least || (facts.low === least && exact === undefined)) return;
    for (let row = 0; row < table.rows; row += 1) {
      const value = scratch.values[row]!;
      if (value < least || (value === least && differs(batch, row, exact, plain) < 0)) broke(row);
    }
  };

export const atMost =
  (most: number, exact?: string, plain?: Plain): RowCheck =>
  (batch, broke) => {
    const { table, facts, scratch } = batch;
    if (facts.high < most || (facts.high === most && exact === undefined)) return;
    for (let row = 0; row < table.rows; row += 1) {
      const value = scratch.values[row]!;
      if (value > most || (value === most && differs(batch, row, exact, plain) > 0)) broke(row);
    }
  };

type Plain = (text: string) => string;
const asWritten: Plain = (text) => text;

/** The number is one of so many digits: before the point, behind it, and in all. */
export const digitsWithin =
  (fits: (whole: number, decimals: number) => boolean, plain: Plain): RowCheck =>
  (batch, broke) => {
    for (let row = 0; row < batch.table.rows; row += 1) {
      if (Number.isNaN(batch.scratch.values[row]!)) continue;
      const { whole, decimals } = digitsIn(plain(textAt(batch, row)));
      if (!fits(whole, decimals)) broke(row);
    }
  };

/** How a number that is the same double as a bound compares with it. */
const differs = (batch: ColumnBatch, row: number, exact: string | undefined, plain: Plain = asWritten): number => {
  const cell = row * batch.table.width + batch.column;
  const length = batch.table.ends[cell]! - batch.table.starts[cell]!;
  if (exact === undefined || (length <= exactLength && exact.length <= exactLength)) return 0;
  return compareDecimals(plain(textAt(batch, row)), exact);
};

/** Every check of the list. */
export const allOf =
  (...checks: readonly RowCheck[]): RowCheck =>
  (batch, broke) => {
    for (const check of checks) check(batch, broke);
  };

export const lengthWithin =
  (least: number, most: number): RowCheck =>
  ({ bytes, table, column, scratch: { isNull }, kernel }, broke) => {
    const { rows, width, starts, ends } = table;
    if (kernel !== undefined) {
      kernel.run.lengthRange(column, rows);
      if (kernel.found[0]! >= least && kernel.found[1]! <= most) return;
    }
    for (let row = 0, cell = column; row < rows; row += 1, cell += width) {
      const length = charactersIn(bytes, starts[cell]!, ends[cell]!);
      if ((length < least || length > most) && isNull[row] === 0) broke(row);
    }
  };

/** Code points: bytes that begin one. */
export const charactersIn = (bytes: Uint8Array, start: number, end: number): number => {
  let count = 0;
  for (let at = start; at < end; at += 1) if ((bytes[at]! & 0xc0) !== 0x80) count += 1;
  return count;
};

/** Judges each value of the dictionary once, and each other value as it comes. */
export const textHolds = (holds: (text: string, row: number) => boolean): RowCheck => {
  let verdicts = new Uint8Array(64);
  /** Entries of the dictionary below this have been judged, and none was bad; -1 once one was. */
  let good = 0;
  return (batch, broke) => {
    const { topEntry } = batch.facts;
    if (topEntry < good) return;
    const judge = (row: number): number => (holds(textAt(batch, row), row) ? 1 : 2);
    const { isNull, entries } = batch.scratch;
    for (let row = 0; row < batch.table.rows; row += 1) {
      if (isNull[row] === 1) continue;
      const entry = entries[row]!;
      if (entry >= verdicts.length) verdicts = longer(verdicts, entry);
      const verdict = entry === -1 ? judge(row) : (verdicts[entry] ||= judge(row));
      if (verdict !== 2) continue;
      if (entry !== -1) good = -1;
      broke(row);
    }
    if (good !== -1 && topEntry !== Infinity) good = topEntry + 1;
  };
};

const longer = (verdicts: Uint8Array<ArrayBuffer>, entry: number): Uint8Array<ArrayBuffer> => {
  const larger = new Uint8Array(Math.max(verdicts.length * 2, entry + 1));
  larger.set(verdicts);
  return larger;
};
