import type { FileMetaData } from 'hyparquet';
import { SourceError } from './source-error.ts';

const magic = 'PAR1';

export const isParquet = (head: Buffer): boolean => head.toString('latin1', 0, magic.length) === magic;

/** The rows of a Parquet file as JSON lines, one row group after the other; tells what share of them has been read. Raises SourceError. */
export async function* parquetLines(file: string, onRead: (share: number) => void): AsyncIterable<Buffer> {
  try {
    const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
    const { compressors } = await import('hyparquet-compressors');
    const source = await asyncBufferFromFile(file);
    const metadata = await parquetMetadataAsync(source);
    const days = dayColumns(metadata);
    let rowStart = 0;
    for (const { num_rows } of metadata.row_groups) {
      const rowEnd = rowStart + Number(num_rows);
      const rows = await parquetReadObjects({ file: source, metadata, compressors, rowStart, rowEnd });
      yield Buffer.from(rows.map((row) => `${JSON.stringify(plain(row, days))}\n`).join(''));
      rowStart = rowEnd;
      onRead(rowEnd / Number(metadata.num_rows));
    }
  } catch (error) {
    throw new SourceError(
      `${file}: the Parquet file is damaged or cut off (${(error as Error).message}); fetch it again`,
      {
        cause: error,
      },
    );
  }
}

const dayColumns = ({ schema }: FileMetaData): ReadonlySet<string> =>
  new Set(schema.filter((column) => column.converted_type === 'DATE').map(({ name }) => name));

type Row = Readonly<Record<string, unknown>>;

const plain = (row: Row, days: ReadonlySet<string>): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value, days.has(name))]));

const plainValue = (value: unknown, isDay: boolean): unknown => {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Date && isDay ? value.toISOString().slice(0, 10) : value;
};
