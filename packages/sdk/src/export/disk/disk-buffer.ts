import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import type { Batch, Signal } from '../batch.ts';
import type { BufferHome } from './buffer-home.ts';
import { encodeFrame, frameState, readSegment, type Frame } from './segment-file.ts';

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

interface Segment {
  readonly path: string;
  bytes: number;
}

interface OpenSegment {
  readonly segment: Segment;
  readonly descriptor: number;
}

interface Reading extends OpenSegment {
  readonly frames: Frame[];
}

const segmentBytes = 1024 * 1024;

export const createDiskBuffer = (options: DiskBufferOptions): DiskBuffer => {
  const { home, signal, limitBytes, onDropped, onDamaged } = options;
  const segments: Segment[] = [];
  let bytes = 0;
  let sequence = 0;
  let writing: OpenSegment | undefined;
  let reading: Reading | undefined;

  const openForWriting = (): OpenSegment => {
    if (writing !== undefined && writing.segment.bytes < segmentBytes) return writing;
    seal();
    sequence += 1;
    const stamp = String(Date.now()).padStart(15, '0');
    const path = home.newFile(`${signal}-${stamp}-${String(sequence).padStart(6, '0')}.otlp`);
    const segment = { path, bytes: 0 };
    writing = { segment, descriptor: openSync(path, 'wx', 0o600) };
    segments.push(segment);
    return writing;
  };
  const seal = () => {
    if (writing !== undefined) closeSync(writing.descriptor);
    writing = undefined;
  };
  const write = (batch: Batch) => {
    const frame = encodeFrame(batch);
    const { segment, descriptor } = openForWriting();
    segment.bytes += writeWhole(descriptor, frame, segment.bytes);
    bytes += frame.byteLength;
  };
  const isWritten = (batch: Batch): boolean => {
    try {
      write(batch);
      return true;
    } catch (error) {
      options.onUnwritable(error);
      return false;
    }
  };
  const forget = (segment: Segment) => {
    if (reading?.segment === segment) {
      closeSync(reading.descriptor);
      reading = undefined;
    }
    if (writing?.segment === segment) seal();
    segments.splice(segments.indexOf(segment), 1);
    bytes -= segment.bytes;
    succeeds(() => unlinkSync(segment.path));
    if (segments.length === 0) home.release();
  };
  const dropOldest = () => {
    const [oldest] = segments;
    if (oldest === undefined) return;
    const frames = reading?.segment === oldest ? reading.frames : contentsOf(oldest).waiting;
    const records = frames.reduce((sum, { batch }) => sum + batch.records, 0);
    forget(oldest);
    onDropped(records, 'the disk buffer is full');
  };
  const startReading = (segment: Segment): Reading | undefined => {
    if (writing?.segment === segment) seal();
    const { waiting, damagedBytes } = contentsOf(segment);
    if (damagedBytes > 0) onDamaged(damagedBytes);
    if (waiting.length === 0) return undefined;
    try {
      return { segment, frames: [...waiting], descriptor: openSync(segment.path, 'r+') };
    } catch {
      return undefined;
    }
  };
  const head = (): Frame | undefined => {
    for (;;) {
      const [oldest] = segments;
      if (oldest === undefined) return undefined;
      reading ??= startReading(oldest);
      if (reading?.frames[0] !== undefined) return reading.frames[0];
      forget(oldest);
    }
  };

  return {
    get bytes() {
      return bytes;
    },
    get isEmpty() {
      return segments.length === 0;
    },
    append: (batches) => {
      const stored = batches.findIndex((batch) => !isWritten(batch));
      while (bytes > limitBytes && segments.length > 1) dropOldest();
      return stored === -1 ? batches.length : stored;
    },
    head: () => head()?.batch,
    shift: () => {
      const frame = head();
      if (frame === undefined || reading === undefined) return;
      const { frames, descriptor, segment } = reading;
      frames.shift();
      if (frames.length === 0) forget(segment);
      else succeeds(() => writeSync(descriptor, Buffer.of(frameState.delivered), 0, 1, frame.offset));
    },
    adopt: (files) => {
      const found = files.map((path) => ({ path, bytes: readQuietly(path).byteLength }));
      segments.unshift(...found);
      bytes += found.reduce((sum, segment) => sum + segment.bytes, 0);
      while (bytes > limitBytes && segments.length > 1) dropOldest();
    },
    close: () => {
      seal();
      if (reading !== undefined) closeSync(reading.descriptor);
      reading = undefined;
    },
  };
};

const contentsOf = (segment: Segment) => readSegment(readQuietly(segment.path));

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

const writeWhole = (descriptor: number, frame: Buffer, at: number): number => {
  let written = 0;
  while (written < frame.byteLength) {
    written += writeSync(descriptor, frame, written, frame.byteLength - written, at + written);
  }
  return written;
};
