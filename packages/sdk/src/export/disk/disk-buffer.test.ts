import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBatch, type Batch } from '../batch.ts';
import { createBufferHome } from './buffer-home.ts';
import { createDiskBuffer } from './disk-buffer.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { times } from '../../../../../test/times.ts';

let dir: string;
beforeEach(() => {
  dir = temporaryFolder();
});
afterEach(() => {
  vi.useRealTimers();
});

const open = (limitBytes = 1e9) => {
  const lost = { records: 0, damagedBytes: 0 };
  const home = createBufferHome(dir, 'http://127.0.0.1:4318/v1/logs');
  const disk = createDiskBuffer({
    home,
    lane: 'logs',
    limitBytes,
    onDropped: (records) => (lost.records += records),
    onDamaged: (bytes) => (lost.damagedBytes += bytes),
    onUnwritable: (error) => expect.unreachable(String(error)),
  });
  disk.adopt(home.adopt());
  return { disk, home, lost };
};

const batchOf = (size: number, records = 1) => createBatch(records, Buffer.alloc(size, records));

const drain = (disk: ReturnType<typeof open>['disk']): Batch[] => {
  const batches: Batch[] = [];
  for (let head = disk.head(); head !== undefined; head = disk.head()) {
    batches.push(head);
    disk.remove(head.id);
  }
  return batches;
};

const files = () =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith('.otlp'))
    .map((entry) => join(entry.parentPath, entry.name));

describe('a disk buffer', () => {
  it('gives back what it was given, in order, across any number of crashes, and what was left by then last', () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          do: fc.constant('append' as const),
          sizes: fc.array(fc.integer({ min: 0, max: 300_000 }), { maxLength: 4 }),
        }),
      },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('shift' as const), sizes: fc.constant([]) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const), sizes: fc.constant([]) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let { disk, home } = open();
        const added: string[] = [];
        let own: string[] = [];
        let left: string[] = [];
        for (const { do: action, sizes } of steps) {
          if (action === 'append') {
            const batches = sizes.map((size) => batchOf(size));
            expect(disk.append(batches)).toBe(batches.length);
            own.push(...batches.map(({ id }) => id));
            added.push(...batches.map(({ id }) => id));
          } else if (action === 'shift') {
            const id = own.length > 0 ? own.shift() : left.shift();
            expect(disk.head()?.id).toBe(id);
            disk.remove(id ?? '');
          } else {
            disk.close();
            home.abandon();
            const waiting = new Set([...left, ...own]);
            [left, own] = [added.filter((id) => waiting.has(id)), []];
            ({ disk, home } = open());
          }
        }
        expect(drain(disk).map(({ id }) => id)).toEqual([...own, ...left]);
        disk.close();
        expect(files()).toEqual([]);
      }),
      { numRuns: times(60) },
    );
  });

  it.each([
    ['has stood still', 0],
    ['was set back', -60_000],
  ])('gives back in order what several processes have left one after the other while the clock %s', (_, ms) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const added: string[] = [];
    for (let process = 0; process < 6; process += 1) {
      const { disk, home } = open();
      const own = [batchOf(1), batchOf(2 * 1024 * 1024), batchOf(2)];
      disk.append(own);
      added.push(...own.map(({ id }) => id));
      disk.close();
      home.abandon();
      vi.setSystemTime(Date.now() + ms);
    }
    const { disk } = open();
    expect(drain(disk).map(({ id }) => id)).toEqual(added);
    disk.close();
  });

  it('loses only what lies behind the point where a file was cut or damaged', () => {
    const harm = fc.record({ at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), cut: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 20 }),
        harm,
        (sizes, { at, cut }) => {
          const { disk, home } = open();
          const batches = sizes.map((size) => batchOf(size));
          disk.append(batches);
          disk.close();
          home.abandon();
          const [file = ''] = files();
          const bytes = readFileSync(file);
          const offset = Math.floor(at * bytes.byteLength);
          if (cut) truncateSync(file, offset);
          else writeFileSync(file, bytes.fill(bytes[offset]! ^ 0x5a, offset, offset + 1));
          const { disk: next, lost } = open();
          const read = drain(next).map(({ id }) => id);
          expect(read).toEqual(batches.slice(0, read.length).map(({ id }) => id));
          const before = batches.findIndex((_, index) => endOf(batches, index) > offset);
          expect(read.length).toBe(before);
          expect(lost.damagedBytes > 0 || (cut && offset === endOf(batches, before - 1))).toBe(true);
          next.close();
        },
      ),
      { numRuns: times(200) },
    );
  });

  it('gives up its oldest segments beyond its limit and counts them', () => {
    const { disk, lost } = open(3 * 1024 * 1024);
    for (let n = 0; n < 100; n += 1) disk.append([batchOf(100_000, 7)]);
    expect(disk.bytes).toBeLessThanOrEqual(3 * 1024 * 1024);
    const kept = drain(disk);
    expect(kept.length * 7 + lost.records).toBe(700);
    expect(lost.records).toBeGreaterThan(0);
    disk.close();
  });

  it('takes over nothing from a process that is alive', () => {
    const first = open();
    first.disk.append([batchOf(10)]);
    const second = open();
    expect(second.disk.isEmpty).toBe(true);
    expect(first.disk.head()).toBeDefined();
    first.disk.close();
    second.disk.close();
  });
});

const frameOverhead = 29;
const endOf = (batches: readonly Batch[], index: number): number =>
  batches.slice(0, index + 1).reduce((sum, { body }) => sum + frameOverhead + body.byteLength, 0);
