import { describe, expect, it } from 'vitest';
import { readLogsSearch, toLogFilter } from './logs-search.ts';

const now = Date.parse('2026-11-23T10:00:30.500Z');

describe('readLogsSearch', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(
      readLogsSearch({
        q: '404',
        severity: 'WARN+',
        last: '1h',
        from: 'soon',
        to: '2026-11-23T09:00:00Z',
        tail: 'on',
        evil: 'x',
      }),
    ).toEqual({
      q: '404',
      severity: 'WARN+',
      last: '1h',
      to: '2026-11-23T09:00:00Z',
      tail: 'on',
    });
    expect(readLogsSearch({ q: '', last: '2h', tail: 'off', stage: {} })).toEqual({});
  });
});

describe('toLogFilter', () => {
  it.each([
    ['a day unless told', {}, { from: '2026-11-22T10:00:00.000Z', to: '2026-11-23T10:05:00.000Z' }],
    [
      'the span asked for, from a whole minute to one a little after now',
      { last: '15m' as const, q: 'x' },
      { q: 'x', from: '2026-11-23T09:45:00.000Z', to: '2026-11-23T10:05:00.000Z' },
    ],
    ['all time of a run', { runId: 'r' }, { runId: 'r' }],
    ['all time when asked', { last: 'all' as const }, {}],
    ['a range before a span', { last: '1h' as const, from: '2026-01-01T00:00:00Z' }, { from: '2026-01-01T00:00:00Z' }],
  ])('%s', (_, search, filter) => expect(toLogFilter(search, now)).toEqual(filter));
});
