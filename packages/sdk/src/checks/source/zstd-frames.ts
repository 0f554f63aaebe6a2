// Node before 22.15 has none of it, and raises where it is named in an import.
import * as zlib from 'node:zlib';
import { once } from 'node:events';
import { ArchiveDamage } from './archive-damage.ts';

const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const compressedBlock = 2;
const rawBlock = 0;

/** Where a walk over the frames of a zstd archive is (RFC 8878). Plain data. */
interface Walk {
  /** What the next bytes are. */
  part: 'magic' | 'descriptor' | 'block' | 'skipLength' | 'data';
  /** Of a header, as far as it has come. */
  header: number[];
  /** Bytes that are still to come of what is read through. */
  left: number;
  /** What follows the data. */
  next: 'magic' | 'block';
  hasChecksum: boolean;
  /** Whether a whole frame is behind. */
  isBetween: boolean;
}

const headerBytes = { magic: 4, descriptor: 1, block: 3, skipLength: 4, data: 0 } as const;

const newWalk = (): Walk => ({
  part: 'magic',
  header: [],
  left: 0,
  next: 'block',
  hasChecksum: false,
  isBetween: true,
});

/** Walks on over `bytes` from `from`, to their end or that of a frame; returns where. Raises ArchiveDamage. */
const walkOn = (walk: Walk, bytes: Uint8Array, from: number): number => {
  let at = from;
  while (at < bytes.length) {
    if (walk.part === 'data') {
      const taken = Math.min(walk.left, bytes.length - at);
      at += taken;
      walk.left -= taken;
      if (walk.left > 0) break;
      walk.part = walk.next;
    } else {
      walk.isBetween = false;
      walk.header.push(bytes[at]!);
      at += 1;
      if (walk.header.length < headerBytes[walk.part]) continue;
      readHeader(walk, littleEndian(walk.header));
      walk.header = [];
    }
    if (walk.left === 0) skipNothing(walk);
    if (walk.part === 'magic') {
      walk.isBetween = true;
      break;
    }
  }
  return at;
};

const littleEndian = (bytes: readonly number[]): number => bytes.reduceRight((value, byte) => value * 256 + byte, 0);

const readHeader = (walk: Walk, value: number): void => {
  switch (walk.part) {
    case 'magic':
      if (value === frameMagic) walk.part = 'descriptor';
      else if (value - (value % 16) === skippableMagic) walk.part = 'skipLength';
      else throw new ArchiveDamage('is followed by bytes that are not zstd');
      break;
    case 'descriptor':
      walk.hasChecksum = (value & 4) !== 0;
      readThrough(walk, frameHeaderBytes(value), 'block');
      break;
    case 'block': {
      const kind = (value >> 1) & 3;
      const isLast = (value & 1) === 1;
      const size = kind === rawBlock || kind === compressedBlock ? value >>> 3 : 1;
      readThrough(walk, size + (isLast && walk.hasChecksum ? 4 : 0), isLast ? 'magic' : 'block');
      break;
    }
    default:
      readThrough(walk, value, 'magic');
  }
};

const readThrough = (walk: Walk, bytes: number, next: Walk['next']): void => {
  walk.part = 'data';
  walk.left = bytes;
  walk.next = next;
};

/** Data of no bytes is over at once. */
const skipNothing = (walk: Walk): void => {
  if (walk.part === 'data') walk.part = walk.next;
};

/** What follows the descriptor: window, dictionary and size of the content. */
const frameHeaderBytes = (descriptor: number): number => {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 1 << sizeFlag;
  return (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]! + sizeBytes;
};

/**
 * Unpacks every frame of a zstd archive: those of `cat a.zst b.zst`, and of programs that write in parallel. Node ends after the first
 * one when it is given bytes of the next with it, so each write ends with a frame. Raises ArchiveDamage.
 */
export async function* unpackZstd(packed: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const decompressor = zlib.createZstdDecompress();
  const feeding = feed(decompressor, packed).catch((error: Error) => void decompressor.destroy(error));
  for await (const chunk of decompressor as AsyncIterable<Buffer>) yield chunk;
  await feeding;
}

const feed = async (
  target: ReturnType<typeof zlib.createZstdDecompress>,
  packed: AsyncIterable<Buffer>,
): Promise<void> => {
  const walk = newWalk();
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length;) {
      const end = walkOn(walk, chunk, at);
      if (target.destroyed) return;
      if (!target.write(chunk.subarray(at, end))) await Promise.race([once(target, 'drain'), once(target, 'close')]);
      at = end;
    }
  }
  if (!walk.isBetween) throw new ArchiveDamage('is cut off');
  target.end();
};
