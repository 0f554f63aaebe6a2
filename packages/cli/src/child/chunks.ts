import type { Readable } from 'node:stream';
import { Socket } from 'node:net';
import { takeRoom } from './chunk-room.ts';
import { createReadingPace } from './reading-pace.ts';

/** Where output comes from, a chunk after another. */
export interface Chunks {
  /** To pause, resume and destroy. */
  readonly stream: Readable;
  readonly listen: (onChunk: (chunk: Buffer) => void) => void;
}

export const chunksOf = (stream: Readable): Chunks => ({
  stream,
  listen: (onChunk) => void stream.on('data', onChunk),
});

/** Of a pipe; each chunk is to be given back. */
export const chunksOfPipe = (descriptor: number): Chunks => {
  const early: Buffer[] = [];
  const pace = createReadingPace();
  let listener = (chunk: Buffer): void => void early.push(chunk);
  const onread = {
    buffer: takeRoom,
    callback: (bytes: number, buffer: Uint8Array) => {
      listener(Buffer.from(buffer.buffer as ArrayBuffer, buffer.byteOffset, bytes));
      pace(bytes);
      return true;
    },
  };
  return {
    stream: new Socket({ fd: descriptor, readable: true, writable: false, onread }),
    listen: (onChunk) => {
      listener = onChunk;
      for (const chunk of early) onChunk(chunk);
    },
  };
};
