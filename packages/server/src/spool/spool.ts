import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpoolEvents } from './events.ts';
import { signals, type Signal } from '../wire/proto.ts';
import { everyKind, type ValueKinds } from '../wire/value-kinds.ts';
import { openKnownKeys, type KnownKeys } from './known-keys.ts';
import { shortKey } from './marker.ts';
import { recoverSegments } from './recover.ts';
import { createSealPace, type SealPace } from './seal-pace.ts';
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
  const { folder, events, mostBytes, sealAtBytes = 16_777_216, sealAfterMs = 400 } = options;
  const quarantine = join(folder, 'quarantine');
  await mkdir(quarantine, { recursive: true });
  const recovered = await recoverSegments(folder, quarantine, events);
  const keys: KnownKeys = await openKnownKeys(
    join(folder, 'known-keys'),
    recovered.flatMap((segment) => segment.keys),
  );
  const inFlight = new Map<string, Promise<void>>();
  const waiting: Segment[] = [...recovered];
  const taken = new Map<string, Segment>();
  const listeners: (() => void)[] = [];

  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  const onSealed = (segment: Segment): void => {
    waiting.push(segment);
    announce();
  };
  const pace = () => createSealPace(sealAfterMs, mostSealAfterMs);
  const paces: Record<Signal, SealPace> = { logs: pace(), traces: pace(), metrics: pace() };
  const writerOf = (signal: Signal) =>
    createSegmentWriter({
      folder,
      signal,
      sealAtBytes,
      sealAfterMs: () => paces[signal].waitMs,
      isEngineBehind: () => waiting.length > 0,
      onSealed,
    });
  const writers: Record<Signal, SegmentWriter> = {
    logs: writerOf('logs'),
    traces: writerOf('traces'),
    metrics: writerOf('metrics'),
  };

  let reservedBytes = 0;
  const totalBytes = (): number =>
    reservedBytes +
    [...waiting, ...taken.values()].reduce((sum, segment) => sum + segment.bytes, 0) +
    signals.reduce((sum, signal) => sum + writers[signal].bytes, 0);

  const write = async (signal: Signal, body: Uint8Array, key: string, valueKinds: ValueKinds): Promise<void> => {
    if (totalBytes() + body.length > mostBytes) throw new SpoolFullError(mostBytes);
    reservedBytes += body.length;
    await writers[signal].append(body, key, valueKinds).finally(() => (reservedBytes -= body.length));
    if (key !== '') keys.add(key);
  };

  return {
    async append(signal, body, givenKey, valueKinds = everyKind) {
      const key = shortKey(givenKey);
      if (key === '') return write(signal, body, key, valueKinds).then(() => 'stored');
      if (keys.has(key)) {
        keys.add(key); // what is said again and again stays among the most recent
        return 'repeated';
      }
      const sameKey = inFlight.get(key);
      if (sameKey !== undefined) return sameKey.then(() => 'repeated');
      const writing = write(signal, body, key, valueKinds).finally(() => inFlight.delete(key));
      inFlight.set(key, writing);
      await writing;
      return 'stored';
    },
    take() {
      const segment = waiting.shift();
      if (segment !== undefined) taken.set(segment.id, segment);
      return segment;
    },
    onSealed(listener) {
      listeners.push(listener);
    },
    async loaded(segment, insertMs) {
      paces[segment.signal].inserted(insertMs);
      await keys.remember(segment.keys);
      taken.delete(segment.id);
    },
    replace(segment, others) {
      taken.delete(segment.id);
      waiting.unshift(...others);
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
      return waiting.length + taken.size;
    },
    get oldestAt() {
      const sealed = [...taken.values(), ...waiting].map(({ createdAt }) => createdAt);
      const open = signals.flatMap((signal) => writers[signal].openedAt ?? []);
      return [...sealed, ...open].toSorted((a, b) => a.getTime() - b.getTime())[0];
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(signals.map((signal) => writers[signal][Symbol.asyncDispose]()));
    },
  };
};
