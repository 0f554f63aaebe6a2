import type { Batch } from './batch.ts';

/** Batches that wait in memory, oldest first. Plain data. */
export interface MemoryQueue {
  readonly batches: readonly Batch[];
  readonly bytes: number;
}

export const emptyQueue: MemoryQueue = { batches: [], bytes: 0 };

export const fitsInto = ({ bytes }: MemoryQueue, batch: Batch, limitBytes: number): boolean =>
  bytes + batch.body.byteLength <= limitBytes;

export const withBatch = ({ batches, bytes }: MemoryQueue, batch: Batch): MemoryQueue => ({
  batches: [...batches, batch],
  bytes: bytes + batch.body.byteLength,
});

export const withoutFirst = ({ batches, bytes }: MemoryQueue, count: number): MemoryQueue => ({
  batches: batches.slice(count),
  bytes: bytes - batches.slice(0, count).reduce((sum, { body }) => sum + body.byteLength, 0),
});
