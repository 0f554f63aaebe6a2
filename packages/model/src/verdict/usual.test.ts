import { expect, test } from 'vitest';
import { paceWords } from './usual.ts';

test.each([
  [1_050, 1_000, 'Usual time.'],
  [1_500, 1_000, ''],
  [600, 1_000, ''],
  [6_000, 4_200, '1.4 × its usual time.'],
  [6_000, 4_000, 'Took 6.0 s, 1.5 × its usual time.'],
  [1_000, 10_000, 'Took 1.0 s; usually 10 s.'],
])('%d ms where %d ms are usual: "%s"', (durationMs, usualMs, words) => {
  expect(paceWords(durationMs, { durationMs: usualMs })).toBe(words);
});
