import { closeSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { Batch, Lane } from '../batch.ts';
import type { BufferHome } from './buffer-home.ts';
import { isDraft, readDraft } from './draft.ts';
import { encodeFrame, frameState, readSegment, type Frame } from './segment-file.ts';
import {
  grown,
  isFull,
  nextOf,
  noSegments,
  overflow,
  preceded,
  segmentAt,
  without,
  type SegmentList,
} from './segment-list.ts';

/**
 * Batches of one lane waiting on disk, oldest first, those of this process before what others have left. At most `limitBytes` of
 * them: beyond that the oldest segment goes, those of others first.
 */
export interface DiskBuffer {
  readonly bytes: number;
  readonly isEmpty: boolean;
  /** But for what others have left. */
  readonly isOwnEmpty: boolean;
  /** False since a write has failed. */
  readonly isUsable: boolean;
  /** How many of the batches, from the first on, the disk took. */
  append(batches: readonly Batch[]): number;
  head(): Batch | undefined;
  /** This batch, which stands first, has been delivered or refused for good. False when it is not there: it was given up meanwhile. */
  remove(id: string): boolean;
  /** Takes over segment files that others have left. */
  adopt(files: readonly string[]): void;
  close(): void;
}

export interface DiskBufferOptions {
  readonly home: BufferHome;
  readonly lane: Lane;
  readonly limitBytes: number;
  /** `given`: the batches, where they could be read. */
  readonly onDropped: (records: number, reason: string, given: readonly Batch[]) => void;
  readonly onDamaged: (bytes: number) => void;
  readonly onUnwritable: (error: unknown) => void;
}

interface OpenFile {
  readonly path: string;
  readonly descriptor: number;
}

interface Reading extends OpenFile {
  readonly frames: Frame[];
}

/** A disk buffer from inside. */
interface Files extends DiskBufferOptions {
  list: SegmentList;
  /** In the names of files, which are in order whatever the clock does: never less than in an earlier file of ours, more than in one that was left. */
  stampMs: number;
  sequence: number;
  writing: OpenFile | undefined;
  reading: Reading | undefined;
  isUsable: boolean;
}

export const createDiskBuffer = (options: DiskBufferOptions): DiskBuffer => {
  const files: Files = {
    ...options,
    list: noSegments,
    stampMs: 0,
    sequence: 0,
    writing: undefined,
    reading: undefined,
    isUsable: true,
  };
  return {
    get bytes() {
      return files.list.bytes;
    },
    get isEmpty() {
      return files.list.segments.length === 0;
    },
    get isOwnEmpty() {
      return files.list.segments.every(({ isLeft }) => isLeft === true);
    },
    get isUsable() {
      return files.isUsable;
    },
    append: (batches) => {
      const stored = batches.findIndex((batch) => !isWritten(files, batch));
      dropOverflow(files);
      return stored === -1 ? batches.length : stored;
    },
    head: () => headOf(files)?.batch,
    remove: (id) => remove(files, id),
    adopt: (paths) => {
      const found = paths.map((path) => ({ path, bytes: sizeQuietly(path) }));
      files.list = preceded(files.list, found);
      for (const path of paths) files.stampMs = Math.max(files.stampMs, stampOf(path) + 1);
      dropOverflow(files);
    },
    close: () => {
      seal(files);
      endReading(files);
    },
  };
};

const isWritten = (files: Files, batch: Batch): boolean => {
  try {
    const frame = encodeFrame(batch);
    const { path, descriptor } = openForWriting(files);
    writeWhole(descriptor, frame, segmentAt(files.list, path)?.bytes ?? 0);
    files.list = grown(files.list, path, frame.byteLength);
    files.isUsable = true;
    return true;
  } catch (error) {
    files.isUsable = false;
    files.onUnwritable(error);
    return false;
  }
};

const openForWriting = (files: Files): OpenFile => {
  const { writing, lane, home } = files;
  const current = writing && segmentAt(files.list, writing.path);
  if (writing !== undefined && current !== undefined && !isFull(current)) return writing;
  seal(files);
  files.sequence += 1;
  files.stampMs = Math.max(files.stampMs, Date.now());
  const stamp = String(files.stampMs).padStart(15, '0');
  const path = home.newFile(`${lane}-${stamp}-${String(files.sequence).padStart(6, '0')}.otlp`);
  files.writing = { path, descriptor: openSync(path, 'wx', 0o600) };
  files.list = grown(files.list, path, 0);
  return files.writing;
};

const stampOf = (path: string): number => Number(/-(\d{15})-\d+\.otlp$/u.exec(basename(path))?.[1] ?? -1);

const seal = (files: Files): void => {
  if (files.writing !== undefined) closeSync(files.writing.descriptor);
  files.writing = undefined;
};

const endReading = (files: Files): void => {
  if (files.reading !== undefined) closeSync(files.reading.descriptor);
  files.reading = undefined;
};

const forget = (files: Files, path: string): void => {
  if (files.reading?.path === path) endReading(files);
  if (files.writing?.path === path) seal(files);
  files.list = without(files.list, path);
  succeeds(() => unlinkSync(path));
  if (files.list.segments.length === 0) files.home.release();
};

const dropOverflow = (files: Files): void => {
  for (;;) {
    const path = overflow(files.list, files.limitBytes)?.path;
    if (path === undefined) return;
    const { waiting } = contentsOf(path);
    forget(files, path);
    files.onDropped(recordsIn(waiting), 'the disk buffer is full', batchesIn(waiting));
  }
};

const headOf = (files: Files): Frame | undefined => {
  for (;;) {
    const path = nextOf(files.list)?.path;
    if (path === undefined) return undefined;
    if (files.reading !== undefined && files.reading.path !== path) endReading(files);
    files.reading ??= startReading(files, path);
    if (files.reading?.frames[0] !== undefined) return files.reading.frames[0];
    forget(files, path);
  }
};

const startReading = (files: Files, path: string): Reading | undefined => {
  if (files.writing?.path === path) seal(files);
  const { waiting, damagedBytes } = contentsOf(path);
  if (damagedBytes > 0) files.onDamaged(damagedBytes);
  if (waiting.length === 0) return undefined;
  try {
    return { path, frames: [...waiting], descriptor: openSync(path, 'r+') };
  } catch {
    files.onDropped(recordsIn(waiting), 'a file of the disk buffer cannot be opened again', batchesIn(waiting));
    return undefined;
  }
};

const batchesIn = (frames: readonly Frame[]): Batch[] => frames.map(({ batch }) => batch);

const recordsIn = (frames: readonly Frame[]): number => frames.reduce((sum, { batch }) => sum + batch.records, 0);

const remove = (files: Files, id: string): boolean => {
  const isFirst = (frame: Frame | undefined): frame is Frame => frame?.batch.id === id;
  // Of what others have left, while something of our own came after it was given out.
  const frame = [files.reading?.frames[0]].find(isFirst) ?? [headOf(files)].find(isFirst);
  if (frame === undefined || files.reading === undefined) return false;
  const { frames, descriptor, path } = files.reading;
  frames.shift();
  if (frames.length === 0) forget(files, path);
  else succeeds(() => writeSync(descriptor, Buffer.of(frameState.delivered), 0, 1, frame.offset));
  return true;
};

const contentsOf = (path: string) => (isDraft(path) ? readDraft : readSegment)(readQuietly(path));

const readQuietly = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
};

const sizeQuietly = (path: string): number => {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
};

const succeeds = (action: () => unknown): boolean => {
  try {
    action();
    return true;
  } catch {
    return false;
  }
};

const writeWhole = (descriptor: number, frame: Buffer, at: number): void => {
  let written = 0;
  while (written < frame.byteLength) {
    written += writeSync(descriptor, frame, written, frame.byteLength - written, at + written);
  }
};
