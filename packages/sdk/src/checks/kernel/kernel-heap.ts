import { type KernelMemory, reachTo } from './kernel-module.ts';

/** Hands out zeroed pieces of the kernel's memory, in which it can look things up. */
export interface KernelHeap {
  shorts(length: number): Uint16Array<ArrayBufferLike>;
  ints(length: number): Int32Array<ArrayBufferLike>;
  doubles(length: number): Float64Array<ArrayBufferLike>;
  bytes(length: number): Uint8Array<ArrayBufferLike>;
  /** Takes back what it handed out. */
  free(array: Uint8Array | Uint16Array | Int32Array | Float64Array): void;
}

const leastBytes = 64;
/** Asking for memory piece by piece would be slow. */
const growthBytes = 1 << 20;

/** Pieces are of few sizes, four a doubling, so that what columns have outgrown fits others. */
export const createKernelHeap = (memory: KernelMemory, from: number): KernelHeap => {
  const spare = new Map<number, number[]>();
  let next = from;
  const sizeOf = (bytes: number): number => {
    const step = Math.max(leastBytes, 2 ** Math.floor(Math.log2(Math.max(1, bytes - 1))) / 4);
    return Math.max(1, Math.ceil(bytes / step)) * step;
  };
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
    shorts: (length) => {
      const at = take(length * 2);
      return new Uint16Array(memory.buffer, at, length);
    },
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
