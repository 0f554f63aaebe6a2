import { expect, test } from 'vitest';
import { readTracesSearch, toTraceFilter, writtenMs } from './traces-search.ts';

const now = Date.parse('2026-11-30T12:00:30Z');

test('what an address says is sent, and nothing else', () => {
  const search = readTracesSearch({
    service: 'shop',
    status: 'broken',
    min: '0.5',
    max: 'x',
    last: '15m',
    sort: 'slowest',
    no: '1',
  });
  expect(search).toEqual({ service: 'shop', min: '0.5', last: '15m', sort: 'slowest' });
  expect(toTraceFilter(search, now)).toEqual({
    service: 'shop',
    minDurationMs: 0.5,
    from: '2026-11-30T11:45:00.000Z',
    to: '2026-11-30T12:05:00.000Z',
  });
});

test('the traces of a run are those of all time, any others of the last hour', () => {
  expect(toTraceFilter({ runId: 'r1' }, now)).toEqual({ runId: 'r1' });
  expect(toTraceFilter({}, now).from).toBe('2026-11-30T11:00:00.000Z');
  expect(toTraceFilter({ from: '2026-01-01T00:00:00Z', last: '1h' }, now)).toEqual({ from: '2026-01-01T00:00:00Z' });
});

test.each([
  ['500ms', '500'],
  ['2s', '2000'],
  ['1.5 m', '90000'],
  ['5us', '0.005'],
  ['40', '40'],
  ['', undefined],
  ['soon', undefined],
  ['-1s', undefined],
])('"%s" is %s ms', (typed, ms) => expect(writtenMs(typed)).toBe(ms));
