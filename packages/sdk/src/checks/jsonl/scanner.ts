import type { ScanState, ScanTarget } from '../csv/scanner.ts';
import type { Dialect } from '../csv/dialect.ts';
import { lineFeed } from '../csv/dialect.ts';
import { exactObject, exactText } from './exact-json.ts';
import { columnReader, isPath } from './path.ts';
import type { JsonRow } from './row.ts';
import type { SeenKeys } from './seen-keys.ts';
import { splitRejectLine } from './row.ts';
import { SourceError } from '../source/source-error.ts';

/** Takes a row of JSON, with its number in the block. */
export type OnJsonRow = (row: JsonRow, ordinal: number) => void;

/** Reads one JSON object a line into the table: values behind the block, as the text a CSV file would have; no value for null. */
export const scanObjects =
  (header: readonly string[], seen: SeenKeys, onRow?: OnJsonRow, valuesOf = rowReader(header)) =>
  (
    bytes: Buffer,
    end: number,
    { ownFields }: Dialect,
    state: ScanState,
    { table, index, onMalformed }: ScanTarget,
  ): void => {
    const { width, capacity, starts, ends, ordinals } = table;
    let rows = 0;
    while (state.at < end && rows < capacity) {
      const found = bytes.indexOf(lineFeed, state.at);
      const stop = found === -1 || found > end ? end : found;
      const line = bytes.toString('utf8', state.at, stop);
      const part = ownFields === 0 ? undefined : splitRejectLine(line);
      const rowStart = state.at + Buffer.byteLength(part?.own ?? '');
      const rowEnd = stop - Buffer.byteLength(part?.close ?? '');
      const row = line.trim() === '' ? undefined : (exactObject(part?.row ?? line) ?? null);
      if (row !== undefined && row !== null) {
        seen.add(row);
        const values = valuesOf(row);
        const needed = values.reduce((sum, value) => sum + Buffer.byteLength(value), 0);
        if (state.spare + needed > bytes.length) {
          if (rows > 0) break;
          throw new SourceError('a JSON object is too large for the columns within it; name fewer of its paths');
        }
        for (const [column, value] of values.entries()) {
          starts[rows * width + column] = state.spare;
          state.spare += bytes.write(value, state.spare);
          ends[rows * width + column] = state.spare;
        }
        const ordinal = index.add(rowStart, rowEnd, state.line);
        ordinals[rows] = ordinal;
        onRow?.(row, ordinal);
        rows += 1;
      } else if (row === null) onMalformed(index.add(rowStart, rowEnd, state.line), 'json');
      if (stop < end) {
        state.lf += 1;
        state.line += 1;
      }
      state.at = stop + 1;
    }
    table.rows = rows;
  };

/** The texts of a row, one a column. */
const rowReader = (header: readonly string[]): ((row: JsonRow) => string[]) => {
  if (!header.some(isPath)) return (row) => header.map((name) => exactText(row[name]));
  const readers = header.map(columnReader);
  return (row) => readers.map((read) => exactText(read(row)));
};
