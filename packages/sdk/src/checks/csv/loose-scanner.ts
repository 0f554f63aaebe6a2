import { carriageReturn, type Dialect, lineFeed } from './dialect.ts';
import { endOfLine, isComment, looseRecord } from './loose-dialect.ts';
import type { ScanState, ScanTarget } from './scanner.ts';

/** As `scanRecords`, for dialects it does not read: values are put behind the block. */
export const scanLooseRecords = (
  bytes: Buffer,
  end: number,
  dialect: Dialect,
  state: ScanState,
  { table, index, onMalformed }: ScanTarget,
): void => {
  const { width, capacity, starts, ends, ordinals } = table;
  let rows = 0;
  table.rows = 0;
  while (state.at < end && rows < capacity) {
    if (isComment(bytes, state.at, dialect)) {
      pass(bytes, state.at, endOfLine(bytes, state.at, end), end, state);
      continue;
    }
    const record = looseRecord(bytes, state.at, end, dialect);
    const rowStart = record.starts[dialect.ownFields] ?? state.at;
    const isBlank = record.fields.length === 1 && record.end === state.at && !record.isBroken;
    if (!isBlank) {
      const values = record.fields.slice(dialect.ownFields);
      const isGood = !record.isBroken && values.length === width;
      const needed = isGood ? values.reduce((sum, value) => sum + Buffer.byteLength(value), 0) : 0;
      if (state.spare + needed > bytes.length && rows > 0) break;
      const ordinal = index.add(rowStart, record.end, state.line);
      if (!isGood) onMalformed(ordinal, record.isBroken ? 'quotes' : 'width');
      else {
        for (const [column, value] of values.entries()) {
          starts[rows * width + column] = state.spare;
          state.spare += bytes.write(value, state.spare);
          ends[rows * width + column] = state.spare;
        }
        ordinals[rows] = ordinal;
        rows += 1;
      }
    }
    pass(bytes, state.at, record.end, end, state);
  }
  table.rows = rows;
};

/** Goes on behind the record, and counts the lines it takes. */
const pass = (bytes: Buffer, from: number, stop: number, end: number, state: ScanState): void => {
  for (let at = from; at < stop; at += 1)
    if (bytes[at] === lineFeed || (bytes[at] === carriageReturn && bytes[at + 1] !== lineFeed)) state.line += 1;
  let at = stop;
  if (at < end) {
    state.line += 1;
    const isPair = bytes[at] === carriageReturn && at + 1 < end && bytes[at + 1] === lineFeed;
    if (isPair) state.crlf += 1;
    else if (bytes[at] === lineFeed) state.lf += 1;
    else state.cr += 1;
    at += isPair ? 2 : 1;
  }
  state.at = at;
};
