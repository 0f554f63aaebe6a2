import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSegmentQueue } from './segment-queue.ts';
import type { Segment } from './segment.ts';

const segment = (id: string, bytes: number, second = 0): Segment => ({
  id,
  bytes,
  signal: 'logs',
  lane: 'logs',
  createdAt: new Date(second * 1_000),
  path: `/${id}`,
  keys: [],
  valueKinds: 0,
  eventKinds: 0,
});

test('the oldest is taken first, and counts until it is removed', () => {
  const queue = createSegmentQueue([segment('a', 3, 1)]);
  queue.put(segment('b', 4, 2));
  expect(queue.take()?.id).toBe('a');
  expect([queue.bytes, queue.waiting, queue.depth, queue.oldestAt?.getTime()]).toEqual([7, 1, 2, 1_000]);
  queue.remove(segment('a', 3));
  expect([queue.bytes, queue.waiting, queue.depth, queue.oldestAt?.getTime()]).toEqual([4, 1, 1, 2_000]);
});

test('parts of a segment come before those that wait', () => {
  const queue = createSegmentQueue([segment('a', 3), segment('b', 4)]);
  const taken = queue.take() as Segment;
  queue.remove(taken, [segment('a.0', 1), segment('a.1', 2)]);
  expect([queue.take()?.id, queue.take()?.id, queue.take()?.id, queue.take()]).toEqual(['a.0', 'a.1', 'b', undefined]);
  expect(queue.bytes).toBe(7);
});

test('lines let what came after them go first, but not twice in a row', () => {
  const lines = (id: string): Segment => ({ ...segment(id, 1), lane: 'lines' });
  const queue = createSegmentQueue([lines('a'), lines('b'), segment('c', 1), segment('d', 1), segment('e', 1)]);
  expect(Array.from({ length: 6 }, () => queue.take()?.id)).toEqual(['c', 'a', 'd', 'b', 'e', undefined]);
});

test('bytes are those of what waits and what is taken, whatever happens', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ bytes: fc.nat(1_000), does: fc.constantFrom('put', 'take', 'remove', 'back') })),
      (steps) => {
        const queue = createSegmentQueue();
        const waiting: Segment[] = [];
        const taken: Segment[] = [];
        for (const [index, { bytes, does }] of steps.entries()) {
          if (does === 'put') {
            const one = segment(`${index}`, bytes);
            queue.put(one);
            waiting.push(one);
          } else if (does === 'take') {
            expect(queue.take()).toEqual(waiting[0]);
            taken.push(...waiting.splice(0, 1));
          } else {
            const [one] = taken.splice(0, 1);
            if (one === undefined) continue;
            queue.remove(one, does === 'back' ? [one] : []);
            if (does === 'back') waiting.unshift(one);
          }
          expect(queue.bytes).toBe([...waiting, ...taken].reduce((sum, each) => sum + each.bytes, 0));
          expect(queue.depth).toBe(waiting.length + taken.length);
        }
      },
    ),
  );
});
