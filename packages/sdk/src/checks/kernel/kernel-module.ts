import { kernelCode } from './kernel-code.ts';

/** What packages/sdk/kernel exports. Numbers are addresses, offsets in the block, or counts of rows. */
export interface KernelExports {
  place(from: number, roomBytes: number, width: number, capacity: number): number;
  blockAt(): number;
  startsAt(): number;
  endsAt(): number;
  ordinalsAt(): number;
  rowStartsAt(): number;
  rowEndsAt(): number;
  rowLinesAt(): number;
  malformedAt(): number;
  isNullAt(): number;
  valuesAt(): number;
  hashesAt(): number;
  otherHashesAt(): number;
  entriesAt(): number;
  leftRowsAt(): number;
  foundAt(): number;
  scan(
    from: number,
    end: number,
    spareFrom: number,
    firstLine: number,
    delimiter: number,
    quote: number,
    ownFields: number,
    firstOrdinal: number,
  ): void;
  endOfQuotedRecords(end: number, delimiter: number, quote: number): number;
  findEmpty(column: number, rows: number): number;
  findEntries(
    firstRow: number,
    rows: number,
    slots: number,
    mask: number,
    hashes: number,
    otherHashes: number,
    counts: number,
    registers: number,
  ): number;
  hashTexts(column: number, rows: number): void;
  lengthRange(column: number, rows: number): void;
  measureTexts(column: number, rows: number): void;
  countBuckets(rows: number, scale: number, first: number, counts: number): void;
  measure(rows: number): void;
  readIntegers(column: number, rows: number): number;
  readNumbers(column: number, rows: number): number;
  readInstants(column: number, rows: number, withTime: number): number;
}

export interface KernelMemory {
  /** Another one once it has grown; what looks at an earlier one stays right. */
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** As much of it as we use: the types of Node leave it out. */
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Memory: new (size: { initial: number; maximum: number; shared: true }) => KernelMemory;
  readonly Instance: new (module: object, imports: { env: { memory: KernelMemory } }) => { readonly exports: unknown };
}

const pageBytes = 1 << 16;
const mostPages = 1 << 16;

let compiled: object | false | undefined;

/** The kernel over memory of its own; undefined where there is no WebAssembly with vectors, or no room for the memory. */
export const startKernel = (): { run: KernelExports; memory: KernelMemory } | undefined => {
  try {
    const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
    compiled ??= new WebAssembly.Module(Buffer.from(kernelCode, 'base64'));
    if (compiled === false) return undefined;
    const memory = new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared: true });
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    return { run: exports as KernelExports, memory };
  } catch {
    compiled ??= false;
    return undefined;
  }
};

/** Makes the memory reach as far as `end`. */
export const reachTo = (memory: KernelMemory, end: number): void => {
  const missing = Math.ceil(end / pageBytes) - memory.buffer.byteLength / pageBytes;
  if (missing > 0) memory.grow(missing);
};
