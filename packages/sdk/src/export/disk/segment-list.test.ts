import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  grown,
  isFull,
  nextOf,
  noSegments,
  overflow,
  preceded,
  segmentBytes,
  without,
  type SegmentList,
} from './segment-list.ts';

type Step = (list: SegmentList) => SegmentList;
const path = fc.constantFrom('a', 'b', 'c', 'd');
const size = fc.nat(1_000);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(path, size).map(
    ([at, bytes]): Step =>
      (list) =>
        grown(list, at, bytes),
  ),
  path.map(
    (at): Step =>
      (list) =>
        without(list, at),
  ),
);

it('knows at any time how many bytes its files hold', () =>
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { segments, bytes } = steps.reduce((list, next) => next(list), noSegments);
      expect(bytes).toBe(segments.reduce((sum, segment) => sum + segment.bytes, 0));
      expect(new Set(segments.map((segment) => segment.path)).size).toBe(segments.length);
    }),
  ));

it('sends its own files first, and gives up those first that others left', () => {
  const own = grown(grown(noSegments, 'own 1', 10), 'own 2', 20);
  const list = preceded(own, [{ path: 'left', bytes: 5 }]);
  expect(list.segments.map((segment) => segment.path)).toEqual(['left', 'own 1', 'own 2']);
  expect(list.bytes).toBe(35);
  expect(nextOf(list)?.path).toBe('own 1');
  expect(nextOf(without(without(list, 'own 1'), 'own 2'))?.path).toBe('left');
  expect(overflow(list, 34)?.path).toBe('left');
});

it('gives up the oldest file beyond its limit, and never the newest', () => {
  const two = grown(grown(noSegments, 'old', 100), 'new', 100);
  expect(overflow(two, 200)).toBeUndefined();
  expect(overflow(two, 199)?.path).toBe('old');
  expect(overflow(without(two, 'old'), 0)).toBeUndefined();
});

it('begins the next file when one is full', () => {
  expect(isFull({ path: 'a', bytes: segmentBytes - 1 })).toBe(false);
  expect(isFull({ path: 'a', bytes: segmentBytes })).toBe(true);
});
