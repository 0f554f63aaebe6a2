import type { ScanState, ScanTarget } from '../csv/scanner.ts';
import type { Dialect } from '../csv/dialect.ts';
import { lineFeed } from '../csv/dialect.ts';
import { exactObject, exactText } from './exact-json.ts';
import type { SeenKeys } from './seen-keys.ts';
import { splitRejectLine } from './row.ts';

/** Reads one JSON object a line into the table: values behind the block, as the text a CSV file would have; no value for null. */
export const scanObjects =
  (header: readonly string[], seen: SeenKeys) =>
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
      const values = line.trim() === '' ? undefined : valuesOf(part?.row ?? line, header, seen);
      if (values !== undefined && values !== null) {
        const needed = values.reduce((sum, value) => sum + Buffer.byteLength(value), 0);
        if (state.spare + needed > bytes.length && rows > 0) break;
        for (const [column, value] of values.entries()) {
          starts[rows * width + column] = state.spare;
          state.spare += bytes.write(value, state.spare);
          ends[rows * width + column] = state.spare;
        }
        ordinals[rows] = index.add(rowStart, rowEnd, state.line);
        rows += 1;
      } else if (values === null) onMalformed(index.add(rowStart, rowEnd, state.line), 'json');
      if (stop < end) {
        state.lf += 1;
        state.line += 1;
      }
      state.at = stop + 1;
    }
    table.rows = rows;
  };

/** Null when the line holds no object. */
const valuesOf = (text: string, header: readonly string[], seen: SeenKeys): string[] | null => {
  const row = exactObject(text);
  if (row === undefined) return null;
  seen.add(row);
  return header.map((name) => exactText(row[name]));
};
