import { expect, test } from 'vitest';
import { searchPathOf } from './search-path.ts';

test.each([
  ['SET search_path TO sales, public', 'SET search_path = sales, public'],
  ['set session search_path = "My Sales","$user"', 'SET search_path = "My Sales","$user"'],
  ["SET search_path = 'sales'; ", "SET search_path = 'sales'"],
  ["SET SCHEMA 'sales'", "SET search_path = 'sales'"],
  [
    "SELECT set_config('search_path', 'sales, public', false)",
    "SELECT set_config('search_path', 'sales, public', false)",
  ],
  ["SELECT set_config('search_path', 'sales', true)", undefined],
  ['SET LOCAL search_path = sales', undefined],
  ['SET search_path = sales; DROP TABLE t', undefined],
  ['SET search_path TO DEFAULT', 'SET search_path = DEFAULT'],
  ['CREATE SCHEMA sales', undefined],
  ['SELECT search_path FROM t', undefined],
])('%s: %s', (text, statement) => {
  expect(searchPathOf(text)).toBe(statement);
});
