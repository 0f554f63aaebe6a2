import type { Batch } from './batch.ts';
import type { DiskBuffer } from './disk/disk-buffer.ts';
import type { MakeRoom } from './make-room.ts';

/**
 * Batches of one lane that wait to be delivered: first those of this process, on disk the older and in memory the younger ones, then
 * the backlog that others have left.
 */
export interface WaitingBatches {
  readonly isEmpty: boolean;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** Whether a flood of records has to be thinned now: what is kept then has room in reserve. */
  readonly isFull: boolean;
  /** `isReachable`: it will leave soon, so the disk need not hold it. */
  add(batch: Batch, isReachable: boolean): void;
  head(): Batch | undefined;
  /** Removes the batch that `head` gave out last. False when it is not there: it was given up, and counted so, while it was under way. */
  remove(batch: Batch): boolean;
  /** Moves what waits in memory to disk, as far as the disk takes it. */
  spill(): void;
}

export interface WaitingBatchesOptions {
  readonly disk: DiskBuffer | undefined;
  readonly memoryLimitBytes: number;
  /** From so many bytes in all on, `isFull`. */
  readonly fullAtBytes: number;
  /** Decides what memory gives up when neither it nor the disk has room. */
  readonly makeRoom: MakeRoom;
  /** `given`: what was given up. */
  readonly onDropped: (records: number, reason: string, given: readonly Batch[]) => void;
}

export const createWaitingBatches = (options: WaitingBatchesOptions): WaitingBatches => {
  const { disk, memoryLimitBytes, fullAtBytes } = options;
  let memory = emptyQueue;
  let isDiskTried = false;
  /** The batch that `head` gave out last, and that may be on its way. */
  let outId: string | undefined;
  /** Without the backlog: that need not keep what is new from memory. */
  const isDiskEmpty = () => disk === undefined || disk.isOwnEmpty;
  const spill = () => {
    const stored = disk?.append(memory.batches) ?? 0;
    for (const { onGone } of memory.batches.slice(0, stored)) onGone?.();
    memory = withoutFirst(memory, stored);
  };
  /** Before memory is full, so that it is known by then how much room there is. */
  const tryDisk = () => {
    if (isDiskTried || disk === undefined || memory.bytes < memoryLimitBytes / 2) return;
    isDiskTried = true;
    spill();
  };
  const remember = (batch: Batch) => {
    memory = withBatch(memory, batch);
    if (memory.bytes <= memoryLimitBytes) return;
    const { kept, given } = options.makeRoom(memory.batches, memoryLimitBytes, ({ id }) => id === outId);
    memory = { batches: kept, bytes: bytesOf(kept) };
    const records = given.reduce((sum, one) => sum + one.records, 0);
    if (records > 0) options.onDropped(records, 'the memory buffer is full', given);
  };
  const next = (): Batch | undefined => (isDiskEmpty() ? undefined : disk?.head()) ?? memory.batches[0] ?? disk?.head();
  return {
    get isEmpty() {
      return memory.batches.length === 0 && (disk?.isEmpty ?? true);
    },
    get memoryBytes() {
      return memory.bytes;
    },
    get diskBytes() {
      return disk?.bytes ?? 0;
    },
    get isFull() {
      return memory.bytes + (disk?.bytes ?? 0) >= (disk?.isUsable === true ? fullAtBytes : memoryLimitBytes / 2);
    },
    add: (batch, isReachable) => {
      if (isReachable && isDiskEmpty() && fitsInto(memory, batch, memoryLimitBytes)) {
        remember(batch);
        return tryDisk();
      }
      spill();
      const isStored = memory.batches.length === 0 && disk?.append([batch]) === 1;
      if (isStored) batch.onGone?.();
      else remember(batch);
    },
    head: () => {
      const batch = next();
      outId = batch?.id;
      return batch;
    },
    remove: ({ id }) => {
      if (memory.batches[0]?.id !== id) return disk?.remove(id) ?? false;
      memory = withoutFirst(memory, 1);
      return true;
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
  bytes: bytes - bytesOf(batches.slice(0, count)),
});

const bytesOf = (batches: readonly Batch[]): number => batches.reduce((sum, { body }) => sum + body.byteLength, 0);
