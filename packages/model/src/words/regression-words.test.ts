import { expect, test } from 'vitest';
import { regressionWords, type WorseFigure } from './regression-words.ts';

const formats = { duration: (ms: number) => `${ms} ms`, bytes: (bytes: number) => `${bytes} B`, count: String };
const slow: WorseFigure = { stage: 'load', figure: 'duration', usual: 500, latest: 1_200, times: 2.4, rowsTimes: 1 };

test.each<[string, Partial<WorseFigure>, string]>([
  ['a stage', {}, 'load took 1200 ms, usually 500 ms (2.4 ×)'],
  ['the run', { stage: null, times: 12.4 }, 'the run took 1200 ms, usually 500 ms (12 ×)'],
  ['more rows explain it', { rowsTimes: 2.1 }, 'load took 1200 ms, usually 500 ms (2.4 ×), with 2.1 × the rows'],
  ['CPU', { figure: 'cpuTime' }, 'load used 1200 ms of CPU, usually 500 ms (2.4 ×)'],
  ['memory', { figure: 'peakRss' }, 'load needed 1200 B of memory, usually 500 B (2.4 ×)'],
  [
    'retries, none of which are usual',
    { figure: 'retries', usual: 0, latest: 9, times: null },
    'load tried 9 times again, usually 0',
  ],
])('%s', (_name, change, words) => {
  expect(regressionWords({ ...slow, ...change }, formats)).toBe(words);
});
