import { describe, expect, it } from 'vitest';
import { countOf, formatBytes, formatCompact, formatCount, formatShare } from './count.ts';
import { formatDuration, parseDuration, writeDuration } from './duration.ts';

const hour = 3_600_000;
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
    [86_369_999, '23 h 59 m'],
    [86_370_000, '1 d 0 h'],
    [86_399_999, '1 d 0 h'],
    [2 * 86_400_000 - 1, '2 d 0 h'],
    [-5, '0 ms'],
  ])('%d ms is %s', (ms, words) => expect(formatDuration(ms)).toBe(words));
});

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    [' 1.5 s ', 1500],
    ['5m', 300_000],
    ['1h', hour],
    ['7d', 7 * day],
    ['2w', 14 * day],
    ['5', undefined],
    ['five minutes', undefined],
    ['-5s', undefined],
  ])('%s', (text, ms) => expect(parseDuration(text)).toBe(ms));
  it('takes only the units that are allowed', () => expect(parseDuration('7d', ['ms', 's'])).toBeUndefined());
  it.each([500, 90_000, 300_000, hour])('reads what it writes: %d', (ms) =>
    expect(parseDuration(writeDuration(ms))).toBe(ms),
  );
});

describe('counts', () => {
  it('groups thousands and has a plural', () => {
    expect(formatCount(12_431)).toBe('12,431');
    expect(countOf(1, 'row')).toBe('1 row');
    expect(countOf(10_000_000, 'row')).toBe('10,000,000 rows');
    expect(countOf(2, 'query', 'queries')).toBe('2 queries');
  });
  it.each([0, -0, 7, -999, 1000, -1000, 123_456, -1_234_567, 2 ** 53, 1e21, 1234.5, 0.4, Number.NaN, -Infinity])(
    'writes %d as English does',
    (count) => expect(formatCount(count)).toBe(count.toLocaleString('en', { maximumFractionDigits: 0 })),
  );
  it('shortens only long ones', () => {
    expect(formatCompact(999)).toBe('999');
    expect(formatCompact(12_431)).toBe('12.4K');
  });
  it.each([
    [1, '100%'],
    [0.9999, '>99.9%'],
    [0.975, '97.5%'],
    [0.0004, '<0.1%'],
    [0, '0%'],
  ])('a share of %d is %s', (ratio, words) => expect(formatShare(ratio)).toBe(words));
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '1.5 kB'],
    [210_000_000, '210 MB'],
    [3.2e15, '3200 TB'],
  ])('%d bytes are %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));
});
