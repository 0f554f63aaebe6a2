import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import type { Batch, Signal } from '../batch.ts';
import type { BufferHome } from './buffer-home.ts';
import { encodeFrame, frameState, readSegment, type Frame } from './segment-file.ts';
import {
  grown,
  isFull,
  noSegments,
  oldestOf,
  overflow,
  preceded,
  segmentAt,
  without,
  type SegmentList,
} from './segment-list.ts';

/** Batches of one signal waiting on disk, oldest first, at most `limitBytes` of them: beyond that the oldest segment goes. */
export interface DiskBuffer {
  readonly bytes: number;
  readonly isEmpty: boolean;
  /** How many of the batches, from the first on, the disk took. */
  append(batches: readonly Batch[]): number;
  head(): Batch | undefined;
  /** The head has been delivered or refused for good. */
  shift(): void;
  /** Puts segment files left by others before everything else. */
  adopt(files: readonly string[]): void;
  close(): void;
}

export interface DiskBufferOptions {
  readonly home: BufferHome;
  readonly signal: Signal;
  readonly limitBytes: number;
  readonly onDropped: (records: number, reason: string) => void;
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
  sequence: number;
  writing: OpenFile | undefined;
  reading: Reading | undefined;
}

export const createDiskBuffer = (options: DiskBufferOptions): DiskBuffer => {
  const files: Files = { ...options, list: noSegments, sequence: 0, writing: undefined, reading: undefined };
  return {
    get bytes() {
      return files.list.bytes;
    },
    get isEmpty() {
      return oldestOf(files.list) === undefined;
    },
    append: (batches) => {
      const stored = batches.findIndex((batch) => !isWritten(files, batch));
      dropOverflow(files);
      return stored === -1 ? batches.length : stored;
    },
    head: () => headOf(files)?.batch,
    shift: () => shift(files),
    adopt: (paths) => {
      const found = paths.map((path) => ({ path, bytes: readQuietly(path).byteLength }));
      files.list = preceded(files.list, found);
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
    return true;
  } catch (error) {
    files.onUnwritable(error);
    return false;
  }
};

const openForWriting = (files: Files): OpenFile => {
  const { writing, signal, home } = files;
  const current = writing && segmentAt(files.list, writing.path);
  if (writing !== undefined && current !== undefined && !isFull(current)) return writing;
  seal(files);
  files.sequence += 1;
  const stamp = String(Date.now()).padStart(15, '0');
  const path = home.newFile(`${signal}-${stamp}-${String(files.sequence).padStart(6, '0')}.otlp`);
  files.writing = { path, descriptor: openSync(path, 'wx', 0o600) };
  files.list = grown(files.list, path, 0);
  return files.writing;
};

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
  if (oldestOf(files.list) === undefined) files.home.release();
};

const dropOverflow = (files: Files): void => {
  for (;;) {
    const path = overflow(files.list, files.limitBytes)?.path;
    if (path === undefined) return;
    const frames = files.reading?.path === path ? files.reading.frames : contentsOf(path).waiting;
    forget(files, path);
    files.onDropped(recordsIn(frames), 'the disk buffer is full');
  }
};

const headOf = (files: Files): Frame | undefined => {
  for (;;) {
    const path = oldestOf(files.list)?.path;
    if (path === undefined) return undefined;
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
    files.onDropped(recordsIn(waiting), 'a file of the disk buffer cannot be opened again');
    return undefined;
  }
};

const recordsIn = (frames: readonly Frame[]): number => frames.reduce((sum, { batch }) => sum + batch.records, 0);

const shift = (files: Files): void => {
  const frame = headOf(files);
  if (frame === undefined || files.reading === undefined) return;
  const { frames, descriptor, path } = files.reading;
  frames.shift();
  if (frames.length === 0) forget(files, path);
  else succeeds(() => writeSync(descriptor, Buffer.of(frameState.delivered), 0, 1, frame.offset));
};

const contentsOf = (path: string) => readSegment(readQuietly(path));

const readQuietly = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
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
