import { expect, test } from 'vitest';
import { metricFormat, metricSentence, metricUnit } from './metric-words.ts';

test.each([
  ['ms', 'avg', 'gauge', 340.2, '340 ms'],
  ['s', 'p95', 'histogram', 0.2, '200 ms'],
  ['s', 'rate', 'histogram', 2.5, '2.5/s'],
  ['By', 'max', 'gauge', 1_500_000, '1.5 MB'],
  ['By', 'rate', 'sum', 2_000, '2.0 kB/s'],
  ['MiBy', 'last', 'gauge', 1, '1.0 MB'],
  ['{row}', 'increase', 'sum', 12_431, '12,431'],
  ['1', 'avg', 'gauge', 0.004_217, '0.00422'],
  ['%', 'avg', 'gauge', 42.25, '42.3 %'],
  ['By', 'last', 'gauge', -3_000, '-3.0 kB'],
  ['s', 'count', 'histogram', 7, '7'],
  ['constructor', 'avg', 'gauge', 7, '7'],
])('a figure in %s, %s of a %s', (unit, aggregation, type, value, text) => {
  expect(metricFormat({ unit, aggregation, type })(value)).toBe(text);
});

test.each([
  ['{row}', 'row'],
  ['{request}/s', 'request/s'],
  ['By/{fault}', 'By/fault'],
  ['1', ''],
  ['By', 'bytes'],
])('the unit %s is "%s"', (unit, words) => expect(metricUnit(unit)).toBe(words));

test('what a chart shows is said', () => {
  expect(
    metricSentence({
      type: 'sum',
      isMonotonic: true,
      temporality: 'cumulative',
      aggregation: 'rate',
      unit: '{row}',
      stepSeconds: 60,
      senders: 3,
      resets: 1,
      series: [{}],
    }),
  ).toBe(
    'A counter in row, sent as totals. Shown: counted a second, on average over each step. A step is 1 minute; a gap is a step in which nothing was received. 3 series are joined. Totals began anew once; what was counted before is not lost.',
  );
  expect(metricSentence({ type: 'summary', aggregation: 'p99', unit: 's', stepSeconds: 30, series: [{}] })).toBe(
    'A summary in seconds. Shown: p99 of each step, as its sender worked it out. A step is 30 seconds; a gap is a step in which nothing was received.',
  );
});
