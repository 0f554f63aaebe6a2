import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../events/own-telemetry.ts';
import type { SpoolEvents } from './events.ts';
import { everyEventKind } from '../wire/event-kinds.ts';
import { everyKind } from '../wire/value-kinds.ts';
import { DiskReserveError, type DiskRoom } from './disk-room.ts';
import { type KeptSegments, openKeptSegments } from './kept-segments.ts';
import { openKnownKeys } from './known-keys.ts';
import { type Lane, lanes } from '../wire/lane.ts';
import { oncePerKey } from './once-per-key.ts';
import { recoverSegments } from './recover.ts';
import { createSealPace, isUnderLoad, type SealPace } from './seal-pace.ts';
import { probeWrite } from './probe-write.ts';
import { createSegmentQueue, earliest, type SegmentQueue } from './segment-queue.ts';
import type { BodyContent } from './open-segment.ts';
import type { Segment } from './segment.ts';
import { untilGone } from './until-gone.ts';
import { createSegmentWriter, type SegmentWriter, SpoolWriteError } from './writer.ts';

/** Durable hand-over between intake and engine: what is appended here survives anything but the loss of the disk. */
export interface Spool extends AsyncDisposable {
  /**
   * Resolves once the body is on disk; `repeated` when its key was seen before and nothing was written. Raises SpoolFullError at the
   * size limit, DiskReserveError when too little of the disk is free, SpoolWriteError when the disk refuses.
   */
  append(lane: Lane, body: Uint8Array, key: string, content?: BodyContent): Promise<'stored' | 'repeated'>;
  /** The sealed segment to be inserted next, of those not yet taken: the oldest, but lines in bulk let others go before them. */
  take(): Segment | undefined;
  /** Called whenever a segment has been sealed. */
  onSealed(listener: () => void): void;
  /** The segment is in the engine, which took so long; it is kept until that is proven. */
  loaded(segment: Segment, insertMs: number): Promise<void>;
  /** Puts others in the place of a taken segment: itself, its parts, or none. */
  replace(segment: Segment, others: readonly Segment[]): void;
  /** Inserts a kept segment again, whose records the engine has lost. */
  again(segment: Segment): Promise<Segment>;
  /** Deletes kept segments that are proven to be stored. */
  release(segments: readonly Segment[]): Promise<void>;
  /** Seals what is being written; all segments that are not in the engine then. */
  sealed(): Promise<readonly Segment[]>;
  /** Resolves when all that was accepted is in the engine, and proven to be; raises what `signal` was aborted with. */
  untilStored(signal: AbortSignal): Promise<void>;
  readonly kept: Pick<KeptSegments, 'all' | 'bytes' | 'isFull'>;
  /** Whether all that an earlier process may have inserted in part is inserted as a whole by now, or cannot be before kept segments go. */
  readonly isSettled: boolean;
  /** Why a body would be refused now, in words; undefined when it would be taken. */
  refusal(): Promise<string | undefined>;
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
  /** Whether the disk has room; not asked for unless given. */
  readonly room?: DiskRoom;
  /** Inserted and not yet proven to be readable; the loader waits beyond that. */
  readonly mostKeptBytes?: number;
  readonly sealAtBytes?: number;
  /** The engine makes one block of them, however short they are. */
  readonly sealAtRecords?: number;
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

const unknownContent: BodyContent = { valueKinds: everyKind, eventKinds: everyEventKind, records: 0 };

const usualKeptBytes = 536_870_912;

export const openSpool = async (options: SpoolOptions): Promise<Spool> => {
  const { folder, mostBytes, room } = options;
  const { quarantine, recovered, keys, kept } = await openFolder(options);
  const queue = createSegmentQueue(recovered);
  const listeners: (() => void)[] = [];
  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  const { writers, paces } = openWriters(options, queue, announce);
  const all = lanes.map((lane) => writers[lane]);
  const sealAll = () => Promise.all(all.map((writer) => writer.seal())).then(queue.all);
  const once = oncePerKey(keys);
  let reservedBytes = 0;
  const totalBytes = (): number => all.reduce((sum, { bytes }) => sum + bytes, reservedBytes + queue.bytes);
  const refuse = async (bytes: number): Promise<void> => {
    if (room !== undefined) await refuseWithoutRoom(room);
    if (totalBytes() + bytes > mostBytes) throw new SpoolFullError(mostBytes);
  };
  const write = async (lane: Lane, body: Uint8Array, key: string, content: BodyContent): Promise<void> => {
    await refuse(body.length);
    reservedBytes += body.length;
    room?.wrote(body.length);
    await writers[lane].append(body, key, content).finally(() => (reservedBytes -= body.length));
  };

  return {
    append: (lane, body, givenKey, content = unknownContent) =>
      once(givenKey, (key) => write(lane, body, key, content)),
    take: queue.take,
    onSealed: (listener) => void listeners.push(listener),
    async loaded(segment, insertMs) {
      paces[segment.lane].inserted(insertMs);
      await keys.remember(segment.keys);
      await kept.keep(segment);
      queue.remove(segment);
    },
    async again(segment) {
      const next = await kept.again(segment);
      queue.put(next);
      announce();
      return next;
    },
    async release(segments) {
      await kept.release(segments);
      announce();
    },
    untilStored: async (signal) =>
      untilGone([...(await sealAll()), ...kept.all()], () => [...queue.all(), ...kept.all()], signal),
    sealed: sealAll,
    kept,
    get isSettled() {
      return queue.recovered === 0 || kept.isFull;
    },
    refusal: () =>
      refuse(1)
        .then(() => probeWrite(folder))
        .then(() => undefined, messageOf),
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
      return totalBytes() >= mostBytes || room?.isShort === true;
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

/** What an earlier process left. */
const openFolder = async ({ folder, events, mostKeptBytes = usualKeptBytes }: SpoolOptions) => {
  const quarantine = join(folder, 'quarantine');
  await mkdir(quarantine, { recursive: true });
  const recovered = await recoverSegments(folder, quarantine, events);
  const keys = await openKnownKeys(
    join(folder, 'known-keys'),
    recovered.flatMap((segment) => segment.keys),
  );
  return { quarantine, recovered, keys, kept: await openKeptSegments(folder, mostKeptBytes) };
};

const refuseWithoutRoom = async (room: DiskRoom): Promise<void> => {
  await room.look().catch((error: unknown) => {
    throw new SpoolWriteError(error);
  });
  if (room.isShort) throw new DiskReserveError(room);
};

/** What is said of runs is looked at while they run, under load too: a segment of it waits for other such segments only. */
const isAwaited = (lane: Lane): boolean => lane === 'logs';

/** Where inserts are slow, as on a busy machine; of an insert that takes 50 ms none of it shows. */
const mostSealAfterMs = (lane: Lane): number => (isAwaited(lane) ? 1_000 : 3_000);

/** A writer for each lane, and how long it collects: when the engine is behind, fewer and larger inserts help it most. */
const openWriters = (
  { folder, sealAtBytes = 67_108_864, sealAtRecords = 500_000, sealAfterMs = 400 }: SpoolOptions,
  queue: SegmentQueue,
  announce: () => void,
) => {
  const pace = (lane: Lane) => createSealPace(sealAfterMs, mostSealAfterMs(lane));
  const paces: Record<Lane, SealPace> = {
    logs: pace('logs'),
    lines: pace('lines'),
    traces: pace('traces'),
    metrics: pace('metrics'),
  };
  const writerOf = (lane: Lane): SegmentWriter =>
    createSegmentWriter({
      folder,
      lane,
      sealAtBytes,
      sealAtRecords,
      sealAfterMs: () => paces[lane].waitMs,
      mayWait: (growth) => (isAwaited(lane) ? queue.holds(lane) : queue.waiting > 0 || isUnderLoad(growth)),
      onSealed(segment) {
        queue.put(segment);
        announce();
      },
    });
  const writers: Record<Lane, SegmentWriter> = {
    logs: writerOf('logs'),
    lines: writerOf('lines'),
    traces: writerOf('traces'),
    metrics: writerOf('metrics'),
  };
  return { writers, paces };
};
