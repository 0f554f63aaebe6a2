import { expect, test } from 'vitest';
import { withinPage } from './page-bytes.ts';

const items = ['aaaa', 'bbbb', 'cccc'];

test.each([
  ['all that fit', 18, items],
  ['no more than fit', 17, ['aaaa', 'bbbb']],
  ['one at least, so that the next page goes on', 1, ['aaaa']],
])('%s', (_name, bytes, expected) => {
  expect(withinPage(items, (item) => item, bytes)).toEqual(expected);
});

test('what is sent counts, in bytes of UTF-8', () => {
  expect(withinPage([1, 2], (item) => ({ item, text: 'é'.repeat(10) }), 60)).toEqual([1]);
});
