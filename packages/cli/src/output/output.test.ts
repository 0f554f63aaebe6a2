import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInstant } from '../instant.ts';
import { formatBytes, formatDuration } from './format.ts';
import { renderTable } from './table.ts';
import { shortName, widthOf } from './text.ts';

test.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1000, '1.0 s'],
  [59_440, '59 s'],
  [59_960, '1 m 00 s'],
  [3_599_000, '59 m 59 s'],
  [7_620_000, '2 h 07 m'],
])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_500, '1.5 kB'],
  [312e6, '312 MB'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test('a table aligns its columns, whatever their colours', () => {
  const columns = [
    { title: 'NAME', cell: (row: [string, string]) => row[0] },
    { title: 'N', cell: (row: [string, string]) => row[1], align: 'right' as const },
  ];
  expect(
    renderTable(columns, [
      ['\u001b[31mred\u001b[0m', '1'],
      ['longer', '200'],
    ]),
  ).toBe('NAME      N\n\u001b[31mred\u001b[0m       1\nlonger  200');
});

test.each([
  ['売上', 4],
  ['🚚', 2],
  ['👩‍🔧', 2],
  ['é', 1],
  ['\u001b[31mred\u001b[0m', 3],
])('%j is %d columns wide', (text, width) => expect(widthOf(text)).toBe(width));

test('a table aligns what is written wide', () => {
  const columns = [
    { title: 'NAME', cell: (name: string) => name },
    { title: 'N', cell: () => '1' },
  ];
  const [, ...lines] = renderTable(columns, ['売上集計', 'orders', '🚚 sales']).split('\n');
  expect(lines).toEqual(['売上集計  1', 'orders    1', '🚚 sales  1']);
});

test('a name is cut by its width, between characters', () => {
  expect(shortName('売上集計', 8)).toBe('売上集計');
  expect(shortName('売上集計', 7)).toBe('売上集…');
  expect(shortName('売上集計', 6)).toBe('売上…');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (name, longest) => {
      expect(widthOf(shortName(name, longest))).toBeLessThanOrEqual(longest);
    }),
  );
});

const now = Date.parse('2026-05-01T10:00:00Z');
test.each([
  ['2026-05-01T12:00:00+02:00', '2026-05-01T10:00:00.000Z'],
  ['90s', '2026-05-01T09:58:30.000Z'],
  ['15m', '2026-05-01T09:45:00.000Z'],
  ['2h', '2026-05-01T08:00:00.000Z'],
  ['7d', '2026-04-24T10:00:00.000Z'],
])('%s is %s', (text, instant) => expect(parseInstant(text, now)).toBe(instant));

test.each(['', 'soon', '99999999d', '2026-13-01', '5', '5y', '-1h'])('%j is no time', (text) =>
  expect(() => parseInstant(text, now)).toThrow('is not a time'),
);
