import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type { BackupHead, BackupReader } from '../local-server/server-module.ts';

const quick = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } };

/** Writes a backup, compressed, and compares its checksums on the way; resolves with what it holds when it is whole and written. */
export const saveBackup = async (
  bytes: Readable,
  path: string,
  {
    readBackup,
    signal,
    onProgress,
  }: {
    readonly readBackup: BackupReader;
    readonly signal: AbortSignal;
    readonly onProgress: (bytes: number) => void;
  },
): Promise<BackupHead> => {
  const copy = new PassThrough({ highWaterMark: 2 ** 20 });
  copy.on('error', () => {});
  const proven = readBackup(copy, { progress: onProgress });
  proven.catch(() => {});
  const both = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      if (!copy.write(chunk)) await Promise.race([once(copy, 'drain'), proven]);
      yield chunk;
    }
    copy.end();
  };
  try {
    // Nobody else may read it: it holds everything.
    await pipeline(bytes, both, createZstdCompress(quick), createWriteStream(path, { flags: 'wx', mode: 0o600 }), {
      signal,
    });
  } catch (error) {
    copy.destroy();
    throw signal.aborted ? signal.reason : error;
  }
  return proven;
};
