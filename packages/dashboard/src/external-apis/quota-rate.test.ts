import { expect, it } from 'vitest';
import { quotaRateAt, type QuotaRate } from './quota-rate.ts';

const now = Date.parse('2026-05-01T10:00:00Z');
const [earlier, later] = ['2026-05-01T09:00:00Z', '2026-05-01T11:00:00Z'];

it.each<[string, number, string | null, string | null, QuotaRate]>([
  ['lasts', 10, null, null, 'lasts'],
  ['ends before it begins anew', 10, later, later, 'ends'],
  ['was to end by now', 10, null, earlier, 'slowed'],
  ['is used up, and nobody says until when', 0, null, earlier, 'used-up'],
  ['is used up until later', 0, later, earlier, 'used-up'],
  ['has begun anew since it was read', 0, earlier, earlier, 'begun-anew'],
])('a quota that %s', (_, remaining, resetAt, exhaustedAt, rate) =>
  expect(quotaRateAt({ at: earlier, limit: 100, remaining, resetAt, exhaustedAt }, now)).toBe(rate),
);
