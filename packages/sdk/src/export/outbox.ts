import { giveBodyBack } from '../otlp/body-room.ts';
import type { Batch } from './batch.ts';
import type { DiskBuffer } from './disk/disk-buffer.ts';
import type { SignalStatus } from './export-status.ts';
import type { MakeRoom } from './make-room.ts';
import type { OtlpSender, Outcome } from './otlp-sender.ts';
import {
  afterFailure,
  afterTimeout,
  pauseAfterFailureMs,
  unknownReach,
  type FailedDelivery,
  type ServerReach,
} from './server-reach.ts';
import { createWaitingBatches, type WaitingBatches } from './waiting-batches.ts';

/**
 * Delivers the batches of one lane in order, and then what others have left. While the server answers they wait in memory; as soon as it does not, or
 * memory is full, everything waiting moves to disk and later batches queue up behind it there.
 */
export interface Outbox {
  readonly isEmpty: boolean;
  /** See {@link WaitingBatches.isFull}. */
  readonly isFull: boolean;
  /** Whether batches come faster than the server takes them. */
  readonly isBehind: boolean;
  /** Whether something waits that the server may take at once, without making anybody wait. */
  readonly isDue: boolean;
  add(batch: Batch): void;
  /** Settles when everything is delivered, the server is known not to answer, or time is up. */
  flush(timeoutMs: number): Promise<void>;
  /** The same at the end of the process: a server that was down gets one more attempt, unless it was slow or required a wait. */
  drain(timeoutMs: number): Promise<void>;
  /** Moves what waits in memory to disk, synchronously. */
  persist(): void;
  close(): void;
}

export interface OutboxOptions {
  readonly sender: OtlpSender;
  readonly disk: DiskBuffer | undefined;
  readonly memoryLimitBytes: number;
  readonly fullAtBytes: number;
  readonly status: SignalStatus;
  readonly onRefused: (batch: Batch, reason: string) => void;
  readonly onUnreachable: (reason: string) => void;
  readonly makeRoom: MakeRoom;
  readonly onDropped: (records: number, reason: string, given: readonly Batch[]) => void;
}

export const createOutbox = (options: OutboxOptions): Outbox => {
  const batches = createWaitingBatches(options);
  const lane: Lane = {
    ...options,
    batches,
    settling: createSettling(),
    pause: createPause(),
    reach: unknownReach,
    settled: 0,
    isPumping: false,
    isClosed: false,
  };
  if (!batches.isEmpty) void pump(lane);
  return {
    get isEmpty() {
      return batches.isEmpty;
    },
    get isFull() {
      return batches.isFull;
    },
    get isBehind() {
      return lane.isPumping;
    },
    get isDue() {
      return isDue(lane);
    },
    add: (batch) => {
      batches.add(batch, lane.reach.isReachable);
      updateStatus(lane);
      void pump(lane);
    },
    flush: async (timeoutMs) => {
      if (!batches.isEmpty && lane.reach.isReachable) await settleWithin(lane, timeoutMs);
    },
    drain: async (timeoutMs) => {
      if (!isDue(lane)) return;
      lane.reach = { ...lane.reach, isHopeless: true };
      lane.pause.end();
      await settleWithin(lane, timeoutMs);
    },
    persist: () => {
      batches.spill();
      updateStatus(lane);
    },
    close: () => {
      lane.isClosed = true;
      lane.settling.end();
    },
  };
};

/** An outbox from inside. */
interface Lane extends Pick<OutboxOptions, 'sender' | 'status' | 'onRefused' | 'onUnreachable'> {
  readonly batches: WaitingBatches;
  readonly settling: ReturnType<typeof createSettling>;
  readonly pause: ReturnType<typeof createPause>;
  reach: ServerReach;
  /** Batches that were delivered or refused. */
  settled: number;
  isPumping: boolean;
  isClosed: boolean;
}

const isDue = ({ batches, reach }: Lane): boolean => !batches.isEmpty && (reach.isReachable || !reach.isHopeless);

const updateStatus = ({ status, batches, reach }: Lane): void => {
  status.waitingInMemoryBytes = batches.memoryBytes;
  status.waitingOnDiskBytes = batches.diskBytes;
  status.reachable = reach.isReachable;
};

/** Delivers until nothing waits; one loop at a time. */
const pump = async (lane: Lane): Promise<void> => {
  if (lane.isPumping) return;
  lane.isPumping = true;
  const { batches, sender } = lane;
  for (let batch = batches.head(); batch !== undefined && !lane.isClosed; batch = batches.head()) {
    const sentAtMs = performance.now();
    const outcome = await sender.send(batch);
    const tookMs = performance.now() - sentAtMs;
    if (outcome.kind === 'retry') await giveWay(lane, outcome.reason, { tookMs, retryAfterMs: outcome.afterMs });
    else settle(lane, batch, outcome);
  }
  lane.isPumping = false;
  lane.settling.end();
};

const giveWay = async (lane: Lane, reason: string, failed: FailedDelivery): Promise<void> => {
  lane.reach = afterFailure(lane.reach, failed);
  lane.status.lastError = reason;
  lane.batches.spill();
  updateStatus(lane);
  lane.onUnreachable(reason);
  lane.settling.end();
  await lane.pause.forMs(pauseAfterFailureMs(lane.reach, failed.retryAfterMs, Math.random()));
};

const settle = (lane: Lane, batch: Batch, outcome: FinalOutcome): void => {
  lane.reach = unknownReach;
  lane.settled += 1;
  // Given up while it was under way, it counts once, as what it became.
  if (!lane.batches.remove(batch)) lane.status.dropped -= batch.records;
  updateStatus(lane);
  countOutcome(lane.status, batch, outcome);
  if (outcome.kind === 'refused') lane.onRefused(batch, outcome.reason);
  else giveBodyBack(batch.body);
  batch.onGone?.();
};

const settleWithin = async (lane: Lane, timeoutMs: number): Promise<void> => {
  const { settled } = lane;
  // A server that takes one batch after another only needs more time.
  if ((await lane.settling.within(timeoutMs)) || lane.settled > settled) return;
  lane.reach = afterTimeout(lane.reach);
  updateStatus(lane);
};

type FinalOutcome = Exclude<Outcome, { kind: 'retry' }>;

const countOutcome = (status: SignalStatus, { records }: Batch, outcome: FinalOutcome): void => {
  if (outcome.kind === 'refused') {
    status.lastError = outcome.reason;
    status.refused += records;
    return;
  }
  status.delivered += records - outcome.rejected;
  status.rejectedByServer += outcome.rejected;
  if (outcome.rejected > 0) status.lastError = outcome.reason;
};

/** Lets several wait until there is nothing more to expect for now. */
const createSettling = () => {
  const waiters: (() => void)[] = [];
  return {
    /** False when time is up before the end. */
    within: (timeoutMs: number): Promise<boolean> =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), timeoutMs);
        waiters.push(() => {
          clearTimeout(timer);
          resolve(true);
        });
      }),
    end: () => {
      for (const resolve of waiters.splice(0)) resolve();
    },
  };
};

/** One pause at a time, which can be cut short and never keeps the process alive. */
const createPause = () => {
  let end = (): void => undefined;
  return {
    forMs: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        end = resolve;
        setTimeout(resolve, ms).unref();
      }),
    end: () => end(),
  };
};
