import type { ApiSummary } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { apiState, byUrgency, failsNow, runsOutAt, type ApiState } from './api-state.ts';
import { apiOf, breakerSpan, touched } from './testing.ts';

const now = Date.parse('2026-11-23T02:10:00Z');
const probe: NonNullable<ApiSummary['probe']> = {
  state: 'pass',
  at: '2026-11-23T02:09:00Z',
  error: null,
  problem: null,
  status: 200,
  durationMs: 12,
  p95Ms: 20,
  probes: 9,
  availability: 1,
  certificateExpiresAt: null,
};
const shared: NonNullable<ApiSummary['shared']> = {
  name: 'airports',
  isolated: false,
  reason: '',
  openUntil: null,
  openedBy: null,
  changedAt: '2026-11-23T02:00:00Z',
};
const budget = { objective: 0.99, met: false, allowed: 10, spent: 20, leftShare: 0 };
const quota = { at: '2026-11-23T02:09:00Z', limit: 100, remaining: 20, resetAt: null, exhaustedAt: null };
const endedAt = '2026-11-23T02:09:35Z';
/** Its program ended while the breaker was open, after the last call. */
const endedOpen = breakerSpan({ to: endedAt });
const nothing = { requests: 0, calls: 0, availability: null, durationMs: null };

it.each<[ApiState, Partial<ApiSummary>]>([
  ['well', {}],
  ['well', { ...nothing, probe }],
  ['quiet', nothing],
  ['open', { breakerState: 'open' }],
  ['open', { shared: { ...shared, openUntil: '2026-11-23T02:11:00Z' } }],
  ['well', { shared: { ...shared, openUntil: '2026-11-23T02:09:00Z' } }],
  ['isolated', { breakerState: 'isolated', probe: { ...probe, state: 'fail' } }],
  ['half-open', { breakerState: 'half-open' }],
  ['failing', { probe: { ...probe, state: 'fail' } }],
  ['silent', { availability: 0 }],
  ['silent', { availability: 0, probe, errorBudget: budget }],
  ['shaky', { availability: 0.46 }],
  ['shaky', { availability: 0.899 }],
  ['well', { availability: 0.9 }],
  ['well', { availability: 0.6, errorBudget: { ...budget, objective: 0.5, met: true } }],
  ['left-open', { availability: 0.95, breakerSpans: [endedOpen] }],
  ['well', { availability: 0.95, breakerSpans: [endedOpen], lastAt: '2026-11-23T02:09:40Z' }],
  [
    'well',
    { breakerSpans: [endedOpen, { ...endedOpen, state: 'half-open', from: endedAt, to: '2026-11-23T02:09:36Z' }] },
  ],
  ['below', { errorBudget: budget }],
  ['short', { quota: { ...quota, exhaustedAt: '2026-11-23T02:20:00Z' } }],
  ['short', { quota: { ...quota, remaining: 0, resetAt: '2026-11-23T02:20:00Z' } }],
  ['short', { quota: { ...quota, remaining: 0, resetAt: null } }],
  ['well', { quota: { ...quota, remaining: 0, resetAt: '2026-11-23T02:00:00Z' } }],
  ['well', { quota }],
])('is %s', (state, more) => {
  expect(apiState(apiOf(more), now)).toBe(state);
});

it('knows when a quota runs out', () => {
  const exhaustedAt = '2026-11-23T02:20:00Z';
  expect(runsOutAt(apiOf({ quota: { ...quota, exhaustedAt } }), now)).toBe(Date.parse(exhaustedAt));
  expect(runsOutAt(apiOf({ quota }), now)).toBeNull();
  expect(runsOutAt(apiOf(), now)).toBeNull();
});

it('puts the worst first, and of equals the one that touched most rows', () => {
  const items = [
    apiOf({ name: 'calm' }),
    apiOf({ name: 'costly', rowsAffected: [touched('skip-row', 40)] }),
    apiOf({ name: 'shaky', availability: 0.9 }),
    apiOf({ name: 'idle', ...nothing }),
    apiOf({ name: 'held', breakerState: 'isolated' }),
    apiOf({ name: 'broken', breakerState: 'open' }),
  ];
  const names = byUrgency(items, now).map(({ name }) => name);
  expect(names).toEqual(['broken', 'held', 'costly', 'shaky', 'calm', 'idle']);
});

it('tells home of those that nothing is answered by now, or that a person holds back', () => {
  const items = [
    apiOf({ name: 'calm' }),
    apiOf({ name: 'shaky', availability: 0.5 }),
    apiOf({ name: 'silent', availability: 0 }),
    apiOf({ name: 'held', breakerState: 'isolated' }),
    apiOf({ name: 'unwell', probe: { ...probe, state: 'fail' } }),
    apiOf({ name: 'broken', breakerState: 'open' }),
  ];
  expect(failsNow(items, now).map(({ name }) => name)).toEqual(['broken', 'unwell', 'silent', 'held']);
});
