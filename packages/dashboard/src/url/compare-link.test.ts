import { expect, it } from 'vitest';
import { compareLink, comparedRunOf } from './compare-link.ts';

it.each([
  { namespace: 'shop', pipeline: 'orders', runId: '0192' },
  { namespace: 'a/b', pipeline: '..', runId: 'x/y 100%' },
])('a run is the same in the address and read from it: %j', (run) => {
  const { a } = compareLink(run, run).search;
  const { pipeline, ...own } = run;
  expect(comparedRunOf(a)).toEqual({ ...own, name: pipeline });
});

it('an id alone is one', () => {
  expect(comparedRunOf('2026-11-30')).toEqual({ runId: '2026-11-30' });
});
