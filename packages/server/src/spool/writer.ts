import { open, type FileHandle } from 'node:fs/promises';
import type { Signal } from '../wire/proto.ts';
import type { ValueKinds } from '../wire/value-kinds.ts';
import { markerOf } from './marker.ts';
import { newSegment, type Segment } from './segment.ts';

export interface SegmentWriter extends AsyncDisposable {
  /** Resolves when the body is on disk. Raises SpoolWriteError when the disk refused it; then nothing of it stays. */
  append(body: Uint8Array, key: string, valueKinds: ValueKinds): Promise<void>;
  readonly bytes: number;
  /** When the segment being written was begun; undefined while there is none. */
  readonly openedAt: Date | undefined;
}

export interface SegmentWriterOptions {
  readonly folder: string;
  readonly signal: Signal;
  /** A segment is sealed at this size … */
  readonly sealAtBytes: number;
  /** … or this long after its first body, unless the engine is behind anyway: then fewer and larger inserts help it most. */
  readonly sealAfterMs: () => number;
  readonly isEngineBehind: () => boolean;
  readonly onSealed: (segment: Segment) => void;
}

export class SpoolWriteError extends Error {
  readonly code = 'SPOOL_WRITE_FAILED';
  constructor(cause: unknown) {
    super(
      `The spool could not be written: ${cause instanceof Error ? cause.message : String(cause)}. Free disk space; senders keep their data and try again.`,
      { cause },
    );
  }
}

interface Pending {
  readonly key: string;
  readonly valueKinds: ValueKinds;
  readonly chunks: Uint8Array[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface OpenSegment {
  readonly segment: Segment;
  readonly file: FileHandle;
  durableBytes: number;
  readonly keys: string[];
  valueKinds: ValueKinds;
}

/** Appends bodies of one signal to segments. Everything waiting while the disk is busy shares the next write and sync (group commit). */
export const createSegmentWriter = ({
  folder,
  signal,
  sealAtBytes,
  sealAfterMs,
  isEngineBehind,
  onSealed,
}: SegmentWriterOptions): SegmentWriter => {
  let pending: Pending[] = [];
  let current: OpenSegment | undefined;
  let sealRequested = false;
  let work: Promise<void> | undefined;
  let sealTimer: NodeJS.Timeout | undefined;

  const kick = (): void => {
    work ??= drain().finally(() => {
      work = undefined;
      if (pending.length > 0 || sealRequested) kick();
    });
  };

  const drain = async (): Promise<void> => {
    while (pending.length > 0 || sealRequested) {
      if (pending.length > 0) await commit(pending.splice(0));
      if (sealRequested || (current?.durableBytes ?? 0) >= sealAtBytes) await seal();
    }
  };

  const commit = async (group: Pending[]): Promise<void> => {
    try {
      current ??= await begin();
      await writeDurably(
        current,
        group.flatMap(({ chunks }) => chunks),
      );
      current.keys.push(...group.map(({ key }) => key).filter((key) => key !== ''));
      for (const { valueKinds } of group) current.valueKinds |= valueKinds;
      for (const { resolve } of group) resolve();
    } catch (error) {
      await undo();
      for (const { reject } of group) reject(new SpoolWriteError(error));
    }
  };

  const begin = async (): Promise<OpenSegment> => {
    const segment = newSegment(folder, signal, new Date());
    const file = await open(segment.path, 'ax');
    await syncFolder(folder);
    sealSoon();
    return { segment, file, durableBytes: 0, keys: [], valueKinds: 0 };
  };

  const sealSoon = (): void => {
    clearTimeout(sealTimer);
    sealTimer = setTimeout(() => {
      if (isEngineBehind()) return sealSoon();
      sealRequested = true;
      kick();
    }, sealAfterMs());
  };

  /** Takes back a half-written group, so that the segment ends with an acknowledged body. */
  const undo = async (): Promise<void> => {
    try {
      await current?.file.truncate(current.durableBytes);
    } catch {
      sealRequested = true; // Recovery and loader trust markers only: the torn tail is set aside there.
    }
  };

  const seal = async (): Promise<void> => {
    sealRequested = false;
    const sealed = current;
    if (sealed === undefined) return;
    clearTimeout(sealTimer);
    await sealed.file.close();
    current = undefined; // not before: until it is handed over its bytes count as ours
    const { segment, durableBytes: bytes, keys, valueKinds } = sealed;
    onSealed({ ...segment, bytes, keys, valueKinds });
  };

  return {
    append(body, key, valueKinds) {
      return new Promise((resolve, reject) => {
        pending.push({ key, valueKinds, chunks: [body, markerOf(body, key)], resolve, reject });
        kick();
      });
    },
    get bytes() {
      return current?.durableBytes ?? 0;
    },
    get openedAt() {
      return current?.segment.createdAt;
    },
    async [Symbol.asyncDispose]() {
      sealRequested = true;
      kick();
      while (work !== undefined) await work;
    },
  };
};

const writeDurably = async (segment: OpenSegment, chunks: Uint8Array[]): Promise<void> => {
  let at = segment.durableBytes;
  for (let first = 0; first < chunks.length; first += mostChunks)
    at += await writeAt(segment.file, chunks.slice(first, first + mostChunks), at);
  await segment.file.datasync();
  segment.durableBytes = at;
};

const mostChunks = 1_000; // below IOV_MAX

/** A disk that is nearly full may take a part only; the rest then says why. */
const writeAt = async (file: FileHandle, chunks: Uint8Array[], position: number): Promise<number> => {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const { bytesWritten } = await file.writev(chunks, position);
  const rest = bytesWritten < bytes ? Buffer.concat(chunks).subarray(bytesWritten) : undefined;
  for (let at = 0; rest !== undefined && at < rest.length;)
    at += (await file.write(rest, at, rest.length - at, position + bytesWritten + at)).bytesWritten;
  return bytes;
};

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};
