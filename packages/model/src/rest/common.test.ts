import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeRange } from './common.ts';

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
