import { appendFile, mkdir, readdir, readFile, rm, rmdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { createEvents } from '../events/_events.ts';
import { logsRequest, text } from '../wire/_sample.ts';
import { everyKind } from '../wire/value-kinds.ts';
import { startLoader, type InsertOutcome } from './loader.ts';
import { scanSegment } from './marker.ts';
import type { Segment } from './segment.ts';
import { openSpool, SpoolFullError, type Spool } from './spool.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

const events = createEvents(() => {});
const bodyOf = (name: string) => logsRequest([{ body: text(name) }]);

let folder: string;
beforeEach(() => void (folder = temporaryFolder()));

const open = (more: { mostBytes?: number; sealAfterMs?: number; sealAtRecords?: number } = {}): Promise<Spool> =>
  openSpool({ folder, events, mostBytes: 1e9, sealAfterMs: 5, ...more });
const segmentFiles = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name.endsWith('.seg'));
const keysIn = async (path: string): Promise<string[]> =>
  scanSegment(await readFile(path)).bodies.map(({ key }) => key);

describe('openSpool', () => {
  it('seals a segment that holds many records, however small: the engine makes one block of them', async () => {
    await using spool = await open({ sealAfterMs: 60_000, sealAtRecords: 1_000 });
    const append = (key: string, records: number) =>
      spool.append('lines', bodyOf(key), key, { valueKinds: everyKind, eventKinds: 0, records });
    await append('a', 999);
    expect(spool.take()).toBeUndefined();
    await append('b', 1);
    await expect.poll(() => spool.depth).toBe(1);
    expect(await keysIn(spool.take()?.path ?? '')).toEqual(['a', 'b']);
  });

  it('is refusing where a file cannot be written, whatever the rights are', async () => {
    await using spool = await open();
    expect(await spool.refusal()).toBeUndefined();
    await mkdir(join(folder, 'probe'));
    expect(await spool.refusal()).toMatch(/^EISDIR/u);
  });

  it('puts no more into a segment than fills it, also when many bodies come at once', async () => {
    await using spool = await open({ sealAfterMs: 60_000, sealAtRecords: 1_000 });
    const content = { valueKinds: everyKind, eventKinds: 0, records: 600 };
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => spool.append('lines', bodyOf(key), key, content)));
    await expect.poll(() => spool.depth).toBe(3);
    expect([spool.take(), spool.take(), spool.take()].map((segment) => segment?.keys.join(''))).toEqual([
      'ab',
      'cd',
      'ef',
    ]);
  });

  it('finds after a restart what was appended before, in order, and remembers the keys', async () => {
    const before = await open({ sealAfterMs: 60_000 });
    for (const key of ['a', 'b', 'c']) expect(await before.append('logs', bodyOf(key), key)).toBe('stored');

    await using after = await open();
    const segment = after.take();
    expect(segment?.signal).toBe('logs');
    expect(await keysIn(segment?.path ?? '')).toEqual(['a', 'b', 'c']);
    expect(await after.append('logs', bodyOf('b'), 'b')).toBe('repeated');
    await before[Symbol.asyncDispose]();
  });

  it('tells since when the oldest body waits, also while its segment is still open', async () => {
    await using spool = await open({ sealAfterMs: 60_000 });
    expect(spool.oldestAt).toBeUndefined();
    const before = Date.now();
    await spool.append('logs', bodyOf('x'), '');
    expect(spool.oldestAt?.getTime()).toBeGreaterThanOrEqual(before);
  });

  it('stores concurrent appends of one key once', async () => {
    await using spool = await open();
    const outcomes = await Promise.all([1, 2, 3].map(() => spool.append('logs', bodyOf('x'), 'same')));
    expect(outcomes.toSorted()).toEqual(['repeated', 'repeated', 'stored']);
  });

  it('keeps keys of loaded segments across restarts', async () => {
    {
      await using spool = await open();
      await spool.append('logs', bodyOf('x'), 'delivered');
      await using _loader = startLoader({
        spool,
        events,
        lanes: 1,
        onLoaded: () => {},
        insert: async () => ({ kind: 'inserted' }),
      });
      await expect.poll(segmentFiles).toEqual([]);
    }
    await using again = await open();
    expect(await again.append('logs', bodyOf('x'), 'delivered')).toBe('repeated');
  });

  it('knows after a restart which segments hold lines only, and lets the others go first', async () => {
    {
      await using spool = await open({ sealAfterMs: 60_000 });
      await spool.append('lines', bodyOf('bulk'), 'bulk');
      await spool.append('logs', bodyOf('event'), 'event');
    }
    await using again = await open();
    const found = [again.take(), again.take()];
    expect(found.map((segment) => [segment?.lane, segment?.signal, ...(segment?.keys ?? [])])).toEqual([
      ['logs', 'logs', 'event'],
      ['lines', 'logs', 'bulk'],
    ]);
    expect(new Set(found.map((segment) => segment?.createdAt.getTime())).size).toBe(2);
  });

  it('goes the same way into the engine after a restart, whose way is part of what it knows an insert by', async () => {
    const content = { valueKinds: everyKind, records: 1 };
    let before: Segment | undefined;
    {
      await using spool = await open({ sealAfterMs: 60_000 });
      for (const eventKinds of [0, 1]) await spool.append('logs', bodyOf('a'), '', { ...content, eventKinds });
      [before] = await spool.sealed();
    }
    await using again = await open();
    const [id, eventKinds] = [before?.id, 1];
    expect([before, again.take()]).toEqual([
      expect.objectContaining({ id, eventKinds }),
      expect.objectContaining({ id, eventKinds }),
    ]);
  });

  it('seals events while only lines wait for an engine that is behind, and collects more while events wait', async () => {
    await using spool = await open();
    await spool.append('lines', bodyOf('bulk'), 'bulk');
    await expect.poll(() => spool.depth).toBe(1);
    await spool.append('logs', bodyOf('first'), 'first');
    await expect.poll(() => spool.depth).toBe(2);
    for (const key of ['second', 'third']) await spool.append('logs', bodyOf(key), key);
    expect(spool.take()?.keys).toEqual(['first']);
    await expect.poll(() => spool.depth).toBe(3);
    expect([spool.take()?.keys, spool.take()?.keys]).toEqual([['bulk'], ['second', 'third']]);
  });

  it('sets a torn tail aside and keeps the bodies before it', async () => {
    {
      await using spool = await open({ sealAfterMs: 60_000 });
      for (const key of ['a', 'b']) await spool.append('logs', bodyOf(key), key);
    }
    const [name = ''] = await segmentFiles();
    await appendFile(join(folder, name), Buffer.from([0x0a, 0x50, 1, 2, 3]));
    await using again = await open();
    expect(await keysIn(again.take()?.path ?? '')).toEqual(['a', 'b']);
    expect(await readdir(again.quarantine)).toEqual([name.replace('.seg', '.damaged')]);
  });

  it('forgets a segment of which nothing was whole', async () => {
    {
      await using spool = await open();
      await spool.append('logs', bodyOf('a'), 'a');
    }
    const [name = ''] = await segmentFiles();
    await truncate(join(folder, name), 7);
    await using again = await open();
    expect(again.take()).toBeUndefined();
    expect(await segmentFiles()).toEqual([]);
  });

  it('never shows itself empty before what it holds can be taken', async () => {
    await using spool = await open({ sealAfterMs: 1 });
    for (let round = 0; round < 50; round += 1) {
      await spool.append('logs', bodyOf('x'), '');
      let segment: Segment | undefined;
      while ((segment = spool.take()) === undefined) {
        expect(spool.bytes).toBeGreaterThan(0);
        await immediate();
      }
      await spool.loaded(segment, 1);
    }
  });

  it('refuses at its limit, says so, and takes again when there is room', async () => {
    const body = bodyOf('x'.repeat(1_000));
    await using spool = await open({ mostBytes: 2_500 });
    await spool.append('logs', body, '');
    await spool.append('logs', body, '');
    await expect(spool.append('logs', body, 'third')).rejects.toThrow(SpoolFullError);
    await using _loader = startLoader({
      spool,
      events,
      lanes: 1,
      onLoaded: () => {},
      insert: async () => ({ kind: 'inserted' }),
    });
    await expect.poll(() => spool.bytes).toBe(0);
    expect(await spool.append('logs', body, 'third')).toBe('stored');
  });
});

