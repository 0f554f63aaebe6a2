import type { ApiSummary } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import type { ApiRange } from '../external-apis/api-range.ts';
import { apiOf, breakerSpan, touched } from '../external-apis/testing.ts';
import { spaced } from '../format/testing.ts';
import { apiSentence, apisSentence, objectiveWords, sayFigures } from './api-sentence.ts';

const now = new Date('2026-11-23T02:10:00').getTime();
const at = (time: string) => new Date(`2026-11-23T${time}`).toISOString();

const closed = { to: at('02:08:00') };
const span = (from: string, to: string | null) => breakerSpan({ from: at(from), to: to === null ? null : at(to) });
const open = apiOf({ breakerState: 'open', breakerSpans: [span('02:07:00', null)] });
const isolated = apiOf({
  name: 'stock',
  callers: [{ namespace: 'examples', pipeline: 'refill', sharesBreaker: true }],
  breakerState: 'isolated',
  shared: {
    name: 'stock',
    isolated: true,
    reason: 'maintenance until 14:00.',
    openUntil: null,
    openedBy: null,
    changedAt: at('02:00:00'),
  },
});
const quiet = apiOf({ name: 'idle', requests: 0, calls: 0, availability: null, durationMs: null });
const probe: NonNullable<ApiSummary['probe']> = {
  state: 'pass',
  at: at('02:09:00'),
  error: null,
  problem: null,
  status: 200,
  durationMs: 12,
  p95Ms: 20,
  probes: 9,
  availability: 1,
  certificateExpiresAt: null,
};
const quota = { at: at('02:09:00'), limit: 100, remaining: 20, resetAt: null, exhaustedAt: at('14:20:00') };

it.each<[string, ApiSummary, ApiRange]>([
  ['100% available in the last 24 hours', apiOf(), {}],
  ['not called in the last hour', quiet, { last: '1h' }],
  ['not called in the last 24 hours, its probe answers in 12 ms', { ...quiet, probe }, {}],
  ['100% available in the last 24 hours', apiOf({ probe }), {}],
  [
    '100% available in the last 24 hours, its probe fails: HTTP 500',
    apiOf({ probe: { ...probe, state: 'fail', problem: 'HTTP 500' } }),
    {},
  ],
  [
    '96.2% available in the last 24 hours, breaker open 2 times for 41 s, 1,204 rows loaded without enrichment, quota lasts until 14:20',
    apiOf({
      availability: 0.962,
      breakerSpans: [span('01:00:00', '01:00:30'), span('02:00:00', '02:00:11')],
      rowsAffected: [touched('load-unenriched', 1_200), touched('load-unenriched', 4, 'breaker_open')],
      quota,
    }),
    {},
  ],
  [
    '100% available in the last 7 days, isolated for 1 m 00 s, 1 row left out',
    apiOf({
      breakerSpans: [breakerSpan({ state: 'isolated', from: at('02:07:00'), ...closed })],
      rowsAffected: [touched('skip-row', 1)],
    }),
    { last: '7d' },
  ],
  [
    '100% available between 02:00 and 02:05, quota used up',
    apiOf({ quota: { ...quota, remaining: 0, resetAt: at('03:00:00') } }),
    { from: at('02:00:00'), to: at('02:05:00') },
  ],
])('figures: %s', (expected, api, range) => {
  expect(spaced(sayFigures(api, range, now))).toBe(expected);
});

it.each<[string, ApiSummary]>([
  ['airports answers, usually in 12 ms.', apiOf()],
  ['idle was not called in the last 24 hours.', quiet],
  ['airports is not called: its breaker opened 3 minutes ago after 5 failures in a row, the last: HTTP 503.', open],
  ['stock was isolated 10 minutes ago: maintenance until 14:00.', isolated],
  [
    'stock was isolated 10 minutes ago: maintenance until 14:00, but flights goes on calling.',
    { ...isolated, callers: [{ namespace: 'examples', pipeline: 'flights', sharesBreaker: false }] },
  ],
  [
    'stock was isolated 10 minutes ago: maintenance until 14:00, but 2 of 3 pipelines go on calling.',
    {
      ...isolated,
      callers: [true, false, false].map((sharesBreaker, index) => ({
        namespace: 'n',
        pipeline: `p${index}`,
        sharesBreaker,
      })),
    },
  ],
  ['The quota of airports runs out at 14:20.', apiOf({ quota })],
  [
    'airports does not answer: none of 100 requests in the last 24 hours, 5xx 90, Timeout 10.',
    apiOf({ availability: 0, requests: 100, failed: 100, errors: { '5xx': 90, timeout: 10 } }),
  ],
  [
    'airports does not answer: its only request in the last 24 hours failed, 5xx 1.',
    apiOf({ availability: 0, requests: 1, failed: 1, errors: { '5xx': 1 } }),
  ],
  [
    'airports fails often: 46% of 1,000 requests were answered in the last 24 hours, 5xx 540.',
    apiOf({ availability: 0.46, failed: 540, errors: { '5xx': 540, breaker_open: 9 } }),
  ],
  [
    'airports was last called 2 minutes ago, and its breaker was open when that program ended: 5 failures in a row, the last: HTTP 503.',
    apiOf({ availability: 0.95, lastAt: at('02:07:30'), breakerSpans: [span('02:07:00', '02:08:00')] }),
  ],
  [
    'airports is below its objective: 99% of 99.5% available in the last 24 hours.',
    apiOf({
      availability: 0.99,
      errorBudget: { objective: 0.995, met: false, allowed: 5, spent: 10, leftShare: 0 },
    }),
  ],
])('one API: %s', (expected, api) => {
  expect(spaced(apiSentence(api, {}, now))).toBe(expected);
});

it.each<[string, ApiSummary[]]>([
  ['airports answers.', [apiOf()]],
  ['All 2 APIs answer.', [apiOf(), apiOf({ name: 'stock' })]],
  ['1 of 2 APIs answers, the others were not called.', [apiOf(), quiet]],
  ['No API was called in the last 24 hours.', [quiet]],
  [
    'All 2 APIs answer; failed calls touched 40 rows in the last 24 hours.',
    [apiOf(), apiOf({ name: 'stock', rowsAffected: [touched('skip-row', 40)] })],
  ],
  [
    'airports is not called: its breaker opened 3 minutes ago after 5 failures in a row, the last: HTTP 503, and one more API needs a look.',
    [isolated, quiet, open],
  ],
])('all APIs: %s', (expected, items) => {
  expect(spaced(apisSentence(items, {}, now))).toBe(expected);
});

it.each([
  [0.99, '99%'],
  [0.995, '99.5%'],
  [0.9999, '99.99%'],
])('an objective of %d reads %s', (objective, words) => {
  expect(objectiveWords(objective)).toBe(words);
});
