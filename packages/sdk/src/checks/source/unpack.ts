import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import * as zlib from 'node:zlib';
import { ArchiveDamage } from './archive-damage.ts';
import { readErrorWords } from './read-error-words.ts';
import { SourceError } from './source-error.ts';
import { memberOf, type ZipMember } from './zip.ts';
import { unpackZstd } from './zstd-frames.ts';

export type Compression = 'gzip' | 'zstd' | 'zip';

/** By the first bytes, whatever the name says. */
export const compressionOf = (head: Uint8Array): Compression | null => {
  const word = head.length < 4 ? 0 : new DataView(head.buffer, head.byteOffset).getUint32(0, true);
  if ((word & 0xffff) === 0x8b1f) return 'gzip';
  if (word === 0x04034b50 || word === 0x06054b50) return 'zip';
  const isSkippable = word - (word % 16) === 0x184d2a50;
  return word === 0xfd2fb528 || isSkippable ? 'zstd' : null;
};

export interface Unpacking {
  readonly bytes: AsyncIterable<Buffer>;
  readonly bytesRead: () => number;
  readonly close: () => void;
}

const chunkBytes = 1 << 20;

/** The bytes of a file as they were before it was packed. Raises SourceError, also while they are read. */
export const unpack = async (file: string, compression: Compression | null): Promise<Unpacking> => {
  const member = compression === 'zip' ? await memberOf(file) : undefined;
  const stream = createReadStream(file, {
    highWaterMark: chunkBytes,
    ...(member === undefined ? {} : { start: member.start, end: member.start + member.packedBytes - 1 }),
  });
  return {
    bytes: guarded(file, compression, unpackedBy(file, compression, stream, member)),
    bytesRead: () => stream.bytesRead,
    close: () => void stream.destroy(),
  };
};

const unpackedBy = (
  file: string,
  compression: Compression | null,
  stream: AsyncIterable<Buffer>,
  member: ZipMember | undefined,
): AsyncIterable<Buffer> => {
  if (member !== undefined) return unzip(stream, member);
  if (compression === 'gzip') return gunzip(file, stream);
  if (compression !== 'zstd') return stream;
  if ((zlib as Partial<typeof zlib>).createZstdDecompress === undefined)
    throw new SourceError(
      `${file} is a zstd archive, which Node ${process.version} cannot unpack; use Node 22.15 or newer`,
    );
  return unpackZstd(stream);
};

/** Raises SourceError for what goes wrong. */
async function* guarded(
  file: string,
  compression: Compression | null,
  bytes: AsyncIterable<Buffer>,
): AsyncIterable<Buffer> {
  let length = 0;
  try {
    for await (const chunk of bytes) {
      length += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (error instanceof SourceError) throw error;
    if (compression === null) throw new SourceError(readErrorWords(file, error), { cause: error });
    throw new SourceError(`${file}: the ${compression} archive ${damageOf(error, length)}; fetch it again`, {
      cause: error,
    });
  }
}

/** The first member was known by its header, so it is that of another which is wrong. What was unpacked with it is not mentioned. */
const isFollowed = ({ message }: Error): boolean => message === 'incorrect header check';

const damageOf = (error: unknown, bytes: number): string => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (error instanceof ArchiveDamage && /followed/u.test(message)) return message;
  if (isFollowed(error as Error)) return 'is followed by bytes that are not gzip';
  const isCut =
    code === 'Z_BUF_ERROR' || code === 'ZSTD_error_srcSize_wrong' || /unexpected end|cut off/iu.test(message);
  const what = isCut ? 'is cut off' : `is damaged (${message})`;
  return `${what} after ${bytes.toLocaleString('en')} unpacked bytes`;
};

async function* through(stream: AsyncIterable<Buffer>, inflater: zlib.Gunzip | zlib.InflateRaw): AsyncIterable<Buffer> {
  const { pipeline } = await import('node:stream/promises');
  const done = pipeline(stream, inflater);
  done.catch(() => undefined);
  yield* inflater as AsyncIterable<Buffer>;
  await done;
}

/** All members. Node takes zero bytes behind one for padding and ends, whatever follows. */
async function* gunzip(file: string, stream: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const inflater = zlib.createGunzip();
  yield* through(stream, inflater);
  await using handle = await open(file);
  const rest = Buffer.alloc(64 << 10);
  for (let at = inflater.bytesWritten; ;) {
    const { bytesRead } = await handle.read(rest, 0, rest.length, at);
    if (bytesRead === 0) return;
    if (rest.subarray(0, bytesRead).some((byte) => byte !== 0))
      throw new ArchiveDamage('is followed by bytes that are not gzip');
    at += bytesRead;
  }
}

async function* unzip(stream: AsyncIterable<Buffer>, member: ZipMember): AsyncIterable<Buffer> {
  let [length, checksum] = [0, 0];
  const bytes = member.isDeflated ? through(stream, zlib.createInflateRaw()) : stream;
  for await (const chunk of member.packedBytes === 0 ? [] : bytes) {
    length += chunk.length;
    checksum = zlib.crc32(chunk, checksum);
    yield chunk;
  }
  if (length !== member.bytes || checksum !== member.checksum) throw new ArchiveDamage('its checksum differs');
}
