import { expect, it } from 'vitest';
import { readApiSearch } from './api-search.ts';

it.each([
  [{}, {}],
  [
    { last: '7d', objective: '0.995' },
    { last: '7d', objective: '0.995' },
  ],
  [{ last: '2y', objective: '99.5' }, {}],
  [{ objective: 'high' }, {}],
  [{ objective: '0.1' }, {}],
  [{ from: '2026-11-23T02:00:00Z', to: 'later' }, { from: '2026-11-23T02:00:00Z' }],
])('%j', (search, expected) => {
  expect(readApiSearch(search)).toEqual(expected);
});
