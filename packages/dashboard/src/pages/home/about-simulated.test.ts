import { expect, test } from 'vitest';
import { isAboutSimulated } from './about-simulated.ts';

const known = [
  { name: 'orders', lastRun: { environment: 'production' } },
  { name: 'orders-feed', lastRun: { environment: 'simulated' } },
  { name: 'stock', lastRun: { environment: 'simulated' } },
  { name: 'stock', lastRun: { environment: null } },
];

test.each([
  ['orders failed at load 3 minutes ago.', false],
  ['orders-feed failed at load 3 minutes ago.', true],
  ['orders-feed: 3 rows are missing.', true],
  ['stock failed.', false],
  ['orders-feeds failed.', false],
  ['All 4 pipelines succeeded on their last run.', false],
  ['', false],
])('"%s" is about what was made up: %s', (sentence, is) => {
  expect(isAboutSimulated(sentence, known)).toBe(is);
});
