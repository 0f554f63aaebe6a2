import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpoolEvents } from './events.ts';
import { signals, type Signal } from '../wire/proto.ts';
import { everyKind, type ValueKinds } from '../wire/value-kinds.ts';
import { openKnownKeys } from './known-keys.ts';
import { oncePerKey } from './once-per-key.ts';
import { recoverSegments } from './recover.ts';
import { createSealPace, type SealPace } from './seal-pace.ts';
import { createSegmentQueue, earliest, type SegmentQueue } from './segment-queue.ts';
import type { Segment } from './segment.ts';
import { createSegmentWriter, type SegmentWriter } from './writer.ts';

/** Durable hand-over between intake and engine: what is appended here survives anything but the loss of the disk. */
export interface Spool extends AsyncDisposable {
  /**
   * Resolves once the body is on disk; `repeated` when its key was seen before and nothing was written. Raises SpoolFullError at the
   * size limit, SpoolWriteError when the disk refuses.
   */
  append(signal: Signal, body: Uint8Array, key: string, valueKinds?: ValueKinds): Promise<'stored' | 'repeated'>;
  /** Sealed segments, oldest first, not yet taken. */
  take(): Segment | undefined;
  /** Called whenever a segment has been sealed. */
  onSealed(listener: () => void): void;
  /** The segment is in the engine, which took so long, and may be forgotten, but for its keys. */
  loaded(segment: Segment, insertMs: number): Promise<void>;
  /** Puts others in the place of a taken segment: itself, its parts, or none. */
  replace(segment: Segment, others: readonly Segment[]): void;
  readonly folder: string;
  readonly quarantine: string;
  readonly bytes: number;
  readonly isFull: boolean;
  readonly depth: number;
  /** Arrival of the oldest body that is not in the engine yet. */
  readonly oldestAt: Date | undefined;
}

export interface SpoolOptions {
  readonly folder: string;
  readonly events: SpoolEvents;
  readonly mostBytes: number;
  readonly sealAtBytes?: number;
  readonly sealAfterMs?: number;
}

export class SpoolFullError extends Error {
  readonly code = 'SPOOL_FULL';
  constructor(mostBytes: number) {
    super(
      `The spool holds its limit of ${mostBytes} bytes because the engine is behind. Try again later; nothing was stored.`,
    );
  }
}

const mostSealAfterMs = 1_000;

export const openSpool = async (options: SpoolOptions): Promise<Spool> => {
  const { folder, events, mostBytes } = options;
  const quarantine = join(folder, 'quarantine');
  await mkdir(quarantine, { recursive: true });
  const recovered = await recoverSegments(folder, quarantine, events);
  const keys = await openKnownKeys(
    join(folder, 'known-keys'),
    recovered.flatMap((segment) => segment.keys),
  );
  const queue = createSegmentQueue(recovered);
  const listeners: (() => void)[] = [];
  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  const { writers, paces } = openWriters(options, queue, announce);
  const all = signals.map((signal) => writers[signal]);
  const once = oncePerKey(keys);
  let reservedBytes = 0;
  const totalBytes = (): number => all.reduce((sum, { bytes }) => sum + bytes, reservedBytes + queue.bytes);

  const write = async (signal: Signal, body: Uint8Array, key: string, valueKinds: ValueKinds): Promise<void> => {
    if (totalBytes() + body.length > mostBytes) throw new SpoolFullError(mostBytes);
    reservedBytes += body.length;
    await writers[signal].append(body, key, valueKinds).finally(() => (reservedBytes -= body.length));
  };

  return {
    append: (signal, body, givenKey, valueKinds = everyKind) =>
      once(givenKey, (key) => write(signal, body, key, valueKinds)),
    take: queue.take,
    onSealed: (listener) => void listeners.push(listener),
    async loaded(segment, insertMs) {
      paces[segment.signal].inserted(insertMs);
      await keys.remember(segment.keys);
      queue.remove(segment);
    },
    replace(segment, others) {
      queue.remove(segment, others);
      announce();
    },
    folder,
    quarantine,
    get bytes() {
      return totalBytes();
    },
    get isFull() {
      return totalBytes() >= mostBytes;
    },
    get depth() {
      return queue.depth;
    },
    get oldestAt() {
      return earliest([queue.oldestAt, ...all.map(({ openedAt }) => openedAt)].flatMap((time) => time ?? []));
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((writer) => writer[Symbol.asyncDispose]()));
    },
  };
};

/** A writer for each signal, and how long it collects. */
const openWriters = (
  { folder, sealAtBytes = 16_777_216, sealAfterMs = 400 }: SpoolOptions,
  queue: SegmentQueue,
  announce: () => void,
) => {
  const pace = () => createSealPace(sealAfterMs, mostSealAfterMs);
  const paces: Record<Signal, SealPace> = { logs: pace(), traces: pace(), metrics: pace() };
  const writerOf = (signal: Signal): SegmentWriter =>
    createSegmentWriter({
      folder,
      signal,
      sealAtBytes,
      sealAfterMs: () => paces[signal].waitMs,
      isEngineBehind: () => queue.waiting > 0,
      onSealed(segment) {
        queue.put(segment);
        announce();
      },
    });
  const writers: Record<Signal, SegmentWriter> = {
    logs: writerOf('logs'),
    traces: writerOf('traces'),
    metrics: writerOf('metrics'),
  };
  return { writers, paces };
};
