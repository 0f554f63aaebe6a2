import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eventKindsOf, scanSegment } from './marker.ts';
import { againOf, type Segment, segmentNamed } from './segment.ts';

/**
 * Segments that were inserted, kept until somebody has proven that the engine can read what they became. The loader waits while they hold
 * more than `mostBytes`.
 */
export interface KeptSegments {
  /** Moves an inserted segment here. */
  keep(segment: Segment): Promise<void>;
  all(): readonly Segment[];
  /** Deletes those proven to be stored. */
  release(segments: readonly Segment[]): Promise<void>;
  /** Moves a segment whose records the engine has lost back to those that wait, under an id the engine has not seen. */
  again(segment: Segment): Promise<Segment>;
  readonly bytes: number;
  readonly isFull: boolean;
}

/** What an earlier process kept is kept again. */
export const openKeptSegments = async (spoolFolder: string, mostBytes: number): Promise<KeptSegments> => {
  const folder = join(spoolFolder, 'kept');
  await mkdir(folder, { recursive: true });
  const kept = new Map<string, Segment>();
  for (const name of await readdir(folder)) {
    const segment = segmentNamed(folder, name, (await stat(join(folder, name))).size);
    if (segment !== undefined) kept.set(segment.id, segment);
  }
  let bytes = [...kept.values()].reduce((sum, segment) => sum + segment.bytes, 0);
  const forget = (segment: Segment): void => {
    if (kept.delete(segment.id)) bytes -= segment.bytes;
  };
  return {
    async keep(segment) {
      const path = join(folder, `${segment.id}.seg`);
      await rename(segment.path, path);
      kept.set(segment.id, { ...segment, path, keys: [] });
      bytes += segment.bytes;
    },
    all: () => [...kept.values()],
    async release(segments) {
      for (const segment of segments) {
        if (!kept.has(segment.id)) continue;
        await rm(segment.path, { force: true });
        forget(segment);
      }
    },
    async again(segment) {
      const eventKinds = eventKindsOf(scanSegment(await readFile(segment.path)).bodies) ?? segment.eventKinds;
      const next = { ...againOf(spoolFolder, segment), eventKinds };
      await rename(segment.path, next.path);
      forget(segment);
      return next;
    },
    get bytes() {
      return bytes;
    },
    get isFull() {
      return bytes >= mostBytes;
    },
  };
};
