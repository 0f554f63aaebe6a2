import { expect, it } from 'vitest';
import { runsSentence } from './runs-sentence.ts';

const none = { running: 0, succeeded: 0, failed: 0, aborted: 0, lost: 0, missed: 0 };
const plain = (words: string) => words.replaceAll('\u00a0', ' ');
const well = { toCheck: 0, isWhole: true };

it.each([
  [{}, well, 'No run started in the last 24 hours.'],
  [{ succeeded: 1 }, well, 'The one run in the last 24 hours succeeded.'],
  [{ succeeded: 1_204 }, well, 'All 1,204 runs in the last 24 hours succeeded.'],
  [{ running: 1 }, well, '1 run started in the last 24 hours, and is running.'],
  [{ succeeded: 3, running: 2 }, well, 'No run in the last 24 hours failed, 2 are running; 3 succeeded.'],
  [{ succeeded: 300, failed: 9, missed: 1 }, well, '9 of 310 runs failed, 1 did not start in the last 24 hours.'],
  [{ succeeded: 1, aborted: 1, running: 1 }, well, '1 of 3 runs was stopped in the last 24 hours, 1 is running.'],
  [
    { succeeded: 9 },
    { toCheck: 1, isWhole: true },
    'No run in the last 24 hours failed, but 1 is to be checked; 9 succeeded.',
  ],
  [
    { succeeded: 2_000, failed: 1 },
    { toCheck: 8, isWhole: false },
    '1 of 2,001 runs failed, at least 8 are to be checked in the last 24 hours.',
  ],
  [{ succeeded: 2_000 }, { toCheck: 0, isWhole: false }, 'No run in the last 24 hours failed; 2,000 succeeded.'],
  [{ succeeded: 9 }, undefined, 'No run in the last 24 hours failed; 9 succeeded.'],
])('%j, %j: %s', (states, verdicts, sentence) => {
  const all = { ...none, ...states };
  const total = Object.values(all).reduce((sum, runs) => sum + runs, 0);
  expect(plain(runsSentence({ total, states: all }, {}, 0, { areAll: true, verdicts }))).toBe(sentence);
});

it('of a narrowed list it is how many there are', () => {
  const narrowed = { areAll: false, verdicts: well };
  expect(plain(runsSentence({ total: 9, states: { ...none, failed: 9 } }, { last: '7d' }, 0, narrowed))).toBe(
    '9 matching runs started in the last 7 days.',
  );
  expect(plain(runsSentence({ total: 0, states: none }, { last: '7d' }, 0, { ...narrowed, areGoingOn: true }))).toBe(
    'No matching run went on in the last 7 days.',
  );
});
