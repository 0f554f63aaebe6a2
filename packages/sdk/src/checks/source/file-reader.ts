import type { FileHandle } from 'node:fs/promises';
import type { ByteReader } from './byte-reader.ts';

export interface FileReader extends ByteReader {
  readonly bytesRead: () => number;
}

/** Reads a file straight into the buffers of the caller. */
export const createFileReader = (handle: FileHandle): FileReader => {
  let position = 0;
  const readAt = async (target: Uint8Array, offset: number, from: number): Promise<number> => {
    let at = offset;
    while (at < target.length) {
      const { bytesRead } = await handle.read(target, at, target.length - at, from + at - offset);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return at - offset;
  };
  return {
    bytesRead: () => position,
    fill: async (target, offset) => {
      const came = await readAt(target, offset, position);
      position += came;
      return came;
    },
    peek: async (bytes) => {
      const head = Buffer.alloc(bytes);
      return head.subarray(0, await readAt(head, 0, position));
    },
  };
};
