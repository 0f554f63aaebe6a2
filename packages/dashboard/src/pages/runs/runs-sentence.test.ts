import { expect, it } from 'vitest';
import { runsSentence } from './runs-sentence.ts';

const none = { running: 0, succeeded: 0, failed: 0, aborted: 0, lost: 0, missed: 0 };
const plain = (words: string) => words.replaceAll('\u00a0', ' ');

it.each([
  [{}, 'No run started in the last 24 hours.'],
  [{ succeeded: 1 }, 'The one run in the last 24 hours succeeded.'],
  [{ succeeded: 1_204 }, 'All 1,204 runs in the last 24 hours succeeded.'],
  [{ running: 1 }, '1 run started in the last 24 hours, and is running.'],
  [{ succeeded: 3, running: 2 }, 'No run in the last 24 hours failed, 2 are running; 3 succeeded.'],
  [{ succeeded: 300, failed: 9, missed: 1 }, '9 of 310 runs failed, 1 did not start in the last 24 hours.'],
  [{ succeeded: 1, aborted: 1, running: 1 }, '1 of 3 runs was stopped in the last 24 hours, 1 is running.'],
])('%j: %s', (states, sentence) => {
  const all = { ...none, ...states };
  const total = Object.values(all).reduce((sum, runs) => sum + runs, 0);
  expect(plain(runsSentence({ total, states: all }, {}, 0, true))).toBe(sentence);
});

it('of a narrowed list it is how many there are', () => {
  expect(plain(runsSentence({ total: 9, states: { ...none, failed: 9 } }, { last: '7d' }, 0, false))).toBe(
    '9 matching runs started in the last 7 days.',
  );
  expect(plain(runsSentence({ total: 0, states: none }, { last: '7d' }, 0, false, true))).toBe(
    'No matching run went on in the last 7 days.',
  );
});
