import { expect, test } from 'vitest';
import { parseInstant } from '../instant.ts';
import { formatBytes, formatDuration } from './format.ts';
import { renderTable } from './table.ts';

test.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1000, '1.0 s'],
  [59_940, '59.9 s'],
  [59_960, '1 m 00 s'],
  [3_599_000, '59 m 59 s'],
  [7_620_000, '2 h 07 m'],
])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [312 * 1024 ** 2, '312 MiB'],
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
