import { expect, test } from 'vitest';
import { hourWords, weekHourWords } from '../words/hour-words.ts';
import { hourCells, transposed } from './hour-cells.ts';

const items = [
  { weekHour: 'mon-02', runs: 16, unwell: 4, medianMs: 1_000 },
  { weekHour: 'sun-23', runs: 4, unwell: 0, medianMs: 4_000 },
  { weekHour: 'tue-00', runs: 0, unwell: 1, medianMs: null },
];
const shades = (measure: Parameters<typeof hourCells>[1]) =>
  hourCells(items, measure)
    .flat()
    .flatMap(({ weekHour, weight }) => (weight === null ? [] : [`${weekHour} ${weight.toFixed(2)}`]));

test('an hour is shaded by what is chosen, those without it not at all', () => {
  expect(shades('runs')).toEqual(['mon-02 1.00', 'tue-00 0.25', 'sun-23 0.50']);
  expect(shades('unwell')).toEqual(['mon-02 1.00', 'tue-00 0.50']);
  expect(shades('duration')).toEqual(['mon-02 0.50', 'sun-23 1.00']);
  expect(shades('runs').length).toBeLessThan(hourCells([], 'runs').flat().length);
});

test('a week has 168 hours, laid by weekday or by hour', () => {
  const cells = hourCells(items, 'runs');
  expect(cells.map((row) => row.length)).toEqual(Array.from({ length: 7 }, () => 24));
  expect(transposed(cells)[2]?.[0]?.weekHour).toBe('mon-02');
  expect(cells[0]?.[2]?.unwellShare).toBe(0.25);
  expect(cells[1]?.[0]?.unwellShare).toBe(1);
});

test('an hour in words', () => {
  expect(weekHourWords('sun-23')).toBe('Sun 23:00 to 24:00');
  expect(hourWords('mon-02', items[0]).replaceAll('\u00A0', ' ')).toBe(
    'Mon 02:00 to 03:00: 16 runs, 4 failed or missed, median 1.0 s',
  );
  expect(hourWords('mon-03', undefined)).toBe('Mon 03:00 to 04:00: no run');
});
