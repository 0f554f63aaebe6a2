import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import { createByteReader } from './byte-reader.ts';
import { jsonOf, parsers, type ParquetNode, treeOf, withoutDecimals } from './parquet-values.ts';
import { SourceError } from './source-error.ts';

const magic = 'PAR1';

export const isParquet = (head: Buffer): boolean => head.toString('latin1', 0, magic.length) === magic;

/** The rows of a Parquet file as JSON lines, one row group after the other. Raises SourceError. */
export const openParquet = async (file: string, bytes: number) => {
  let share = 0;
  const { asyncBufferFromFile, parquetMetadataAsync } = await import('hyparquet');
  const explained = explaining(file);
  const source = await asyncBufferFromFile(file).catch(explained);
  const metadata = await parquetMetadataAsync(source).catch(explained);
  const tree = treeOf(metadata.schema);
  return {
    reader: createByteReader(linesOf({ file, source, metadata, tree }, (read) => (share = read))),
    bytesRead: () => Math.round(share * bytes),
    compression: null,
    encoding: 'utf-8' as const,
    byteOrderMark: false,
    columns: tree.children.map(({ element }) => element.name),
    [Symbol.asyncDispose]: async () => undefined,
  };
};

interface ParquetFile {
  readonly file: string;
  readonly source: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly tree: ParquetNode;
}

async function* linesOf(
  { file, source, metadata, tree }: ParquetFile,
  onRead: (share: number) => void,
): AsyncIterable<Buffer> {
  const { parquetReadObjects } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const raw = { ...metadata, schema: withoutDecimals(metadata.schema) };
  const total = metadata.row_groups.reduce((sum, { num_rows }) => sum + Number(num_rows), 0);
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    const reading = { file: source, metadata: raw, compressors, parsers, utf8: false, rowStart, rowEnd };
    const rows = await parquetReadObjects(reading).catch(explaining(file));
    yield Buffer.from(rows.map((row) => `${jsonOf(row, tree)}\n`).join(''));
    rowStart = rowEnd;
    onRead(rowEnd / total);
  }
}

const explaining =
  (file: string) =>
  (error: Error): never => {
    throw new SourceError(`${file}: the Parquet file is damaged or cut off (${error.message}); fetch it again`, {
      cause: error,
    });
  };
