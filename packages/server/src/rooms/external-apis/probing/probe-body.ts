import { promisify, TextDecoder } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress, type InputType } from 'node:zlib';

/** Longest body of an answer that is read, as sent and as decoded, in bytes. */
export const mostBytes = 1_048_576;

/** A body that cannot be judged, in words. */
export class ProbeBodyError extends Error {
  override readonly name = 'ProbeBodyError';
  readonly code = 'SIGHTGLASS_PROBE_BODY';
}

export const tooLong = (): ProbeBodyError => new ProbeBodyError(`the body is longer than ${mostBytes} bytes`);

/** What the headers of an answer say of its body. */
export interface BodyHeaders {
  readonly contentEncoding?: string | undefined;
  readonly contentType?: string | undefined;
}

/** The text of a body as it was sent. Raises {@link ProbeBodyError} for one that is not what it calls itself, or grows too long. */
export const textOfBody = async (raw: Buffer, { contentEncoding, contentType }: BodyHeaders): Promise<string> => {
  const codings = (contentEncoding ?? '').toLowerCase().split(',');
  let bytes = raw;
  for (const coding of codings.map((name) => name.trim()).toReversed()) bytes = await decoded(bytes, coding);
  return decoderOf(contentType).decode(bytes);
};

type Decompress = (bytes: InputType, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const unzip = promisify(gunzip) as Decompress;
const inflated = promisify(inflate) as Decompress;
const inflatedRaw = promisify(inflateRaw) as Decompress;

/** Some servers send `deflate` without the zlib header RFC 9110 requires; its first byte shows which. */
const deflated: Decompress = (bytes, options) =>
  ((bytes as Buffer)[0] ?? 0) % 16 === 8 ? inflated(bytes, options) : inflatedRaw(bytes, options);

const decompress: ReadonlyMap<string, Decompress> = new Map([
  ['gzip', unzip],
  ['x-gzip', unzip],
  ['deflate', deflated],
  ['br', promisify(brotliDecompress) as Decompress],
  ['zstd', promisify(zstdDecompress) as Decompress],
]);

const decoded = async (bytes: Buffer, coding: string): Promise<Buffer> => {
  if (bytes.length === 0 || coding === '' || coding === 'identity') return bytes;
  const method = decompress.get(coding);
  if (method === undefined) throw new ProbeBodyError(`the body is encoded as "${coding}", which is not known here`);
  try {
    return await method(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLong();
    throw new ProbeBodyError(`the body is not the ${coding} it calls itself: ${(error as Error).message}`);
  }
};

const decoderOf = (contentType = ''): InstanceType<typeof TextDecoder> => {
  const label = /;\s*charset="?([^";\s]+)/iu.exec(contentType)?.[1];
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
};
