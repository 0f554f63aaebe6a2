import { RowIndex } from '../src/checks/blocks/row-index.ts';
import { endOfRecords } from '../src/checks/csv/cut.ts';
import type { Dialect } from '../src/checks/csv/dialect.ts';
import { type ScanState, scanRecords } from '../src/checks/csv/scanner.ts';
import { createFieldTable } from '../src/checks/field-table.ts';

export const comma: Dialect = { delimiter: 44, quote: 34, ownFields: 0 };

export interface Scanned {
  readonly rows: string[][];
  readonly malformed: { readonly line: number; readonly kind: string; readonly text: string }[];
  readonly lines: number;
}

/** Scans a text in blocks of about `blockBytes`, as a file would be. */
export const scanText = (text: string, width: number, blockBytes = Infinity, dialect = comma): Scanned => {
  const all = Buffer.from(text);
  const scanned: { rows: string[][]; malformed: Scanned['malformed']; lines: number } = {
    rows: [],
    malformed: [],
    lines: 0,
  };
  for (let from = 0, size = blockBytes; from < all.length;) {
    const isLast = from + size >= all.length;
    const end = isLast ? all.length - from : endOfRecords(all.subarray(from), size, dialect);
    if (end === 0) {
      size *= 2;
      continue;
    }
    scanBlock(all.subarray(from, from + end), width, dialect, scanned);
    from += end;
    size = blockBytes;
  }
  return scanned;
};

const scanBlock = (
  block: Buffer,
  width: number,
  dialect: Dialect,
  into: { rows: string[][]; malformed: Scanned['malformed']; lines: number },
): void => {
  const bytes = Buffer.alloc(block.length * 2 + 16);
  bytes.set(block);
  bytes[block.length] = 10;
  const table = createFieldTable(width);
  const index = new RowIndex();
  const state: ScanState = { at: 0, line: 0, spare: 0, lf: 0, crlf: 0, cr: 0 };
  const onMalformed = (ordinal: number, kind: string): void => {
    const text = bytes.toString('utf8', index.starts[ordinal], index.ends[ordinal]);
    into.malformed.push({ line: into.lines + index.lines[ordinal]! + 1, kind, text });
  };
  while (state.at < block.length) {
    state.spare = block.length + 1;
    scanRecords(bytes, block.length, dialect, state, { table, index, onMalformed });
    for (let row = 0; row < table.rows; row += 1) {
      const cells = Array.from({ length: width }, (_, column) => row * width + column);
      into.rows.push(cells.map((cell) => bytes.toString('utf8', table.starts[cell], table.ends[cell])));
    }
  }
  into.lines += state.line;
};
