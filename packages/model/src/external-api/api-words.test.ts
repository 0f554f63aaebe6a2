import { expect, test } from 'vitest';
import { sentenceText } from '../words/sentence.ts';
import { apiOutcome, apiSentence, apisSentence } from './api-words.ts';
import { apiStateOf, type DescribedApi, shownApi } from './api-state.ts';

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

const limited = (refused: number, held: number) =>
  apiOf('airports', 0.1, { requests: 15_927, errors: { '429': refused, cooling_down: held } });

test.each([
  [
    'many',
    limited(1_432, 393),
    'lossy',
    'Many calls to airports fail: 1,432 requests failed (429), 393 were not sent (cooling down) in the last 24 hours.',
    '100% available in the last 24 hours, 1,432 requests failed on the caller’s side (429), 393 were not sent (cooling down)',
  ],
  [
    'a few',
    limited(1, 0),
    'healthy',
    'airports works now. 1 request failed (429) in the last 24 hours.',
    '100% available in the last 24 hours, 1 request failed on the caller’s side (429)',
  ],
  [
    'only held back ones',
    limited(0, 1),
    'healthy',
    'airports works now. 1 request was not sent (cooling down) in the last 24 hours.',
    '100% available in the last 24 hours, 1 request was not sent (cooling down)',
  ],
  ['no', limited(0, 0), 'healthy', 'airports works now.', '100% available in the last 24 hours'],
])('an API that answered all it was asked, with %s calls that brought nothing', (_, api, state, sentence, outcome) => {
  expect(shownApi(api, nowMs).id).toBe(state);
  expect(sentenceText(apiSentence(api, selected, nowMs), reading)).toBe(sentence);
  expect(sentenceText(apiOutcome(api, selected, nowMs), reading)).toBe(outcome);
});

test('calls that a person has stopped are no fault of the API', () => {
  expect(apiStateOf(apiOf('stock', 0.1, { requests: 100, errors: { isolated: 160 } }), nowMs)).toBe('healthy');
  expect(apiStateOf(apiOf('stock', 0.1, { requests: 100, errors: { isolated: 160, '429': 50 } }), nowMs)).toBe('lossy');
});
