import type { Batch } from './batch.ts';
import type { DiskBuffer } from './disk/disk-buffer.ts';

/** Batches of one signal that wait to be delivered, oldest first: on disk the older, in memory the younger ones. */
export interface WaitingBatches {
  readonly isEmpty: boolean;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** `isReachable`: it will leave soon, so the disk need not hold it. */
  add(batch: Batch, isReachable: boolean): void;
  head(): Batch | undefined;
  /** Removes the head if it still is this one: it may have been dropped while it was under way. */
  remove(batch: Batch): void;
  /** Moves what waits in memory to disk, as far as the disk takes it. */
  spill(): void;
}

export interface WaitingBatchesOptions {
  readonly disk: DiskBuffer | undefined;
  readonly memoryLimitBytes: number;
  readonly onDropped: (records: number, reason: string) => void;
}

export const createWaitingBatches = (options: WaitingBatchesOptions): WaitingBatches => {
  const { disk, memoryLimitBytes } = options;
  let memory = emptyQueue;
  const isDiskEmpty = () => disk?.isEmpty ?? true;
  const spill = () => {
    memory = withoutFirst(memory, disk?.append(memory.batches) ?? 0);
  };
  const remember = (batch: Batch) => {
    if (fitsInto(memory, batch, memoryLimitBytes)) memory = withBatch(memory, batch);
    else options.onDropped(batch.records, 'the memory buffer is full');
  };
  return {
    get isEmpty() {
      return memory.batches.length === 0 && isDiskEmpty();
    },
    get memoryBytes() {
      return memory.bytes;
    },
    get diskBytes() {
      return disk?.bytes ?? 0;
    },
    add: (batch, isReachable) => {
      if (isReachable && isDiskEmpty() && fitsInto(memory, batch, memoryLimitBytes)) return remember(batch);
      spill();
      const isStored = memory.batches.length === 0 && disk?.append([batch]) === 1;
      if (!isStored) remember(batch);
    },
    head: () => disk?.head() ?? memory.batches[0],
    remove: ({ id }) => {
      if (memory.batches[0]?.id === id) memory = withoutFirst(memory, 1);
      else if (disk?.head()?.id === id) disk.shift();
    },
    spill,
  };
};

/** Batches that wait in memory, oldest first. Plain data. */
interface MemoryQueue {
  readonly batches: readonly Batch[];
  readonly bytes: number;
}

const emptyQueue: MemoryQueue = { batches: [], bytes: 0 };

const fitsInto = ({ bytes }: MemoryQueue, batch: Batch, limitBytes: number): boolean =>
  bytes + batch.body.byteLength <= limitBytes;

const withBatch = ({ batches, bytes }: MemoryQueue, batch: Batch): MemoryQueue => ({
  batches: [...batches, batch],
  bytes: bytes + batch.body.byteLength,
});

const withoutFirst = ({ batches, bytes }: MemoryQueue, count: number): MemoryQueue => ({
  batches: batches.slice(count),
  bytes: bytes - batches.slice(0, count).reduce((sum, { body }) => sum + body.byteLength, 0),
});
