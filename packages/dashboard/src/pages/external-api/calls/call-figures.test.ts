import type { ApiStep } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { breakerBands, callCharts, coolingBands } from './call-figures.ts';

const at = '2026-05-01T10:00:00.000Z';
const quiet: ApiStep = { at, requests: 0, failed: 0, availability: null, errors: {}, durationMs: null };
const busy: ApiStep = {
  at,
  requests: 10,
  failed: 4,
  availability: 0.6,
  errors: { '5xx': 3, timeout: 1, breaker_open: 2, dns: 1 },
  durationMs: { p50: 12, p95: 80, p99: 95 },
};

test('each chart says what it holds in its steps, which may reach beyond the time chosen', () => {
  expect(callCharts([quiet, busy]).map(({ title, summary }) => [title, summary])).toEqual([
    ['Response time', 'p50 solid, p95 dashed, p99 dotted'],
    ['Requests', '10 in the steps shown'],
    ['Failed requests', '4 of 10\u00a0requests in the steps shown, 40%'],
    ['Errors by kind', expect.stringMatching(/^5xx solid, .+ dashed, others dotted$/)],
  ]);
  expect(callCharts([quiet]).map(({ title }) => title)).toEqual(['Response time', 'Requests', 'Failed requests']);
});

test('without requests there is no time and no share, and commonest kinds have a line of their own', () => {
  const [times, , failed, kinds] = callCharts([quiet, busy]);
  expect(times?.figures.map(({ values }) => values)).toEqual([
    [null, 12],
    [null, 80],
    [null, 95],
  ]);
  expect(failed?.figures[0]?.values).toEqual([null, 0.4]);
  expect(kinds?.figures.map(({ values }) => values)).toEqual([
    [0, 3],
    [0, 2],
    [0, 2],
  ]);
});

test('breakers that were not closed are bands; one that goes on reaches to the end', () => {
  const fromMs = Date.parse(at);
  const spans = [
    { state: 'open', from: at, to: null },
    { state: 'closed', from: at, to: at },
    { state: 'isolated', from: at, to: at },
  ] as const;
  expect(breakerBands(spans, fromMs + 9)).toEqual([
    { name: 'circuit open', fromMs, toMs: fromMs + 9, role: 'bad', lane: 'lower' },
    { name: 'isolated', fromMs, toMs: fromMs, role: 'warn', lane: 'upper' },
  ]);
});

test('steps in a row in which calls had to pause are one band', () => {
  const fromMs = Date.parse(at);
  const items = [1, 1, 0, 1].map((paused, index) => ({
    at: new Date(fromMs + index * 1_000).toISOString(),
    errors: paused === 0 ? {} : { cooling_down: paused },
  }));
  expect(coolingBands(items, 1_000).map((band) => [band.fromMs - fromMs, band.toMs - fromMs])).toEqual([
    [0, 2_000],
    [3_000, 4_000],
  ]);
});
