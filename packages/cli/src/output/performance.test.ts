import type { PipelinePerformance } from '@sightglass/model/api';
import { expect, test } from 'vitest';
import { renderPerformance } from './performance.ts';
import { createStyle } from './style.ts';

const plain = { ...createStyle(process.stdout), paint: (_format: unknown, text: string) => text };
const figures = {
  runs: 7,
  durationMs: { p50: 5_030, p95: 25_000 },
  rowsPerSecond: 248.7,
  cpuTimeMs: 900,
  peakRssBytes: 90e6,
  retries: 7,
};
const answer: PipelinePerformance = {
  namespace: 'shop',
  name: 'orders',
  from: '2026-03-01T02:00:00Z',
  to: '2026-03-07T02:00:00Z',
  run: figures,
  stages: [{ ...figures, name: 'load', share: 0.8, cpuTimeMs: null }],
  calls: [
    {
      kind: 'database',
      target: 'postgresql',
      runs: 7,
      callsPerRun: 3,
      busyMs: 2_000,
      share: 0.4,
      p95Ms: 1_000,
      failed: 7,
    },
  ],
  latest: { runId: 'r', startedAt: '2026-03-07T02:00:00Z', durationMs: 25_000 },
  sampleSize: 6,
  regressions: [{ stage: 'load', figure: 'duration', usual: 4_025, latest: 24_000, times: 5.96, rowsTimes: 1 }],
};

test('what got worse stands before the stages, databases and APIs after them', () => {
  const lines = renderPerformance(answer, plain).split('\n');
  expect(lines[0]).toMatch(/^shop\/orders {2}7 runs that succeeded, 2026-03-\d\d .* to 2026-03-\d\d /);
  expect(lines.slice(1)).toEqual([
    'median 5.0 s · slowest 5 % 25.0 s · 249 rows/s · CPU 900 ms · memory 85.8 MiB · 7 retries',
    '',
    '▲ load took 24.0 s, usually 4.0 s (6.0 ×)',
    '',
    'STAGE  SHARE  MEDIAN  SLOWEST 5 %  ROWS/S  CPU    MEMORY  RETRIES  RUNS',
    'load    80 %   5.0 s       25.0 s     249       85.8 MiB        7     7',
    '',
    'CALLS TO    SHARE   BUSY  CALLS/RUN  SLOWEST 5 %  FAILED',
    'postgresql   40 %  2.0 s          3        1.0 s       7',
  ]);
});

test.each([
  ['as usual', { regressions: [] }, 'The latest run is as usual (of the 6 before it).'],
  [
    'too few',
    { regressions: null, sampleSize: 2 },
    'What is usual is said from 5 runs before the latest; there are 2.',
  ],
  ['none', { run: null }, 'No run succeeded in this time.'],
])('%s', (_name, change, words) => {
  expect(renderPerformance({ ...answer, ...change }, plain)).toContain(words);
});
