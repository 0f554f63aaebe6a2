import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { createBatch } from './batch.ts';
import { createBufferHome } from './disk/buffer-home.ts';
import { createDiskBuffer, type DiskBuffer } from './disk/disk-buffer.ts';
import { createMakeRoom } from './make-room.ts';
import { createWaitingBatches } from './waiting-batches.ts';

const memoryLimitBytes = 1_000;

/** Writing to disk works until `breakDisk`. */
const open = (withDisk: boolean) => {
  const counts = { added: 0, taken: 0, dropped: 0 };
  const onDropped = (records: number) => (counts.dropped += records);
  const dir = temporaryFolder();
  const home = createBufferHome(dir, 'http://127.0.0.1:4318/v1/logs');
  let isBroken = false;
  const usable = {
    ...home,
    newFile: (name: string) => {
      if (isBroken) throw new Error('ENOSPC');
      return home.newFile(name);
    },
  };
  const disk: DiskBuffer | undefined = withDisk
    ? createDiskBuffer({
        home: usable,
        lane: 'logs',
        limitBytes: 1e9,
        onDropped,
        onDamaged: () => expect.unreachable('damaged'),
        onUnwritable: () => undefined,
      })
    : undefined;
  const makeRoom = createMakeRoom('logs');
  const waiting = createWaitingBatches({ disk, memoryLimitBytes, fullAtBytes: 1e9, makeRoom, onDropped });
  return { waiting, disk, counts, breakDisk: (broken: boolean) => (isBroken = broken) };
};

type Step =
  | { readonly do: 'add'; readonly size: number; readonly records: number; readonly isReachable: boolean }
  | { readonly do: 'take' | 'spill' | 'break' | 'mend' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      size: fc.integer({ min: 0, max: 400 }),
      records: fc.integer({ min: 1, max: 50 }),
      isReachable: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('spill' as const, 'break' as const, 'mend' as const) }) },
);

/** Plays the steps, takes what is left, and returns ids as added and as taken. */
const play = (withDisk: boolean, steps: readonly Step[]) => {
  const { waiting, disk, counts, breakDisk } = open(withDisk);
  const added: string[] = [];
  const taken: string[] = [];
  const take = () => {
    const head = waiting.head();
    if (head === undefined) return;
    waiting.remove(head);
    taken.push(head.id);
    counts.taken += head.records;
  };
  for (const one of steps) {
    if (one.do === 'add') {
      const batch = createBatch(one.records, new Uint8Array(one.size));
      added.push(batch.id);
      counts.added += one.records;
      waiting.add(batch, one.isReachable);
    } else if (one.do === 'take') take();
    else if (one.do === 'spill') waiting.spill();
    else breakDisk(one.do === 'break');
    expect(waiting.memoryBytes).toBeLessThanOrEqual(memoryLimitBytes);
  }
  while (!waiting.isEmpty) take();
  disk?.close();
  return { added, taken, counts, left: [waiting.memoryBytes, waiting.diskBytes] };
};

describe('waiting batches', () => {
  it.each([true, false])('keep their order and count what they drop; disk: %s', (withDisk) =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { added, taken, counts, left } = play(withDisk, steps);
        const kept = new Set(taken);
        expect(taken).toEqual(added.filter((id) => kept.has(id)));
        expect(counts.taken + counts.dropped).toBe(counts.added);
        expect(left).toEqual([0, 0]);
      }),
      { numRuns: 150 },
    ),
  );

  it('lose nothing while the disk takes what memory does not', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { added, taken } = play(
          true,
          steps.filter((one) => one.do !== 'break'),
        );
        expect(taken).toEqual(added);
      }),
      { numRuns: 100 },
    ));

  it('leave alone what is under way and was moved to disk meanwhile', () => {
    const { waiting, disk } = open(true);
    const [first, second] = [createBatch(1, new Uint8Array(10)), createBatch(1, new Uint8Array(10))];
    waiting.add(first, true);
    waiting.add(second, true);
    const underWay = waiting.head();
    waiting.spill();
    waiting.remove(underWay ?? second);
    expect(waiting.head()?.id).toBe(second.id);
    disk?.close();
  });
});
