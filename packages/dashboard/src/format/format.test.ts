import { describe, expect, it } from 'vitest';
import { formatAgo, formatDuration } from './duration.ts';
import { bindFigures } from './no-break.ts';
import { countOf, formatBytes, formatCount } from './number.ts';
import { exactTimeWidth, formatExactTime, formatUtc } from './time.ts';

/** With spaces at which no line breaks. */
const unbroken = (words: string) => words.replaceAll(' ', '\u00a0');
const minute = 60_000;

it('keeps a duration and a time ago in one piece', () => {
  expect(formatDuration(252_000)).toBe(unbroken('4 m 12 s'));
  expect(formatAgo(0, 3 * minute + 40_000)).toBe(unbroken('3 m ago'));
});

describe('numbers', () => {
  it('groups thousands and knows one from many', () => {
    expect(formatCount(12_431)).toBe('12,431');
    expect(countOf(1, 'row')).toBe(unbroken('1 row'));
    expect(countOf(10_000_000, 'row')).toBe(unbroken('10,000,000 rows'));
    expect(countOf(2, 'query', 'queries')).toBe(unbroken('2 queries'));
  });
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '1.5 kB'],
    [210_000_000, '210 MB'],
    [3.2e15, '3200 TB'],
  ])('%d bytes are %s', (bytes, words) => expect(formatBytes(bytes)).toBe(unbroken(words)));
});

describe('times', () => {
  const at = (text: string) => new Date(text).getTime();
  const now = at('2026-11-23T10:00:00');
  it.each([
    ['2026-11-23T02:13:05.120', '02:13:05.120'],
    ['2026-11-22T02:13:05.120', '22 Nov 02:13:05.120'],
    ['2027-12-31T00:16:07.000', '31 Dec 2027 00:16:07.000'],
    ['1970-01-01T00:16:07.000', '1 Jan 1970 00:16:07.000'],
    ['2026-09-30T23:59:59.999', '30 Sept 23:59:59.999'],
    ['2025-09-30T23:59:59.999', '30 Sept 2025 23:59:59.999'],
  ])('%s to the millisecond is %s', (text, exact) => {
    expect(formatExactTime(at(text), now)).toBe(exact);
    expect(exactTimeWidth([at(text), now], now)).toBeGreaterThanOrEqual(exact.length);
  });
  it('is as wide as the widest of its column, and no wider for today', () => {
    const widths = [[], ['2026-11-22T10:00'], ['2026-11-22T10:00', '2027-11-22T10:00']].map((others) =>
      exactTimeWidth([now, ...others.map(at)], now),
    );
    expect(widths).toEqual([12, 20, 25]);
  });
  it('gives UTC whatever the zone', () =>
    expect(formatUtc('2026-11-23T02:13:05.120Z')).toBe('2026-11-23 02:13:05 UTC'));
});

it('keeps the figures of a sentence with what they count', () =>
  expect(bindFigures('312 rows are missing and 1 row was read')).toBe(
    '312\u00a0rows are missing and 1\u00a0row was read',
  ));
