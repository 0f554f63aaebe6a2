import { expect, it } from 'vitest';
import { apiOf, affected } from '../external-apis/testing.ts';
import { spaced } from '../format/testing.ts';
import { callCounts } from './calls-words.ts';

it.each([
  ['1,000 calls, 1,000 requests sent; no row affected', [apiOf()]],
  [
    '1,499 calls, 141 requests sent, 27 of them failed, 1,358 not sent (circuit open); 3,704 rows affected',
    [
      apiOf({
        calls: 1_499,
        requests: 141,
        failed: 27,
        notSent: 1_358,
        errors: { breaker_open: 1_358, '5xx': 27 },
        rowsAffected: [affected('skip-row', 3_704)],
      }),
    ],
  ],
  ['4 calls, 0 requests sent, 4 not sent; no row affected', [apiOf({ calls: 4, requests: 0, notSent: 4 })]],
  [
    '2 calls, 3 requests sent, 1 of them a repetition, 1 of them failed; no row affected',
    [apiOf({ calls: 2, requests: 3, failed: 1, retries: 1 })],
  ],
  [
    '30 calls, 10 requests sent, 20 answered from the cache; no row affected',
    [apiOf({ calls: 30, requests: 10, cacheHits: 20 })],
  ],
  [
    '8 calls, 2 requests sent, 6 not sent (cooling down, circuit open, isolated); 1 row affected',
    [
      apiOf({ calls: 5, requests: 1, notSent: 4, errors: { cooling_down: 3, isolated: 1 } }),
      apiOf({
        calls: 3,
        requests: 1,
        notSent: 2,
        errors: { breaker_open: 2 },
        rowsAffected: [affected('skip-row', 1)],
      }),
    ],
  ],
])('%s', (expected, items) => {
  expect(spaced(callCounts(items))).toBe(expected);
});
