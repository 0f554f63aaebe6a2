import { expect, it } from 'vitest';
import { keptRange } from './kept-range.ts';

it('a time is kept for pages whose address has none', () => {
  expect(keptRange('/runs', { last: '7d', q: 'x' })).toEqual({ last: '7d' });
  expect(keptRange('/runs', { q: 'x' })).toEqual({ last: '7d' });
  expect(keptRange('/runs', { last: '24h' })).toEqual({ last: '24h' });
});

it('all time is kept for the pages that cover it', () => {
  expect(keptRange('/logs', { last: 'all' })).toEqual({ last: 'all' });
  expect(keptRange('/runs', {})).toEqual({});
  expect(keptRange('/metrics', {})).toEqual({});
  expect(keptRange('/traces', {})).toEqual({ last: 'all' });
});
