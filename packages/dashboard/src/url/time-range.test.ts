import { expect, it } from 'vitest';
import { readTimeRange, windowOf } from './time-range.ts';

const now = Date.parse('2026-11-23T12:00:00Z');

it.each([
  [{}, '2026-11-22T12:00:00Z', '2026-11-23T12:00:00Z'],
  [{ last: '15m' }, '2026-11-23T11:45:00Z', '2026-11-23T12:00:00Z'],
  [{ last: 'all' }, '2026-11-22T12:00:00Z', '2026-11-23T12:00:00Z'],
  [{ last: '1h', from: '2026-11-01T00:00:00Z' }, '2026-11-01T00:00:00Z', '2026-11-23T12:00:00Z'],
  [{ last: '1h', to: '2026-11-01T00:00:00Z' }, '2026-10-31T23:00:00Z', '2026-11-01T00:00:00Z'],
  [{ from: 'yesterday' }, '2026-11-22T12:00:00Z', '2026-11-23T12:00:00Z'],
])('%j is a time', (search, from, to) => {
  expect(windowOf(readTimeRange(search), now)).toEqual({ fromMs: Date.parse(from), toMs: Date.parse(to) });
});
