import { expect, it } from 'vitest';
import { layBars, passedBuckets } from './histogram-bars.ts';

const bucket = (INFO: number, WARN = 0, ERROR = 0) => ({
  at: '',
  count: INFO + WARN + ERROR,
  DEBUG: 0,
  INFO,
  WARN,
  ERROR,
  CRITICAL: 0,
});

it('stacks trouble at the bottom and keeps one record visible', () => {
  const bars = layBars([bucket(0), bucket(8, 1, 1), bucket(1000)], 30, 60);
  expect(bars.most).toBe(1000);
  expect(bars.bad).toBe('M10 60v-1.5h9v1.5Z');
  expect(bars.warn).toBe('M10 58.5v-1.5h9v1.5Z');
  expect(bars.quiet).toContain('M20 60v-60h9v60Z');
});

it('draws nothing for no records', () =>
  expect(layBars([bucket(0)], 30, 60)).toMatchObject({ quiet: '', warn: '', bad: '' }));

it('draws the future as far as it holds records', () => {
  const buckets = [bucket(1), bucket(0), bucket(2), bucket(0)];
  const histogram = { from: '2026-11-23T02:00:00Z', stepMs: 60_000, buckets };
  expect(passedBuckets(histogram, Date.parse('2026-11-23T02:00:30Z'))).toBe(3);
});

it('draws nothing of the future, and the present as far as it has come', () => {
  const buckets = [bucket(1), bucket(1), bucket(0)];
  const histogram = { from: '2026-11-23T02:00:00Z', stepMs: 60_000, buckets };
  const at = (time: string) => passedBuckets(histogram, Date.parse(`2026-11-23T${time}Z`));
  expect([at('02:02:30'), at('02:03:00'), at('09:00:00')]).toEqual([2.5, 3, 3]);
  expect(layBars(buckets.slice(0, 2), 30, 60, 1.5).quiet).toBe('M0 60v-60h19v60ZM20 60v-60h10v60Z');
});
