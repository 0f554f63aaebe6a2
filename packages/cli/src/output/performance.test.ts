import { expect, test } from 'vitest';
import { shownPerformance as answer } from '../../testing/performance.ts';
import { renderPerformance } from './performance.ts';
import { createStyle } from './style.ts';

const plain = { ...createStyle(process.stdout), paint: (_format: unknown, text: string) => text };
test('what got worse stands before the stages, databases and APIs after them', () => {
  const lines = renderPerformance(answer, plain).split('\n');
  expect(lines[0]).toMatch(/^shop\/orders {2}7 runs that succeeded, 2026-03-\d\d .* to 2026-03-\d\d /);
  expect(lines.slice(1)).toEqual([
    'median 5.0 s · p95 25 s · 249 rows/s · CPU 900 ms · memory 90 MB · 7 retries',
    '',
    '▲ load took 24 s, usually 4.0 s (6.0 ×)',
    '',
    'STAGE  SHARE  MEDIAN   P95  ROWS/S  CPU  MEMORY  RETRIES  RUNS',
    'load     80%   5.0 s  25 s     249        90 MB        7     7',
    '',
    'CALLS TO   SHARE   BUSY  CALLS/RUN  P95  SLOWEST  FAILED',
    'warehouse    40%  2.0 s          3         1.0 s       7',
  ]);
});

test.each([
  ['as usual', { regressions: [] }, 'The latest run is as usual, compared with the 6 before it.'],
  ['too few', { regressions: null, sampleSize: 2 }, 'Comparison needs 5 earlier successful runs; there are 2.'],
  ['none', { run: null }, 'No run succeeded in this time range.'],
])('%s', (_name, change, words) => {
  expect(renderPerformance({ ...answer, ...change }, plain)).toContain(words);
});
