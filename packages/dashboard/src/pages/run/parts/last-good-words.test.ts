import { expect, it } from 'vitest';
import { lastGoodWords } from './last-good-words.ts';

const none = { read: 0, written: 0, rejected: 0, filtered: 0, deduplicated: 0, unmatched: 0 };
const run = {
  state: 'failed',
  durationMs: 45_000,
  rows: none,
  rowsCounted: true,
  unexplained: { missing: 0, extra: 0 },
  environment: null,
  service: 'tickets',
} as const;
const good = { ...run, state: 'succeeded', rows: { ...none, read: 385, written: 385 } } as const;

it.each([
  [
    'that wrote nothing',
    { ...run, rows: { ...none, read: 12 }, unexplained: { missing: 12, extra: 0 } },
    ', this one none',
  ],
  ['that counted nothing', { ...run, rowsCounted: false }, '; how many this one wrote is not known'],
])('of a run %s', (_, failed, words) => {
  expect(lastGoodWords(failed, good)).toContain(`It wrote 385\u00A0rows${words}.`);
});
