import { expect, test } from 'vitest';
import { metricLines, mostDrawn } from './chart-lines.ts';

const line = (pool: string, ...values: (number | null)[]) => ({
  labels: { pool },
  points: values.map((value): [string, number | null] => ['', value]),
});

test('the highest line comes first, gaps stay, and an empty value has a name', () => {
  const lines = metricLines({ series: [line('', 1, null, 2), line('b', 9, null), line('c', null)] });
  expect(lines.map(({ name, least, most, latest }) => [name, least, most, latest])).toEqual([
    ['b', 9, 9, 9],
    ['(none)', 1, 2, 2],
    ['c', null, null, null],
  ]);
  expect(lines[1]?.values).toEqual([1, null, 2]);
});

test('lines that are drawn together look different', () => {
  const lines = metricLines({ series: Array.from({ length: mostDrawn }, (_, index) => line(String(index), index)) });
  expect(new Set(lines.map(({ role, dash }) => `${role} ${dash}`)).size).toBe(mostDrawn);
});
