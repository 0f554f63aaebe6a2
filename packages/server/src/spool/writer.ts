import type { Lane } from '../wire/lane.ts';
import { markerOf } from './marker.ts';
import {
  beginSegment,
  type BodyContent,
  type OpenSegment,
  SegmentRemovedError,
  sealSegment,
  type SpooledBody,
  takeBack,
  writeBodies,
} from './open-segment.ts';
import type { Growth } from './seal-pace.ts';
import type { Segment } from './segment.ts';

export interface SegmentWriter extends AsyncDisposable {
  /** Resolves when the body is on disk. Raises SpoolWriteError when the disk refused it; then nothing of it stays. */
  append(body: Uint8Array, key: string, content: BodyContent): Promise<void>;
  /** Resolves when what is on disk by now is in sealed segments. */
  seal(): Promise<void>;
  readonly bytes: number;
  /** When the segment being written was begun; undefined while there is none. */
  readonly openedAt: Date | undefined;
}

export interface SegmentWriterOptions {
  readonly folder: string;
  readonly lane: Lane;
  /** A segment is sealed at this size, or at so many records, … */
  readonly sealAtBytes: number;
  readonly sealAtRecords: number;
  /** … or this long after its first body, … */
  readonly sealAfterMs: () => number;
  /** … unless it had better wait once more. */
  readonly mayWait: (growth: Growth) => boolean;
  readonly onSealed: (segment: Segment) => void;
}

export class SpoolWriteError extends Error {
  readonly code = 'SPOOL_WRITE_FAILED';
  constructor(cause: unknown) {
    super(
      `The spool could not be written: ${cause instanceof Error ? cause.message : String(cause)}. ${adviceFor(cause)} Senders keep their data and try again.`,
      { cause },
    );
  }
}

const adviceFor = (cause: unknown): string => {
  const { code } = Object(cause) as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'Free disk space.';
  if (code === 'ENOENT' || code === 'SEGMENT_REMOVED')
    return 'Put its folder back, or start the server again, which creates it.';
  return 'See to its disk and to the rights of its folder.';
};

interface Pending extends SpooledBody {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface WriterState {
  readonly pending: Pending[];
  current: OpenSegment | undefined;
  sealRequested: boolean;
  /** Called when the segment being written has been sealed. */
  readonly onceSealed: (() => void)[];
}

/** Appends bodies of one lane to segments. Everything waiting while the disk is busy shares the next write and sync (group commit). */
export const createSegmentWriter = (options: SegmentWriterOptions): SegmentWriter => {
  const state: WriterState = { pending: [], current: undefined, sealRequested: false, onceSealed: [] };
  const hasWork = (): boolean => state.pending.length > 0 || state.sealRequested;
  let work: Promise<void> | undefined;

  const kick = (): void => {
    work ??= drain().finally(() => {
      work = undefined;
      if (hasWork()) kick();
    });
  };
  const requestSeal = (): void => {
    state.sealRequested = true;
    kick();
  };
  const timer = createSealTimer({
    afterMs: options.sealAfterMs,
    mayWait: options.mayWait,
    bytes: () => state.current?.durableBytes ?? 0,
    onDue: requestSeal,
  });
  const begin = async (): Promise<OpenSegment> => {
    const begun = await beginSegment(options.folder, options.lane);
    timer.start();
    return begun;
  };
  const drain = async (): Promise<void> => {
    while (hasWork()) {
      if (state.pending.length > 0) await commit(state, options, begin);
      if (state.sealRequested || isLarge(state, options)) await seal(state, timer, options.onSealed);
    }
  };

  return {
    append(body, key, content) {
      return new Promise((resolve, reject) => {
        state.pending.push({
          ...content,
          key,
          chunks: [body, markerOf(body, key, content.eventKinds)],
          resolve,
          reject,
        });
        kick();
      });
    },
    seal: () =>
      new Promise((resolve) => {
        state.onceSealed.push(resolve);
        requestSeal();
      }),
    get bytes() {
      return state.current?.durableBytes ?? 0;
    },
    get openedAt() {
      return state.current?.segment.createdAt;
    },
    async [Symbol.asyncDispose]() {
      requestSeal();
      while (work !== undefined) await work;
    },
  };
};

const isLarge = ({ current }: WriterState, { sealAtBytes, sealAtRecords }: SegmentWriterOptions): boolean =>
  current !== undefined && (current.durableBytes >= sealAtBytes || current.records >= sealAtRecords);

/** What is pending, up to what fills the segment: no more is written into it however many bodies come at once. */
const takeGroup = ({ pending, current }: WriterState, options: SegmentWriterOptions): Pending[] => {
  let bytes = current?.durableBytes ?? 0;
  let records = current?.records ?? 0;
  let count = 0;
  for (const body of pending) {
    if (count > 0 && (bytes >= options.sealAtBytes || records >= options.sealAtRecords)) break;
    for (const { byteLength } of body.chunks) bytes += byteLength;
    records += body.records;
    count += 1;
  }
  return pending.splice(0, count);
};

/** Writes the next group; one that was written in part is taken back. */
const commit = async (
  state: WriterState,
  options: SegmentWriterOptions,
  begin: () => Promise<OpenSegment>,
): Promise<void> => {
  const group = takeGroup(state, options);
  try {
    state.current ??= await begin();
    await writeBodies(state.current, group);
    for (const { resolve } of group) resolve();
  } catch (error) {
    // Where the torn tail stays, recovery and loader trust markers only and set it aside.
    if (error instanceof SegmentRemovedError || !(await takeBack(state.current))) state.sealRequested = true;
    for (const { reject } of group) reject(new SpoolWriteError(error));
  }
};

const seal = async (
  state: WriterState,
  timer: SealTimer,
  onSealed: SegmentWriterOptions['onSealed'],
): Promise<void> => {
  state.sealRequested = false;
  const waiting = state.onceSealed.splice(0);
  try {
    if (state.current === undefined) return;
    timer.stop();
    const segment = await sealSegment(state.current);
    state.current = undefined; // not before: until it is handed over its bytes count as ours
    onSealed(segment);
  } finally {
    for (const resolve of waiting) resolve();
  }
};

interface SealTimerOptions {
  readonly afterMs: () => number;
  readonly mayWait: (growth: Growth) => boolean;
  readonly bytes: () => number;
  readonly onDue: () => void;
}

interface SealTimer {
  start(): void;
  stop(): void;
}

/** Due after a while, and put off as long as it may wait. */
const createSealTimer = ({ afterMs, mayWait, bytes, onDue }: SealTimerOptions): SealTimer => {
  let timer: NodeJS.Timeout | undefined;
  const wait = (openedAtMs: number, bytesBefore: number): void => {
    clearTimeout(timer);
    const overMs = afterMs();
    timer = setTimeout(() => {
      const bytesNow = bytes();
      const growth = { bytes: bytesNow - bytesBefore, overMs, openMs: performance.now() - openedAtMs };
      if (mayWait(growth)) wait(openedAtMs, bytesNow);
      else onDue();
    }, overMs);
  };
  return { start: () => wait(performance.now(), 0), stop: () => clearTimeout(timer) };
};
