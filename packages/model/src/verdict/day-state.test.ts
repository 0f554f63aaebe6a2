import { expect, test } from 'vitest';
import { type DayCounts, dayState, dayWords, type EmptyDay, shownDay } from './day-state.ts';

test.each<[DayCounts['states'], number, EmptyDay, string, string]>([
  [{ succeeded: 2 }, 0, 'nothing-due', 'succeeded', '2 runs: 2 succeeded'],
  [{ succeeded: 2 }, 1, 'nothing-due', 'doubtful', '2 runs: 2 succeeded, 1 to be checked'],
  [{ succeeded: 1, failed: 1 }, 0, 'due', 'failed', '2 runs: 1 failed, 1 succeeded'],
  [{ succeeded: 23, missed: 1 }, 0, 'nothing-due', 'missed', '23 runs: 23 succeeded; 1 was due and did not start'],
  [{ missed: 2 }, 0, 'due', 'missed', '2 were due and did not start'],
  [{ lost: 1, aborted: 1 }, 0, 'nothing-due', 'lost', '2 runs: 1 no signal, 1 stopped'],
  [{ running: 1 }, 0, 'due', 'running', '1 run: 1 running'],
  [{}, 0, 'due', 'unknown', 'A run was due; whether it started is not known'],
  [{}, 0, 'nothing-due', 'none', 'No run, and none was due'],
  [{}, 0, 'before', 'before', 'Before its first run'],
  [{}, 0, 'not-kept', 'not-kept', 'Runs of that day are not kept any more'],
])('%j, %i in doubt, %s: %s', (states, doubtful, empty, state, words) => {
  expect(dayState({ states, doubtful }, empty)).toBe(state);
  expect(dayWords({ states, doubtful }, empty)).toBe(words);
});

test('a day in doubt is not called usable: its run may have loaded nothing', () =>
  expect(shownDay('doubtful')).toEqual({ id: 'doubtful', word: 'To be checked', tone: 'warn' }));
