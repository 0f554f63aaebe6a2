import { mostEntries } from '../profile/dictionary.ts';
import { type ColumnBatch, textAt } from './column-batch.ts';

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

export const atLeast =
  (least: number): RowCheck =>
  ({ table, facts, scratch: { values } }, broke) => {
    if (facts.low >= least) return;
    for (let row = 0; row < table.rows; row += 1) if (values[row]! < least) broke(row);
  };

export const atMost =
  (most: number): RowCheck =>
  ({ table, facts, scratch: { values } }, broke) => {
    if (facts.high <= most) return;
    for (let row = 0; row < table.rows; row += 1) if (values[row]! > most) broke(row);
  };

export const lengthWithin =
  (least: number, most: number): RowCheck =>
  ({ bytes, table, column, scratch: { isNull } }, broke) => {
    const { rows, width, starts, ends } = table;
    for (let row = 0, place = column; row < rows; row += 1, place += width) {
      const length = charactersIn(bytes, starts[place]!, ends[place]!);
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
  const verdicts = new Uint8Array(mostEntries);
  return (batch, broke) => {
    const judge = (row: number): number => (holds(textAt(batch, row), row) ? 1 : 2);
    const { isNull, entries } = batch.scratch;
    for (let row = 0; row < batch.table.rows; row += 1) {
      if (isNull[row] === 1) continue;
      const entry = entries[row]!;
      const verdict = entry === -1 ? judge(row) : (verdicts[entry] ||= judge(row));
      if (verdict === 2) broke(row);
    }
  };
};
