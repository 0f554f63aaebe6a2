import { cutBlocks } from '../blocks/cut-blocks.ts';
import { RowIndex } from '../blocks/row-index.ts';
import { scannerOf } from '../blocks/scanner-of.ts';
import { type ColumnBatch, createFacts, createScratch } from '../columns/column-batch.ts';
import { lineFeed } from '../csv/dialect.ts';
import type { ScanState } from '../csv/scanner.ts';
import { createFieldTable } from '../field-table.ts';
import { createSeenKeys } from '../jsonl/seen-keys.ts';
import { isArrayPath } from '../jsonl/path.ts';
import type { Layout } from '../layout.ts';
import type { SqlColumn } from './sql-columns.ts';

const chunkBytes = 4 << 20;

/** Names of the columns that the rows of a file have, in the order of their fields. */
export const fieldNames = ({ type, header }: Layout): string[] =>
  type === 'csv' ? [...header.names] : header.names.filter((name) => !isArrayPath(name));

/** The rows of a file as tab-separated text, each behind its physical line, in chunks of whole rows. */
export async function* tableRows(file: string, layout: Layout, columns: readonly SqlColumn[]): AsyncIterable<Buffer> {
  const { type, dialect, reader, endOfRecords, header } = layout;
  const names = fieldNames(layout);
  const scan = scannerOf({ type: type === 'csv' ? 'csv' : 'jsonl', dialect, header: names }, createSeenKeys());
  const table = createFieldTable(names.length);
  const scratch = createScratch(table.capacity);
  let firstLine = header.lines + 1;
  let chunk: string[] = [];
  let length = 0;
  for await (const block of cutBlocks({ reader, file, endOfRecords, spareBuffers: [] })) {
    const bytes = Buffer.from(block.buffer);
    bytes[block.bytes] = lineFeed;
    const state: ScanState = { at: 0, line: 0, spare: 0, lf: 0, crlf: 0, cr: 0 };
    const index = new RowIndex();
    while (state.at < block.bytes) {
      state.spare = block.bytes + 1;
      scan(bytes, block.bytes, dialect, state, { table, index, onMalformed: () => undefined });
      const view = new DataView(block.buffer);
      const batch = { bytes, view, table, scratch, facts: createFacts(), rowLines: index.lines, kernel: undefined };
      const text = textOf(batch, columns, firstLine);
      chunk.push(text);
      length += text.length;
      if (length < chunkBytes) continue;
      yield Buffer.from(chunk.join(''));
      chunk = [];
      length = 0;
    }
    firstLine += state.line;
  }
  if (length > 0) yield Buffer.from(chunk.join(''));
}

const textOf = (shared: Omit<ColumnBatch, 'column'>, columns: readonly SqlColumn[], firstLine: number): string => {
  const { table, rowLines, scratch } = shared;
  const rows = Array.from({ length: table.rows }, (_, row) => String(firstLine + rowLines[table.ordinals[row]!]!));
  for (const { field, findNulls, parse, write } of columns) {
    const batch: ColumnBatch = { ...shared, column: field };
    findNulls(batch);
    parse?.(batch);
    for (let row = 0; row < table.rows; row += 1)
      rows[row] += `\t${(scratch.isNull[row] === 1 ? undefined : write(batch, row)) ?? String.raw`\N`}`;
  }
  return rows.length === 0 ? '' : `${rows.join('\n')}\n`;
};
