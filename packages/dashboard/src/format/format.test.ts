import { describe, expect, it } from 'vitest';
import { formatAgo, formatDuration, sayAgo } from './duration.ts';
import { bindFigures } from './no-break.ts';
import { countOf, formatBytes, formatCount } from './number.ts';
import { exactMomentWidth, formatExactMoment, formatMoment, formatUtc, sayMoment } from './time.ts';

/** With spaces at which no line breaks. */
const unbroken = (words: string) => words.replaceAll(' ', '\u00a0');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.0123, '0.012 ms'],
    [340.4, '340 ms'],
    [999.6, '1.0 s'],
    [2100, '2.1 s'],
    [9960, '10 s'],
    [59_600, '1 m 00 s'],
    [252_000, '4 m 12 s'],
    [3_599_600, '1 h 00 m'],
    [11_100_000, '3 h 05 m'],
    [2 * day + 4 * hour, '2 d 4 h'],
    [-5, '0 ms'],
  ])('%d ms is %s', (ms, words) => expect(formatDuration(ms)).toBe(unbroken(words)));
});

describe('formatAgo and sayAgo', () => {
  it.each([-5000, 1000])('%d ms is just now', (elapsed) =>
    expect([formatAgo(0, elapsed), sayAgo(0, elapsed)]).toEqual(['just now', 'just now']),
  );
  it.each([
    [12_000, '12 s ago', '12 seconds ago'],
    [minute, '1 m ago', '1 minute ago'],
    [3 * minute + 40_000, '3 m ago', '3 minutes ago'],
    [26 * hour, '1 d ago', '1 day ago'],
  ])('%d ms', (elapsed, short, long) => {
    expect(formatAgo(0, elapsed)).toBe(unbroken(short));
    expect(sayAgo(0, elapsed)).toBe(unbroken(long));
  });
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

describe('moments', () => {
  const at = (text: string) => new Date(text).getTime();
  const now = at('2026-11-23T10:00:00');
  it.each([
    ['2026-11-23T02:13:05', '02:13', 'at 02:13'],
    ['2026-11-22T23:59:59', 'yesterday 23:59', 'yesterday at 23:59'],
    ['2026-11-24T02:13:00', 'tomorrow 02:13', 'tomorrow at 02:13'],
    ['2026-11-25T02:13:00', '25 Nov 02:13', 'on 25 Nov at 02:13'],
    ['2026-11-21T02:13:00', '21 Nov 02:13', 'on 21 Nov at 02:13'],
    ['2025-11-23T02:13:00', '23 Nov 2025 02:13', 'on 23 Nov 2025 at 02:13'],
  ])('%s', (text, short, long) => {
    expect(formatMoment(at(text), now)).toBe(short);
    expect(sayMoment(at(text), now)).toBe(long);
  });
  it.each([
    ['2026-11-23T02:13:05.120', '02:13:05.120'],
    ['2026-11-22T02:13:05.120', '22 Nov 02:13:05.120'],
    ['2027-12-31T00:16:07.000', '31 Dec 2027 00:16:07.000'],
    ['1970-01-01T00:16:07.000', '1 Jan 1970 00:16:07.000'],
    ['2026-09-30T23:59:59.999', '30 Sept 23:59:59.999'],
    ['2025-09-30T23:59:59.999', '30 Sept 2025 23:59:59.999'],
  ])('%s to the millisecond is %s', (text, exact) => {
    expect(formatExactMoment(at(text), now)).toBe(exact);
    expect(exactMomentWidth([at(text), now], now)).toBeGreaterThanOrEqual(exact.length);
  });
  it('is as wide as the widest of its column, and no wider for today', () => {
    const widths = [[], ['2026-11-22T10:00'], ['2026-11-22T10:00', '2027-11-22T10:00']].map((others) =>
      exactMomentWidth([now, ...others.map(at)], now),
    );
    expect(widths).toEqual([12, 20, 25]);
  });
  it('gives UTC whatever the zone', () =>
    expect(formatUtc('2026-11-23T02:13:05.120Z')).toBe('2026-11-23 02:13:05 UTC'));
});

it('keeps the figures of a sentence with what they count', () =>
  expect(bindFigures('312 rows are unaccounted for and 1 row appeared')).toBe(
    '312\u00a0rows are unaccounted for and 1\u00a0row appeared',
  ));
