import { expect, it } from 'vitest';
import { callFailureWords, errorCounts, errorName, failureWords } from './error-words.ts';

it('puts the commonest first, with who is to blame', () => {
  const counts = errorCounts({ '429': 2, timeout: 5, breaker_open: 7 });
  expect(counts.map(({ name, count, isSent, isUnavailability }) => [name, count, isSent, isUnavailability])).toEqual([
    ['Circuit open', 7, false, false],
    ['Timeout', 5, true, true],
    ['429', 2, true, false],
  ]);
});

it('puts those of requests in a line', () => {
  expect(failureWords({ '5xx': 1_200, dns: 1, breaker_open: 3 })).toBe('5xx 1,200, Name not found 1');
  expect(failureWords({})).toBe('');
});

it('keeps the name of a class it does not know', () => {
  expect(errorName('quantum')).toBe('quantum');
});

it('tells calls that were not sent from requests that failed', () => {
  expect(callFailureWords({ breaker_open: 1_277, '5xx': 20, timeout: 9 })).toBe(
    'Not sent: 1,277 (circuit open). Failed: 29 (5xx 20, Timeout 9).',
  );
  expect(callFailureWords({})).toBe('');
});
