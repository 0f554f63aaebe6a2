import { type KernelMemory, reachTo } from './kernel-module.ts';

/** Hands out zeroed pieces of the kernel's memory, in which it can look things up. */
export interface KernelHeap {
  ints(length: number): Int32Array<ArrayBufferLike>;
  doubles(length: number): Float64Array<ArrayBufferLike>;
  bytes(length: number): Uint8Array<ArrayBufferLike>;
  /** Takes back what it handed out. */
  free(array: Int32Array | Float64Array | Uint8Array): void;
}

const leastBytes = 64;
/** Asking for memory piece by piece would be slow. */
const growthBytes = 1 << 20;

/** Pieces are powers of two, so that what columns have outgrown fits others. */
export const createKernelHeap = (memory: KernelMemory, from: number): KernelHeap => {
  const spare = new Map<number, number[]>();
  let next = from;
  const sizeOf = (bytes: number): number => Math.max(leastBytes, 2 ** Math.ceil(Math.log2(bytes)));
  const take = (bytes: number): number => {
    const size = sizeOf(bytes);
    const freed = spare.get(size)?.pop();
    if (freed !== undefined) {
      new Uint8Array(memory.buffer, freed, size).fill(0);
      return freed;
    }
    const at = next;
    next += size;
    if (next > memory.buffer.byteLength) reachTo(memory, next + growthBytes);
    return at;
  };
  return {
    ints: (length) => {
      const at = take(length * 4);
      return new Int32Array(memory.buffer, at, length);
    },
    doubles: (length) => {
      const at = take(length * 8);
      return new Float64Array(memory.buffer, at, length);
    },
    bytes: (length) => {
      const at = take(length);
      return new Uint8Array(memory.buffer, at, length);
    },
    free: ({ byteOffset, byteLength }) => {
      const size = sizeOf(byteLength);
      spare.set(size, [...(spare.get(size) ?? []), byteOffset]);
    },
  };
};
