import { backoffMs } from '@sightglass/model';
import type { Batch } from './batch.ts';
import type { DiskBuffer } from './disk/disk-buffer.ts';
import type { SignalStatus } from './export-status.ts';
import type { OtlpSender, Outcome } from './otlp-sender.ts';

/**
 * Delivers the batches of one signal in order. While the server answers they wait in memory; as soon as it does not, or
 * memory is full, everything waiting moves to disk and later batches queue up behind it there.
 */
export interface Outbox {
  readonly isEmpty: boolean;
  /** Whether something waits that the server may take when it is asked at once, without making anybody wait. */
  readonly isDue: boolean;
  add(batch: Batch): void;
  /** Settles when everything is delivered, the server is known not to answer, or time is up. */
  flush(timeoutMs: number): Promise<void>;
  /** The same at the end of the process: a server that was down is asked once more, unless it let us wait or told us to. */
  drain(timeoutMs: number): Promise<void>;
  /** Moves what waits in memory to disk, synchronously. */
  persist(): void;
  close(): void;
}

export interface OutboxOptions {
  readonly sender: OtlpSender;
  readonly disk: DiskBuffer | undefined;
  readonly memoryLimitBytes: number;
  readonly status: SignalStatus;
  readonly onRefused: (batch: Batch, reason: string) => void;
  readonly onUnreachable: (reason: string) => void;
  readonly onDropped: (records: number, reason: string) => void;
}

/** A server that takes longer than this to fail is not asked while a process is ending. */
const quickMs = 2_500;
const waits = { firstMs: 500, longestMs: 30_000 };
const longestRetryAfterMs = 300_000;

export const createOutbox = (options: OutboxOptions): Outbox => {
  const { sender, disk, memoryLimitBytes, status } = options;
  const memory: Batch[] = [];
  let memoryBytes = 0;
  let pumping = false;
  let closed = false;
  let attempt = 0;
  let isHopeless = false;
  let endPause: (() => void) | undefined;
  let waiters: (() => void)[] = [];

  const note = () => {
    status.waitingInMemoryBytes = memoryBytes;
    status.waitingOnDiskBytes = disk?.bytes ?? 0;
  };
  const isEmpty = () => memory.length === 0 && (disk?.isEmpty ?? true);
  const isDue = () => !isEmpty() && (status.reachable || !isHopeless);
  const remember = (batch: Batch) => {
    if (memoryBytes + batch.body.byteLength > memoryLimitBytes) {
      options.onDropped(batch.records, 'the memory buffer is full');
      return;
    }
    memory.push(batch);
    memoryBytes += batch.body.byteLength;
  };
  const spill = () => {
    const stored = memory.splice(0, disk?.append(memory) ?? 0);
    for (const batch of stored) memoryBytes -= batch.body.byteLength;
  };
  const add = (batch: Batch) => {
    const fits = memoryBytes + batch.body.byteLength <= memoryLimitBytes;
    const direct = fits && status.reachable && (disk?.isEmpty ?? true);
    if (!direct) spill();
    const stored = !direct && memory.length === 0 && disk?.append([batch]) === 1;
    if (!stored) remember(batch);
    note();
    void pump();
  };
  const head = (): Batch | undefined => disk?.head() ?? memory[0];
  const remove = (batch: Batch) => {
    if (memory[0]?.id === batch.id) {
      memory.shift();
      memoryBytes -= batch.body.byteLength;
    } else if (disk?.head()?.id === batch.id) disk.shift();
    note();
  };
  const wake = () => {
    const woken = waiters;
    waiters = [];
    for (const resolve of woken) resolve();
  };
  const settle = (batch: Batch, outcome: Exclude<Outcome, { kind: 'retry' }>) => {
    attempt = 0;
    isHopeless = false;
    status.reachable = true;
    remove(batch);
    if (outcome.kind === 'refused') {
      status.lastError = outcome.reason;
      status.refused += batch.records;
      options.onRefused(batch, outcome.reason);
      return;
    }
    status.delivered += batch.records - outcome.rejected;
    status.rejectedByServer += outcome.rejected;
    if (outcome.rejected > 0) status.lastError = outcome.reason;
  };
  const giveWay = async (reason: string, afterMs: number | undefined) => {
    attempt += 1;
    isHopeless ||= afterMs !== undefined;
    status.reachable = false;
    status.lastError = reason;
    spill();
    note();
    options.onUnreachable(reason);
    wake();
    await pause(Math.max(backoffMs(attempt, waits, Math.random()), Math.min(afterMs ?? 0, longestRetryAfterMs)));
  };
  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      endPause = resolve;
      setTimeout(resolve, delayMs).unref();
    });
  const pump = async () => {
    if (pumping) return;
    pumping = true;
    for (let batch = head(); batch !== undefined && !closed; batch = head()) {
      const sentAtMs = performance.now();
      const outcome = await sender.send(batch);
      isHopeless ||= performance.now() - sentAtMs > quickMs;
      if (outcome.kind === 'retry') await giveWay(outcome.reason, outcome.afterMs);
      else settle(batch, outcome);
    }
    pumping = false;
    wake();
  };

  const waitUntilSettled = async (timeoutMs: number) => {
    const inTime = await settledWithin(timeoutMs, (resolve) => waiters.push(resolve));
    if (inTime) return;
    isHopeless = true;
    status.reachable = false;
  };

  if (!isEmpty()) void pump();
  return {
    get isEmpty() {
      return isEmpty();
    },
    get isDue() {
      return isDue();
    },
    add,
    flush: async (timeoutMs) => {
      if (!isEmpty() && status.reachable) await waitUntilSettled(timeoutMs);
    },
    drain: async (timeoutMs) => {
      if (!isDue()) return;
      isHopeless = true;
      endPause?.();
      await waitUntilSettled(timeoutMs);
    },
    persist: () => {
      spill();
      note();
    },
    close: () => {
      closed = true;
      wake();
    },
  };
};

const settledWithin = (timeoutMs: number, subscribe: (resolve: () => void) => void): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), timeoutMs);
    subscribe(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
