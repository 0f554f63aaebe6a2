import { readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OwnEngine, startOwnEngine } from '../../../engine/_own-engine.ts';
import { createEvents } from '../../../events/_events.ts';
import { logsRequest, text } from '../../../wire/_sample.ts';
import { startPartCare } from './care.ts';
import type { KeptSegment } from './care-parts.ts';
import { activeParts } from './facts-parts.ts';
import { openLossBook } from './losses.ts';
import { correctSums } from './rollups.ts';

let engine: OwnEngine;
beforeAll(async () => (engine = await startOwnEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const arrivedAt = (index: number) => new Date(Date.UTC(2026, 10, 29, 12) + index);
const insert = (name: string, index: number, segmentId = name) =>
  engine.insert('logs', [logsRequest([{ body: text(`${name} one`) }, { body: text(`${name} two`) }])], {
    segmentId,
    receivedAt: arrivedAt(index),
  });
const bodies = async (): Promise<string[]> =>
  (await engine.telemetry.rows<{ Body: string }>('SELECT Body FROM logs ORDER BY Body')).map(({ Body }) => Body);
const summed = async (): Promise<number> =>
  (await engine.telemetry.rows<{ n: number }>('SELECT sum(Records) AS n FROM logs_per_minute'))[0]?.n ?? -1;

/** What the spool does for the care, with the segments kept given by name and time. */
const storeOf = (kept: Map<string, KeptSegment>) => ({
  all: () => [...kept.values()],
  release: async (segments: readonly KeptSegment[]) => segments.forEach(({ id }) => kept.delete(id)),
  async again(segment: KeptSegment) {
    const next = { ...segment, id: `${segment.id}.9` };
    kept.delete(segment.id);
    await insert(segment.id, segment.createdAt.getTime() - arrivedAt(0).getTime(), next.id);
    kept.set(next.id, next);
    return next;
  },
  isSettled: () => true,
  whileStill: <Result>(job: () => Promise<Result>) => job(),
});

const takeCare = async (kept: Map<string, KeptSegment>) => {
  const losses = openLossBook(engine.folder);
  const care = startPartCare({
    telemetry: engine.telemetry,
    kept: storeOf(kept),
    restartEngine: engine.engine.restart,
    timesShort: () => 0,
    isShort: () => false,
    dataDir: engine.folder,
    losses,
    events: createEvents(() => {}),
    intervalMs: 100,
  });
  return { care, losses };
};

/** Cuts a file of each part off, as a full disk does. */
const damage = async (names: readonly string[]): Promise<void> => {
  for (const part of await activeParts(engine.telemetry)) {
    if (!names.includes(part.name)) continue;
    const [marks = ''] = (await readdir(part.path)).filter((name) => name.startsWith('data.cmrk'));
    await truncate(join(part.path, marks), 0);
  }
};
const partsOfLogs = async () => (await activeParts(engine.telemetry)).filter(({ table }) => table === 'logs');

test('what was merged into a damaged part comes back, what was kept is inserted again once, and the rest is told', async () => {
  await engine.telemetry.execute('SYSTEM STOP MERGES logs');
  const kept = new Map<string, KeptSegment>();
  const keep = (id: string, index: number) => kept.set(id, { id, signal: 'logs', createdAt: arrivedAt(index) });
  await insert('merged-a', 1);
  await insert('merged-b', 2);
  await engine.telemetry.execute('SYSTEM START MERGES logs');
  await engine.telemetry.execute('OPTIMIZE TABLE logs FINAL');
  await engine.telemetry.execute('SYSTEM STOP MERGES logs');
  const merged = (await partsOfLogs()).map(({ name }) => name);
  await insert('kept', 3);
  await insert('whole', 4);
  await insert('gone', 5);
  keep('kept', 3);
  keep('whole', 4);
  const fresh = (await partsOfLogs()).toSorted((a, b) => a.minBlock - b.minBlock).slice(-3);
  const [first, , last] = fresh.map(({ name }) => name) as [string, string, string];
  const expected = await bodies();
  await damage([...merged, first, last]);

  const { care, losses } = await takeCare(kept);
  await using _care = care;
  await expect.poll(async () => (await losses.all()).length, { timeout: 60_000 }).toBe(1);
  const [loss] = await losses.all();
  expect(await bodies()).toEqual(expected.filter((body) => !body.startsWith('gone')));
  expect(loss).toMatchObject({
    table: 'logs',
    records: 2,
    from: arrivedAt(5).toISOString(),
    to: arrivedAt(5).toISOString(),
  });
  expect(await readdir(loss?.folder ?? '')).toContain('count.txt');
  await expect.poll(() => kept.size, { timeout: 60_000 }).toBe(0);
  await expect.poll(summed, { timeout: 60_000 }).toBe(8);
  expect(care.trouble).toBeUndefined();
});

test('sums that are not those of the records are counted again', async () => {
  const before = await summed();
  await engine.telemetry.execute(
    "INSERT INTO logs_per_minute (Minute, Day, Records) VALUES ('2026-11-29 12:00:00', '2026-11-29', 7), ('2026-10-01 12:00:00', '2026-10-01', 3)",
  );
  expect(await correctSums(engine.telemetry)).toEqual([
    { table: 'logs_per_minute', day: '2026-10-01' },
    { table: 'logs_per_minute', day: '2026-11-29' },
  ]);
  expect(await summed()).toBe(before);
  expect(await correctSums(engine.telemetry)).toEqual([]);
});

test('a book of losses that cannot be read is an empty one', async () => {
  const book = openLossBook(engine.folder);
  await book.add({ table: 'logs', foundAt: 'now', from: null, to: null, records: null, folder: 'x' });
  await writeFile(join(engine.folder, 'losses.json'), '{"cut');
  expect(await book.all()).toEqual([]);
});
