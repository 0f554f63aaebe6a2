import { describe, expect, it } from 'vitest';
import { mostPressingQuota, quotaRunsOutAt, quotaStateAt, quotaShareLeft, type QuotaState } from './quota.ts';

const now = Date.parse('2026-05-01T10:00:00Z');
const [earlier, later] = ['2026-05-01T09:00:00Z', '2026-05-01T11:00:00Z'];

describe('quotaShareLeft', () => {
  it.each<[string, number | null | undefined, number, number]>([
    ['half of it', 100, 50, 0.5],
    ['nothing', 100, 0, 0],
    ['something of a limit nobody gives', null, 5, 1],
    ['nothing of a limit nobody gives', null, 0, 0],
    ['nothing of a limit that is left out', undefined, 0, 0],
    ['nothing of a limit of nothing', 0, 0, 0],
  ])('%s', (_, limit, remaining, share) => expect(quotaShareLeft({ limit, remaining })).toBe(share));
});

it('the most pressing quota is the exhausted one, with or without a limit', () => {
  const [half, unlimited, exhausted] = [
    { limit: 100, remaining: 50 },
    { limit: null, remaining: 1_000 },
    { limit: null, remaining: 0 },
  ];
  expect(mostPressingQuota([half, unlimited, exhausted])).toBe(exhausted);
  expect(mostPressingQuota([unlimited, half])).toBe(half);
  expect(mostPressingQuota([])).toBeUndefined();
});

it.each<[string, number, string | null, string | null, QuotaState, number | null]>([
  ['lasts', 10, null, null, 'lasts', null],
  ['ends before it is renewed', 10, later, later, 'ends', Date.parse(later)],
  ['was to end by now', 10, null, earlier, 'slowed', null],
  ['is exhausted, and nobody says until when', 0, null, earlier, 'exhausted', now],
  ['is exhausted until later', 0, later, earlier, 'exhausted', now],
  ['has been renewed since it was read', 0, earlier, earlier, 'renewed', null],
])('a quota that %s', (_, remaining, resetAt, exhaustedAt, state, runsOutAt) => {
  expect(quotaStateAt({ remaining, resetAt, exhaustedAt }, now)).toBe(state);
  expect(quotaRunsOutAt({ remaining, resetAt, exhaustedAt }, now)).toBe(runsOutAt);
});
