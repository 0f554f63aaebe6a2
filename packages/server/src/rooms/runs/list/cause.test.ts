import { expect, test } from 'vitest';
import { likeOf, mostOfMessage, patternOf } from './cause.ts';

test.each([
  ['a number', 'lock timeout after 30000 ms on row 17', 'lock timeout after 90 ms on row 4,211'],
  ['a run id', 'run 0192002a-f0d7-7182-aa93-ec9533ae886b is gone', 'run 0192002A-f0d7-7182-aa93-ec9533ae8000 is gone'],
  ['a digest', 'blob 9fceb02d0ae598e95dc970b74767f19372d61af8 is missing', 'blob 1111b02d0ae598e9 is missing'],
  ['a pointer', 'fault at 0x7ffe', 'fault at 0x1'],
  ['a time', 'no file for 2026-11-30T04:00:00.120Z', 'no file for 2026-11-29 02:00'],
  ['an address', 'connect ECONNREFUSED 10.0.0.7:5432', 'connect ECONNREFUSED 192.168.1.20:6543'],
  ['a name with a number', 'deadlock on "orders_2026_11"', 'deadlock on "orders_2026_10"'],
  ['what comes after the beginning', `${'x'.repeat(mostOfMessage)} one`, `${'x'.repeat(mostOfMessage)} two`],
])('%s does not tell two messages apart', (_what, one, other) => {
  expect(patternOf(one)).toBe(patternOf(other));
});

test.each([
  ['a status', 'the API answered HTTP 503', 'the API answered HTTP 404'],
  ['an Oracle code', 'ORA-00060: deadlock', 'ORA-00054: resource busy'],
  ['an error number', 'Error 1205: lock', 'Error 1213: deadlock'],
  ['an exit code', 'ended with exit code 2', 'ended with exit code 137'],
  ['a state of SQL', 'SQLSTATE 40P01', 'SQLSTATE 57014'],
  ['a word', 'deadlock on orders', 'deadlock on stock'],
])('%s does', (_what, one, other) => {
  expect(patternOf(one)).not.toBe(patternOf(other));
});

test('a sign of two halves at the end of what is looked at is left whole or out', () => {
  expect(patternOf(`${'x'.repeat(mostOfMessage - 1)}😀`).isWellFormed()).toBe(true);
});

test('a pattern finds its messages, and what it has of the engine’s own signs is meant as it is', () => {
  expect(likeOf(patternOf('50% of batch_7 in C:\\x'))).toBe('%\\% of batch\\_% in C:\\\\x');
});
