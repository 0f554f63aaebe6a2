import type { ByteReader } from '../source/byte-reader.ts';
import { SourceError } from '../source/source-error.ts';
import { type Block, blockBytes, roomFor } from './block.ts';

const mostRecordBytes = 64 << 20;

export interface Cutting {
  readonly reader: ByteReader;
  readonly file: string;
  /** The end of the last whole record in the first `end` bytes; 0 when there is none. */
  readonly endOfRecords: (bytes: Buffer, end: number) => number;
  /** Buffers that are free again. */
  readonly spareBuffers: Block['buffer'][];
}

/** The rest of a file in blocks of whole records, of about {@link blockBytes}. Raises SourceError for a record without end. */
export async function* cutBlocks({ reader, file, endOfRecords, spareBuffers }: Cutting): AsyncIterable<Block> {
  let size = blockBytes;
  let buffer = bufferFor(size, spareBuffers);
  let kept = 0;
  for (;;) {
    const bytes = Buffer.from(buffer, 0, size);
    const came = await reader.fill(bytes, kept);
    const end = kept + came;
    const isLast = end < size;
    const cut = isLast ? end : endOfRecords(bytes, end);
    if (cut === 0 && !isLast) {
      if (size * 2 > mostRecordBytes) throw endless(file);
      size *= 2;
      buffer = moved(bytes, 0, end, size, []);
      kept = end;
      continue;
    }
    size = blockBytes;
    kept = end - cut;
    while (size <= kept) size *= 2;
    const next = isLast ? undefined : moved(bytes, cut, end, size, spareBuffers);
    if (cut > 0) yield { buffer, bytes: cut };
    if (next === undefined) return;
    buffer = next;
  }
}

const bufferFor = (size: number, spare: Block['buffer'][]): Block['buffer'] =>
  (size === blockBytes ? spare.pop() : undefined) ?? new SharedArrayBuffer(roomFor(size));

const moved = (bytes: Buffer, from: number, to: number, size: number, spare: Block['buffer'][]): Block['buffer'] => {
  const buffer = bufferFor(size, spare);
  Buffer.from(buffer).set(bytes.subarray(from, to));
  return buffer;
};

const endless = (file: string): SourceError =>
  new SourceError(`${file}: a record is longer than 64 MiB; this is not a text file, or its line ends are foreign`);
