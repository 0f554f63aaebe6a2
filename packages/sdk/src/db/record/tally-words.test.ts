import { expect, it } from 'vitest';
import { tallyWords } from './tally-words.ts';

it.each([
  ['one', { calls: 1, errors: 0, durationMs: 2.6 }, 'COMMIT: once, 3 ms'],
  ['one that failed', { calls: 1, errors: 1, durationMs: 0.2 }, 'COMMIT: once, 0 ms, failed'],
  ['several that went well', { calls: 34, errors: 0, durationMs: 1147 }, 'COMMIT: 34 times, 1,147 ms in all'],
  ['several', { calls: 1234, errors: 2, durationMs: 9876 }, 'COMMIT: 1,234 times, 9,876 ms in all, 2 failed'],
])('%s', (_, sum, words) => expect(tallyWords('COMMIT', sum)).toBe(words));
