import { expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

const nowMs = Date.parse('2026-11-25T10:00:00Z');

it.each([
  [null, undefined],
  ['3', 3_000],
  ['0.5', 500],
  ['Wed, 25 Nov 2026 10:00:30 GMT', 30_000],
  ['Wed, 25 Nov 2020 10:00:30 GMT', 0],
  ['2026-11-25T10:00:10Z', 10_000],
  ['soon', undefined],
  ['-1', undefined],
  ['99999999999999999999', undefined],
])('Retry-After: %s', (text, expected) => {
  expect(parseRetryAfter(text, nowMs)).toBe(expected);
});
