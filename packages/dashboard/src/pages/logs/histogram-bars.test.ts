import { expect, it } from 'vitest';
import { layBars } from './histogram-bars.ts';

const bucket = (INFO: number, WARN = 0, ERROR = 0) => ({ at: '', DEBUG: 0, INFO, WARN, ERROR, CRITICAL: 0 });

it('stacks trouble at the bottom and keeps one record visible', () => {
  const bars = layBars([bucket(0), bucket(8, 1, 1), bucket(1000)], 30, 60);
  expect(bars.most).toBe(1000);
  expect(bars.bad).toBe('M10 60v-1.5h9v1.5Z');
  expect(bars.warn).toBe('M10 58.5v-1.5h9v1.5Z');
  expect(bars.quiet).toContain('M20 60v-60h9v60Z');
});

it('draws nothing for no records', () =>
  expect(layBars([bucket(0)], 30, 60)).toMatchObject({ quiet: '', warn: '', bad: '' }));
