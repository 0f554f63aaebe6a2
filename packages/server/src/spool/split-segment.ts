import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { SpoolEvents } from './events.ts';
import { eventKindsOf, keysOf, scanSegment, type FoundBody } from './marker.ts';
import { partOf, type Segment } from './segment.ts';
import type { Spool } from './spool.ts';

export interface SplitParts {
  readonly spool: Pick<Spool, 'folder' | 'quarantine' | 'replace'>;
  readonly events: Pick<SpoolEvents, 'bytesQuarantined'>;
}

/** Halves a refused segment until the one body the engine will not take stands alone, and sets that aside. */
export const splitSegment = async (segment: Segment, reason: unknown, parts: SplitParts): Promise<void> => {
  const { spool } = parts;
  const bytes = await readFile(segment.path);
  const { bodies, damaged } = scanSegment(bytes);
  const isOneBody = bodies.length === 1 && damaged.length === 0;
  if (isOneBody || bodies.length === 0) return setAside(segment, reason, parts);
  const middle = Math.ceil(bodies.length / 2);
  const halves = [bodies.slice(0, middle), bodies.slice(middle)].filter((half) => half.length > 0);
  const written = await Promise.all(halves.map((half, part) => writePart(spool.folder, segment, part, bytes, half)));
  await rm(segment.path, { force: true });
  spool.replace(segment, written);
};

const writePart = async (
  folder: string,
  segment: Segment,
  part: number,
  bytes: Buffer,
  bodies: readonly FoundBody[],
): Promise<Segment> => {
  const content = Buffer.concat(bodies.map(({ start, end }) => bytes.subarray(start, end)));
  const eventKinds = eventKindsOf(bodies) ?? segment.eventKinds;
  const target = partOf(folder, segment, part, { bytes: content.length, keys: keysOf(bodies), eventKinds });
  await writeFile(target.path, content, { flush: true });
  return target;
};

const setAside = async (segment: Segment, reason: unknown, { spool, events }: SplitParts): Promise<void> => {
  const aside = join(spool.quarantine, basename(segment.path));
  await rename(segment.path, aside);
  spool.replace(segment, []);
  const words = reason instanceof Error ? reason.message : String(reason);
  events.bytesQuarantined(segment.signal, segment.bytes, aside, words);
};
