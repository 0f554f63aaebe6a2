import { open, stat, type FileHandle } from 'node:fs/promises';
import type { EventKinds } from '../wire/event-kinds.ts';
import type { ValueKinds } from '../wire/value-kinds.ts';
import type { Lane } from '../wire/lane.ts';
import { newSegment, type Segment } from './segment.ts';

/** The segment being written: what of it is on disk. */
export interface OpenSegment {
  readonly segment: Segment;
  readonly file: FileHandle;
  durableBytes: number;
  readonly keys: string[];
  valueKinds: ValueKinds;
  eventKinds: EventKinds;
  records: number;
}

/** What a body holds. */
export interface BodyContent {
  readonly valueKinds: ValueKinds;
  readonly eventKinds: EventKinds;
  readonly records: number;
}

/** A body with its marker, to be written. */
export interface SpooledBody extends BodyContent {
  readonly key: string;
  readonly chunks: readonly Uint8Array[];
}

export const beginSegment = async (folder: string, lane: Lane): Promise<OpenSegment> => {
  const segment = newSegment(folder, lane, new Date());
  const file = await open(segment.path, 'ax');
  await syncFolder(folder);
  return { segment, file, durableBytes: 0, keys: [], valueKinds: 0, eventKinds: 0, records: 0 };
};

/** Resolves when all of it is on disk. */
export const writeBodies = async (segment: OpenSegment, bodies: readonly SpooledBody[]): Promise<void> => {
  await writeDurably(
    segment,
    bodies.flatMap(({ chunks }) => chunks),
  );
  segment.keys.push(...bodies.map(({ key }) => key).filter((key) => key !== ''));
  for (const { valueKinds, eventKinds, records } of bodies) {
    segment.valueKinds |= valueKinds;
    segment.eventKinds |= eventKinds;
    segment.records += records;
  }
};

/** Cuts a half-written group off, so that the segment ends with an acknowledged body; false when the disk refuses. */
export const takeBack = async (segment: OpenSegment | undefined): Promise<boolean> =>
  segment === undefined ||
  (await segment.file.truncate(segment.durableBytes).then(
    () => true,
    () => false,
  ));

/** Closes the file; what it holds from then on. */
export const sealSegment = async (open: OpenSegment): Promise<Segment> => {
  await open.file.close();
  const { segment, durableBytes: bytes, keys, valueKinds, eventKinds } = open;
  return { ...segment, bytes, keys, valueKinds, eventKinds };
};

const writeDurably = async (segment: OpenSegment, chunks: Uint8Array[]): Promise<void> => {
  let at = segment.durableBytes;
  for (let first = 0; first < chunks.length; first += mostChunks)
    at += await writeAt(segment.file, chunks.slice(first, first + mostChunks), at);
  await segment.file.datasync();
  if (!(await isNamed(segment))) throw new SegmentRemovedError(segment.segment.path);
  segment.durableBytes = at;
};

/** A file that was removed, or moved with its folder, takes bytes all the same, and nobody finds them there. */
const isNamed = ({ segment }: OpenSegment): Promise<boolean> =>
  stat(segment.path).then(
    () => true,
    (error: unknown) => (error as NodeJS.ErrnoException).code !== 'ENOENT',
  );

/** Raised before anything of it is acknowledged. */
export class SegmentRemovedError extends Error {
  readonly code = 'SEGMENT_REMOVED';
  constructor(path: string) {
    super(`${path} is gone, removed or moved while it was written`);
  }
}

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
