import { open, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import type { Encoding } from '@sightglass/model/contract';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { encodingOf } from './encoding.ts';
import { createFileReader } from './file-reader.ts';
import { foreignFormatWords, foreignHeadBytes } from './foreign-format.ts';
import { isParquet, openParquet } from './parquet.ts';
import { readErrorWords } from './read-error-words.ts';
import { SourceError } from './source-error.ts';
import { transcode, unknownEncodingWords } from './transcode.ts';
import { type Compression, compressionOf, unpack } from './unpack.ts';

/** A file as UTF-8 bytes, unpacked and without byte order mark. */
export interface Source extends AsyncDisposable {
  readonly reader: ByteReader;
  /** Size on disk, and how much of it has been read. */
  readonly bytes: number;
  readonly bytesRead: () => number;
  readonly modifiedAt: Date;
  readonly compression: Compression | null;
  readonly encoding: Encoding;
  readonly byteOrderMark: boolean;
  /** Of a Parquet file, whose rows come as JSON lines. */
  readonly columns: readonly string[] | undefined;
  /** What has happened to the file since it was opened; undefined when nothing has. */
  readonly change: () => Promise<string | undefined>;
}

type Opened = Omit<Source, 'bytes' | 'modifiedAt' | 'change'>;

export const headBytes = 256 * 1024;

/** Raises SourceError, also while it is read. */
export const openSource = async (file: string, declared?: Encoding): Promise<Source> => {
  const stats = await statFile(file);
  const first = await firstBytes(file);
  const opened = isParquet(first) ? await openParquet(file, stats.size) : await openText(file, first, declared);
  return { ...opened, bytes: stats.size, modifiedAt: stats.mtime, change: () => changeSince(file, stats) };
};

const openText = async (file: string, first: Buffer, declared: Encoding | undefined): Promise<Opened> => {
  const foreign = foreignFormatWords(file, first);
  if (foreign !== undefined) throw new SourceError(foreign);
  const compression = compressionOf(first);
  const plain = compression === null ? await openPlain(file, declared) : undefined;
  if (plain !== undefined) return plain;
  const unpacking = await unpack(file, compression);
  const unpacked = createByteReader(unpacking.bytes);
  const head = await unpacked.peek(headBytes);
  const inner = compression === null ? undefined : foreignFormatWords(`the file in ${file}`, head);
  if (inner !== undefined) throw new SourceError(inner);
  const { encoding, markBytes } = encodingOf(head, declared);
  if (encoding === undefined) throw new SourceError(unknownEncodingWords(file, head));
  await unpacked.fill(new Uint8Array(markBytes), 0);
  return {
    reader: encoding === 'utf-8' ? unpacked : createByteReader(transcode(file, unpacked, encoding, markBytes)),
    bytesRead: unpacking.bytesRead,
    compression,
    encoding,
    byteOrderMark: markBytes > 0,
    columns: undefined,
    [Symbol.asyncDispose]: async () => unpacking.close(),
  };
};

/** Undefined when the text is not in UTF-8 and has to be transcoded. */
const openPlain = async (file: string, declared: Encoding | undefined): Promise<Opened | undefined> => {
  const handle = await open(file);
  const reader = createFileReader(handle);
  const { encoding, markBytes } = encodingOf(await reader.peek(headBytes), declared);
  if (encoding !== 'utf-8') {
    await handle.close();
    return undefined;
  }
  await reader.fill(new Uint8Array(markBytes), 0);
  return {
    reader,
    bytesRead: reader.bytesRead,
    compression: null,
    encoding,
    byteOrderMark: markBytes > 0,
    columns: undefined,
    [Symbol.asyncDispose]: () => handle.close(),
  };
};

const changeSince = async (file: string, before: Stats): Promise<string | undefined> => {
  const now = await stat(file).catch(() => undefined);
  if (now === undefined) return 'it was removed';
  if (now.ino !== before.ino || now.dev !== before.dev) return 'another file took its place';
  if (now.size !== before.size)
    return `it had ${before.size.toLocaleString('en')} bytes, and then ${now.size.toLocaleString('en')}`;
  return now.mtimeMs === before.mtimeMs ? undefined : `it was written again at ${now.mtime.toISOString()}`;
};

const statFile = async (file: string): Promise<Stats> => {
  try {
    const found = await stat(file);
    if (found.isDirectory()) throw new SourceError(`${file} is a folder; name a file, or several as '${file}/*.csv'`);
    if (!found.isFile()) throw new SourceError(`${file} is not a regular file; write its output to one first`);
    return found;
  } catch (error) {
    throw readError(file, error);
  }
};

const firstBytes = async (file: string): Promise<Buffer> => {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(foreignHeadBytes), 0, foreignHeadBytes, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw readError(file, error);
  }
};

const readError = (file: string, error: unknown): SourceError => {
  if (error instanceof SourceError) return error;
  return new SourceError(readErrorWords(file, error), { cause: error });
};
