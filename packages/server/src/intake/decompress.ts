import { brotliDecompress, gunzip, inflate, zstdDecompress, type ZlibOptions } from 'node:zlib';

/** What stands behind the end of a compressed body: data that would be lost if it were ignored. */
export class TrailingBytesError extends Error {
  readonly code = 'TRAILING_BYTES';
}

interface Decoded {
  readonly bytes: Buffer;
  /** Of the input. */
  readonly consumedBytes: number;
}

type Decode = (body: Buffer, mostBytes: number) => Promise<Decoded>;

/** With `info` the callbacks of node:zlib answer the engine too, which knows how much of its input it has read. */
type ZlibCall = (body: Buffer, options: ZlibOptions, done: (error: Error | null, result: unknown) => void) => void;

const decodeBy =
  (call: unknown): Decode =>
  (body, mostBytes) =>
    new Promise((resolve, reject) => {
      (call as ZlibCall)(body, { maxOutputLength: Math.max(1, mostBytes), info: true }, (error, result) => {
        if (error !== null) return reject(error);
        const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
        resolve({ bytes: buffer, consumedBytes: engine.bytesWritten });
      });
    });

/** `gunzip` reads all members of a body itself. */
const decoders: Readonly<Record<string, Decode>> = {
  gzip: decodeBy(gunzip),
  'x-gzip': decodeBy(gunzip),
  deflate: decodeBy(inflate),
  br: decodeBy(brotliDecompress),
  zstd: decodeBy(zstdDecompress),
};

const mostFrames = 1_000;

export const isEncoding = (encoding: string): boolean => Object.hasOwn(decoders, encoding);

/**
 * The whole of a compressed body; zstd may come in several frames (RFC 8878, 3.1). Raises TrailingBytesError for what follows the end,
 * ERR_BUFFER_TOO_LARGE beyond `mostBytes`, and the errors of zlib.
 */
export const decompress = async (encoding: string, body: Buffer, mostBytes: number): Promise<Buffer> => {
  const decode = decoders[encoding] as Decode;
  const frames: Buffer[] = [];
  let bytes = 0;
  for (let at = 0; at < body.length;) {
    if (frames.length === mostFrames) throw new TrailingBytesError(`it has more than ${mostFrames} frames`);
    const frame = await decode(body.subarray(at), mostBytes - bytes);
    frames.push(frame.bytes);
    bytes += frame.bytes.length;
    at += frame.consumedBytes;
    if (at < body.length && encoding !== 'zstd')
      throw new TrailingBytesError(`${body.length - at} bytes follow its end at byte ${at}`);
  }
  return frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames);
};
