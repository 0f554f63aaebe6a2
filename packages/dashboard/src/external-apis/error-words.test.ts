import { expect, it } from 'vitest';
import { spaced } from '../format/testing.ts';
import { errorCounts, errorName, sayErrors } from './error-words.ts';

it('tells the commonest first, and whose fault it is', () => {
  const counts = errorCounts({ '429': 2, timeout: 5, breaker_open: 7 });
  expect(counts.map(({ name, count, isSent, isUnavailability }) => [name, count, isSent, isUnavailability])).toEqual([
    ['Breaker open', 7, false, false],
    ['Timeout', 5, true, true],
    ['429', 2, true, false],
  ]);
});

it('says them in a line', () => {
  expect(spaced(sayErrors({ '5xx': 1_200, dns: 1 }))).toBe('5xx 1,200, Name not found 1');
  expect(sayErrors({})).toBe('');
});

it('lets a class it does not know stand as it is', () => {
  expect(errorName('quantum')).toBe('quantum');
});
