import type { Readable } from 'node:stream';
import { Socket } from 'node:net';

/** Where output comes from, a chunk after another. */
export interface Chunks {
  /** To pause, resume and destroy. */
  readonly stream: Readable;
  readonly listen: (onChunk: (chunk: Buffer) => void) => void;
}

/** What one read of a pipe brings at most. */
export const chunkBytes = 64 * 1024;
/** So much room is kept for later chunks. */
const mostSpare = 16;
const spare: ArrayBuffer[] = [];
const known = new WeakSet<ArrayBufferLike>();

const takeBuffer = (): Buffer => {
  const room = spare.pop() ?? new ArrayBuffer(chunkBytes);
  known.add(room);
  return Buffer.from(room);
};

/** Nobody looks at a chunk of a pipe any more: its room is used for another, so that a program that prints much leaves little to collect. */
export const giveBack = ({ buffer }: Buffer): void => {
  if (known.delete(buffer) && spare.length < mostSpare) spare.push(buffer as ArrayBuffer);
};

export const chunksOf = (stream: Readable): Chunks => ({
  stream,
  listen: (onChunk) => void stream.on('data', onChunk),
});

/** Of a pipe; each chunk is to be given back. */
export const chunksOfPipe = (descriptor: number): Chunks => {
  const early: Buffer[] = [];
  let listener = (chunk: Buffer): void => void early.push(chunk);
  const onread = {
    buffer: takeBuffer,
    callback: (bytes: number, buffer: Uint8Array) => {
      listener(Buffer.from(buffer.buffer as ArrayBuffer, buffer.byteOffset, bytes));
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
