import type { ApiStep } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { spaced } from '../../../format/testing.ts';
import { failureLines, failureWordsAt, timeWords, timeLines } from './history-lines.ts';

const at = (time: string) => new Date(`${new Date().toDateString()} ${time}`).toISOString();
const quiet: ApiStep = {
  at: at('02:00:00'),
  requests: 0,
  failed: 0,
  availability: null,
  errors: {},
  durationMs: null,
};
const busy: ApiStep = {
  at: at('02:15:00'),
  requests: 240,
  failed: 12,
  availability: 0.95,
  errors: { '5xx': 10, timeout: 2 },
  durationMs: { p50: 12, p95: 40, p99: 900 },
};
const items = [quiet, busy];

it('has a line for each quantile, with gaps where nothing was asked', () => {
  expect(timeLines(items).map(({ name, values }) => [name, values])).toEqual([
    ['p50', [null, 12]],
    ['p95', [null, 40]],
    ['p99', [null, 900]],
  ]);
  expect(failureLines(items)[0]?.values).toEqual([null, 0.05]);
});

it.each<[string, string]>([
  ['p50 solid, p95 dashed, p99 dotted', timeWords(items, null)],
  ['02:00 · no request', timeWords(items, 0)],
  ['02:15 · p50 12 ms · p95 40 ms · p99 900 ms', timeWords(items, 1)],
  ['12 of 240 requests, 5%', failureWordsAt(items, null)],
  ['02:00 · no request', failureWordsAt(items, 0)],
  ['02:15 · 12 of 240 requests · 5xx 10, Timeout 2', failureWordsAt(items, 1)],
  ['0 of 0 requests, 0%', failureWordsAt([], null)],
])('%s', (expected, words) => {
  expect(spaced(words)).toBe(expected);
});
