import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateText, stateWords, timeRange } from './common.ts';

test.each([
  ['2026-11-26', '2026-11-26T00:00:00Z'],
  ['2026-11-26T00:00:00 02:00', '2026-11-25T22:00:00Z'],
  ['2026-11-26T00:00:00+02:00', '2026-11-25T22:00:00Z'],
  ['2026-11-26T00:00:00-02:00', '2026-11-26T02:00:00Z'],
  ['2026-11-26T00:00:00.5 00:30', '2026-11-25T23:30:00.500Z'],
])('%s is %s', (from, expected) => {
  expect(Date.parse(timeRange.parse({ from }).from ?? '')).toBe(Date.parse(expected));
});

test.each([
  '2026-11-31',
  '2026-11-26 10:00:00Z',
  '2026-11-26T00:00:00',
  '2026-11-26T00:00:00  02:00',
  '26.11.2026',
  '',
])('"%s" is no time', (to) => {
  expect(timeRange.safeParse({ to }).success).toBe(false);
});

test('whatever is taken is a time', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('0126-T: +Z.')), maxLength: 30 });
  fc.assert(
    fc.property(text, (from) => {
      const { success, data } = timeRange.safeParse({ from });
      expect(success && Number.isNaN(Date.parse(data.from ?? ''))).toBe(false);
    }),
  );
});

test('what PostgreSQL keeps in no text and in no JSON is refused in a name, and replaced in a text', () => {
  const odd = ['a\0', 'a\uD83D', '\uDE00a'];
  expect(odd.map((text) => stateWords.safeParse(text).success)).toEqual([false, false, false]);
  expect(odd.map((text) => stateText.parse(text))).toEqual(['a\uFFFD', 'a\uFFFD', '\uFFFDa']);
  expect([stateWords.parse('a\u{1F600}'), stateText.parse('a\u{1F600}')]).toEqual(['a\u{1F600}', 'a\u{1F600}']);
});
