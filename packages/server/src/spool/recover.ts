import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpoolEvents } from './events.ts';
import { eventKindsOf, keysOf, scanSegment } from './marker.ts';
import { segmentNamed, type Segment } from './segment.ts';

/** Reads what an earlier process left, oldest first: whole bodies stay, torn or damaged stretches move to `quarantine/`. */
export const recoverSegments = async (folder: string, quarantine: string, events: SpoolEvents): Promise<Segment[]> => {
  const segments: Segment[] = [];
  for (const name of await segmentFiles(folder)) {
    const found = await recoverSegment(folder, quarantine, name, events);
    if (found !== undefined) segments.push(found);
  }
  return segments;
};

const segmentFiles = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.seg'))
    .map(({ name }) => name)
    .toSorted(byAge);

const byAge = (a: string, b: string): number =>
  (a.split('-')[1] ?? '').localeCompare(b.split('-')[1] ?? '') || a.localeCompare(b);

const recoverSegment = async (
  folder: string,
  quarantine: string,
  name: string,
  events: SpoolEvents,
): Promise<Segment | undefined> => {
  const path = join(folder, name);
  const segment = segmentNamed(folder, name, (await stat(path)).size);
  if (segment === undefined) return undefined;
  const bytes = await readFile(path);
  const { bodies, damaged } = scanSegment(bytes);
  if (damaged.length > 0) {
    const aside = join(quarantine, `${segment.id}.damaged`);
    await writeFile(aside, Buffer.concat(damaged.map(({ start, end }) => bytes.subarray(start, end))));
    events.bytesQuarantined(
      segment.signal,
      damaged.reduce((sum, { start, end }) => sum + end - start, 0),
      aside,
      'the segment was cut off or changed on disk',
    );
    await replaceFile(path, Buffer.concat(bodies.map(({ start, end }) => bytes.subarray(start, end))));
  }
  if (bodies.length === 0) {
    await rm(path, { force: true });
    return undefined;
  }
  const kept = bodies.reduce((sum, { start, end }) => sum + end - start, 0);
  return { ...segment, bytes: kept, keys: keysOf(bodies), eventKinds: eventKindsOf(bodies) ?? segment.eventKinds };
};

const replaceFile = async (path: string, bytes: Uint8Array): Promise<void> => {
  await writeFile(`${path}.new`, bytes, { flush: true });
  await rename(`${path}.new`, path);
};
