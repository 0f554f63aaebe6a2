import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Encoding } from '@sightglass/model/contract';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { createDecoder, encodingOf } from './encoding.ts';
import { createFileReader } from './file-reader.ts';
import { foreignFormatWords, foreignHeadBytes } from './foreign-format.ts';
import { isParquet, parquetLines } from './parquet.ts';
import { readErrorWords } from './read-error-words.ts';
import { SourceError } from './source-error.ts';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { Transform } from 'node:stream';

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
  /** Its rows come as JSON lines. */
  readonly isParquet: boolean;
}

export const headBytes = 256 * 1024;
const chunkBytes = 1 << 20;

/** Raises SourceError, also while it is read. */
export const openSource = async (file: string, declared?: Encoding): Promise<Source> => {
  const { size, mtime } = await statFile(file);
  const first = await firstBytes(file);
  if (isParquet(first)) return openParquet(file, size, mtime);
  const foreign = foreignFormatWords(file, first);
  if (foreign !== undefined) throw new SourceError(foreign);
  const compression = compressionOf(first);
  if (compression === null) {
    const plain = await openPlain(file, size, mtime, declared);
    if (plain !== undefined) return plain;
  }
  const stream = createReadStream(file, { highWaterMark: chunkBytes });
  const unpacked = createByteReader(unpack(file, stream, compression));
  const { encoding, markBytes } = encodingOf(await unpacked.peek(headBytes), declared);
  await unpacked.fill(new Uint8Array(markBytes), 0);
  return {
    reader: encoding === 'utf-8' ? unpacked : createByteReader(transcode(unpacked, encoding)),
    bytes: size,
    bytesRead: () => stream.bytesRead,
    modifiedAt: mtime,
    compression,
    encoding,
    byteOrderMark: markBytes > 0,
    isParquet: false,
    [Symbol.asyncDispose]: async () => void stream.destroy(),
  };
};

/** Undefined when the text is not in UTF-8 and has to be transcoded. */
const openPlain = async (
  file: string,
  bytes: number,
  modifiedAt: Date,
  declared: Encoding | undefined,
): Promise<Source | undefined> => {
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
    bytes,
    bytesRead: reader.bytesRead,
    modifiedAt,
    compression: null,
    encoding,
    byteOrderMark: markBytes > 0,
    isParquet: false,
    [Symbol.asyncDispose]: () => handle.close(),
  };
};

const openParquet = (file: string, bytes: number, modifiedAt: Date): Source => {
  let share = 0;
  return {
    reader: createByteReader(parquetLines(file, (read) => (share = read))),
    bytes,
    bytesRead: () => Math.round(share * bytes),
    modifiedAt,
    compression: null,
    encoding: 'utf-8',
    byteOrderMark: false,
    isParquet: true,
    [Symbol.asyncDispose]: async () => undefined,
  };
};

const statFile = async (file: string): Promise<{ size: number; mtime: Date }> => {
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

async function* unpack(
  file: string,
  stream: AsyncIterable<Buffer>,
  compression: Compression | null,
): AsyncIterable<Buffer> {
  let unpackedBytes = 0;
  try {
    if (compression === null) return yield* stream;
    const { pipeline } = await import('node:stream/promises');
    const decompressor = createDecompressor(compression);
    const done = pipeline(stream, decompressor);
    done.catch(() => undefined);
    for await (const chunk of decompressor as AsyncIterable<Buffer>) {
      unpackedBytes += chunk.length;
      yield chunk;
    }
    await done;
  } catch (error) {
    throw compression === null ? readError(file, error) : archiveError(file, compression, unpackedBytes, error);
  }
}

async function* transcode(reader: ByteReader, encoding: Encoding): AsyncIterable<Buffer> {
  const decoder = createDecoder(encoding);
  for (;;) {
    const chunk = new Uint8Array(chunkBytes);
    const length = await reader.fill(chunk, 0);
    if (length === 0) break;
    yield Buffer.from(decoder.decode(chunk.subarray(0, length), { stream: true }));
  }
  const rest = decoder.decode();
  if (rest !== '') yield Buffer.from(rest);
}

const readError = (file: string, error: unknown): SourceError => {
  if (error instanceof SourceError) return error;
  return new SourceError(readErrorWords(file, error), { cause: error });
};

const archiveError = (file: string, compression: Compression, bytes: number, error: unknown): SourceError =>
  new SourceError(`${file}: the ${compression} archive ${damageOf(compression, bytes, error)}; fetch it again`, {
    cause: error,
  });

/** The first member was known by its header, so it is that of another which is wrong. What was unpacked with it is not told. */
const isFollowed = (compression: Compression, message: string): boolean =>
  compression === 'gzip' && message === 'incorrect header check';

const damageOf = (compression: Compression, bytes: number, error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (isFollowed(compression, message)) return `is followed by bytes that are no ${compression}`;
  const isCut = code === 'Z_BUF_ERROR' || code === 'ZSTD_error_srcSize_wrong' || /unexpected end/iu.test(message);
  const what = isCut ? 'is cut off' : `is damaged (${message})`;
  return `${what} after ${bytes.toLocaleString('en')} unpacked bytes`;
};

type Compression = 'gzip' | 'zstd';

/** By the first bytes, whatever the name says. */
const compressionOf = (head: Uint8Array): Compression | null => {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd ? 'zstd' : null;
};

const createDecompressor = (compression: Compression): Transform =>
  compression === 'gzip' ? createGunzip() : createZstdDecompress();