describe('startLoader', () => {
  it('tries again while the engine is away, and loses nothing', async () => {
    await using spool = await open();
    const answers: InsertOutcome[] = [
      { kind: 'retryable', error: new Error('away') },
      { kind: 'retryable', error: new Error('away') },
      { kind: 'inserted' },
    ];
    const tried: string[] = [];
    const insert = async (segment: Segment): Promise<InsertOutcome> => {
      tried.push(segment.id);
      return answers.shift() ?? { kind: 'inserted' };
    };
    await spool.append('logs', bodyOf('a'), 'a');
    await using _loader = startLoader({ spool, events, lanes: 1, onLoaded: () => {}, insert });
    await expect.poll(() => tried.length, { timeout: 60_000 }).toBe(3);
    expect(new Set(tried).size).toBe(1);
    await expect.poll(segmentFiles).toEqual([]);
  });

  it('tries again while the spool folder cannot be written', async () => {
    await using spool = await open();
    await spool.append('logs', bodyOf('a'), 'a');
    await rm(join(folder, 'known-keys'));
    await mkdir(join(folder, 'known-keys'));
    let inserts = 0;
    const insert = async (): Promise<InsertOutcome> => {
      inserts += 1;
      return { kind: 'inserted' };
    };
    await using _loader = startLoader({ spool, events, lanes: 1, onLoaded: () => {}, insert });
    await expect.poll(() => inserts, { timeout: 60_000 }).toBeGreaterThan(1);
    expect(await segmentFiles()).toHaveLength(1);
    await rmdir(join(folder, 'known-keys'));
    await expect.poll(segmentFiles, { timeout: 60_000 }).toEqual([]);
  });

  it('splits a segment the engine refuses until the one bad body stands alone', async () => {
    await using spool = await open({ sealAfterMs: 60 });
    const inserted: string[] = [];
    const insert = async (segment: Segment): Promise<InsertOutcome> => {
      const keys = await keysIn(segment.path);
      if (keys.includes('bad')) return { kind: 'refused', error: new Error('cannot parse') };
      inserted.push(...keys);
      return { kind: 'inserted' };
    };
    await Promise.all(['a', 'b', 'bad', 'd', 'e'].map((key) => spool.append('logs', bodyOf(key), key)));
    await using _loader = startLoader({ spool, events, lanes: 1, onLoaded: () => {}, insert });
    await expect.poll(() => inserted.toSorted(), { timeout: 60_000 }).toEqual(['a', 'b', 'd', 'e']);
    await expect.poll(() => readdir(spool.quarantine), { timeout: 60_000 }).toHaveLength(1);
    const [aside = ''] = await readdir(spool.quarantine);
    expect(await keysIn(join(spool.quarantine, aside))).toEqual(['bad']);
    expect(spool.depth).toBe(0);
  });

  it('keeps the one whole body of a segment with a torn tail', async () => {
    await using spool = await open();
    await spool.append('logs', bodyOf('a'), 'a');
    await expect.poll(() => spool.depth).toBe(1);
    const [name = ''] = await segmentFiles();
    await appendFile(join(folder, name), Buffer.from([0x0a, 0x50, 1, 2, 3]));
    const inserted: string[] = [];
    const insert = async ({ path }: Segment): Promise<InsertOutcome> => {
      const { bodies, damaged } = scanSegment(await readFile(path));
      if (damaged.length > 0) return { kind: 'refused', error: new Error('cut off') };
      inserted.push(...bodies.map(({ key }) => key));
      return { kind: 'inserted' };
    };
    await using _loader = startLoader({ spool, events, lanes: 1, onLoaded: () => {}, insert });
    await expect.poll(() => inserted, { timeout: 60_000 }).toEqual(['a']);
    await expect.poll(segmentFiles).toEqual([]);
  });

  it('gives a segment back when it is stopped in the middle', async () => {
    await using spool = await open();
    await spool.append('logs', bodyOf('a'), 'a');
    const { promise: hasBegun, resolve: began } = Promise.withResolvers<void>();
    {
      await using _loader = startLoader({
        spool,
        events,
        lanes: 1,
        onLoaded: () => {},
        insert: async () => {
          began();
          return { kind: 'retryable', error: new Error('away') };
        },
      });
      await hasBegun;
    }
    expect(await segmentFiles()).toHaveLength(1);
    expect(spool.take()).toBeDefined();
  });
});
