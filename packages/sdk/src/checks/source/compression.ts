import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { Transform } from 'node:stream';

export type Compression = 'gzip' | 'zstd';

/** By the first bytes, whatever the name says. */
export const compressionOf = (head: Uint8Array): Compression | null => {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd ? 'zstd' : null;
};

export const createDecompressor = (compression: Compression): Transform =>
  compression === 'gzip' ? createGunzip() : createZstdDecompress();
