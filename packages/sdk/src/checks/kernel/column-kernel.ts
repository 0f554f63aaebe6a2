import type { KernelHeap } from './kernel-heap.ts';
import type { KernelExports } from './kernel-module.ts';

/** What works on one column of the table that lies in the kernel's memory. */
export interface ColumnKernel {
  readonly run: KernelExports;
  readonly heap: KernelHeap;
  /** Rows that the last reader of values has left to the caller. */
  readonly leftRows: Int32Array;
  /** What the last call has found, as integers and as doubles. */
  readonly found: Int32Array;
  readonly foundDoubles: Float64Array;
  /** Room for the counts of a histogram. */
  readonly buckets: Float64Array;
}
