import { expect, test } from 'vitest';
import { sentenceText } from '../words/sentence.ts';
import { apiSentence, apisSentence } from './api-words.ts';
import type { DescribedApi } from './api-state.ts';

const nowMs = Date.parse('2026-03-02T12:00:00Z');
const apiOf = (name: string, calledHoursAgo: number, more: Partial<DescribedApi> = {}): DescribedApi => ({
  name,
  requests: 10,
  availability: 1,
  errors: {},
  durationMs: null,
  lastAt: new Date(nowMs - calledHoursAgo * 3_600_000).toISOString(),
  breakerState: 'closed',
  breakerSpans: [],
  rowsAffected: [],
  quota: null,
  probe: null,
  errorBudget: null,
  shared: null,
  callers: [],
  ...more,
});
const quiet = apiOf('quiet', 0, { requests: 0, availability: null, lastAt: null });
const probed = apiOf('probed', 30, { probe: { state: 'pass', durationMs: 5, problem: null, error: null } });
const recent = apiOf('recent', 0.1);
const earlier = apiOf('earlier', 20);
const selected = { fromMs: nowMs - 86_400_000, toMs: undefined, isOfRun: false };
const reading = { nowMs, timeZone: 'UTC' };

test.each([
  [[recent, probed], 'All 2 APIs work now.'],
  [[earlier, earlier], 'All 2 APIs worked when last called.'],
  [[recent, earlier], '1 of 2 APIs works now, 1 worked when last called.'],
  [[earlier, quiet], '1 of 2 APIs worked when last called, the others were not called.'],
  [[recent, quiet], '1 of 2 APIs works now, the others were not called.'],
])('the headline says no more than the line of each API: %#', (apis, expected) => {
  expect(sentenceText(apisSentence(apis, selected, nowMs), reading)).toBe(expected);
  const areAllKnown = apis.every((api) =>
    /works now|passed its probe/u.test(sentenceText(apiSentence(api, selected, nowMs), reading)),
  );
  expect(expected === 'All 2 APIs work now.').toBe(areAllKnown);
});
