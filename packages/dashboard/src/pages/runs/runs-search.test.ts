import { expect, it } from 'vitest';
import { filterIn, isFiltered, readRunsSearch, withState } from './runs-search.ts';

it('an address that says what nobody knows says less', () => {
  expect(
    readRunsSearch({
      state: 'failed,asleep,running',
      sort: 'name',
      order: 'desc',
      groupBy: 'owner',
      last: '9y',
      error: '',
      system: 'disk:x',
    }),
  ).toEqual({ state: 'running,failed' });
});

it.each([
  [undefined, 'failed', 'failed'],
  ['failed', 'running', 'running,failed'],
  ['running,failed', 'failed', 'running'],
  ['failed', 'failed', undefined],
] as const)('%s with a press on %s is %s', (before, state, after) => {
  expect(withState(before, state)).toBe(after);
});

it('a time and an order leave no run out', () => {
  expect(isFiltered({ last: '7d', sort: 'rows', order: 'asc' })).toBe(false);
  expect(isFiltered({ error: 'lock' })).toBe(true);
  expect(isFiltered(readRunsSearch({ system: 'api:a:b' }))).toBe(true);
});

it.each([
  [
    { hour: 'mon-02', zone: 'Europe/Berlin' },
    { weekHour: 'mon-02', timeZone: 'Europe/Berlin' },
  ],
  [{ hour: 'mon-24', zone: 'UTC' }, {}],
  [{ zone: 'UTC' }, {}],
])('%j narrows to an hour of the week', (search, filter) => {
  expect(JSON.parse(JSON.stringify(filterIn(readRunsSearch(search))))).toEqual(filter);
});
