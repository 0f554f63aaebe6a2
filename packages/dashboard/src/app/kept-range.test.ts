import { expect, it } from 'vitest';
import { keptRange, withKeptRange } from './kept-range.ts';

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

it.each([
  ['/systems?kind=api', '/systems?last=7d&kind=api'],
  ['/logs?q=a+b', '/logs?last=7d&q=a+b'],
  ['/', '/?last=7d'],
  ['/runs/0192', '/runs/0192'],
  ['/pipelines/shop/a%2Fb', '/pipelines/shop/a%2Fb'],
])('%s is gone to with the time that is kept: %s', (href, gone) => {
  expect(withKeptRange(href, { last: '7d' })).toBe(gone);
});
