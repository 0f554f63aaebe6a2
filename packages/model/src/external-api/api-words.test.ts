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

const tenHours = 10;
const afterGoodHours = (requests: number, errors: Record<string, number>, calledHoursAgo = 0.1) =>
  apiOf('airports', calledHoursAgo, {
    requests: 10_000 + requests,
    availability: 0.995,
    errors,
    latest: { requests, errors },
  });

test.each([
  [
    'fails each time',
    afterGoodHours(50, { '5xx': 50 }),
    'silent',
    'airports is not responding: none of 50 requests in the hour up to its last call (6 minutes ago) succeeded (5xx 50).',
  ],
  [
    'failed each time when it was last called',
    afterGoodHours(1, { timeout: 1 }, tenHours),
    'silent',
    'airports is not responding: its only request in the hour up to its last call (10 hours ago) failed (Timeout 1).',
  ],
  [
    'refuses each request',
    afterGoodHours(50, { '429': 50 }),
    'unusable',
    'None of 50 requests to airports in the hour up to its last call (6 minutes ago) succeeded (429 50).',
  ],
  [
    'fails often',
    afterGoodHours(50, { reset: 20 }),
    'shaky',
    'airports fails often: 60% of 50 requests succeeded in the hour up to its last call (6 minutes ago) (Reset 20).',
  ],
  [
    'failed once of two, of which one was a repeat',
    afterGoodHours(2, { reset: 1 }),
    'healthy',
    /^airports works now\./u,
  ],
  ['works', afterGoodHours(50, {}), 'healthy', /^airports works now\./u],
])('an API that did well all day, and now %s', (_, api, state, sentence) => {
  expect(apiStateOf(api, nowMs)).toBe(state);
  expect(sentenceText(apiSentence(api, selected, nowMs), reading)).toEqual(
    typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
  );
});

test('a probe that has stopped says nothing of now', () => {
  const probe = {
    state: 'pass' as const,
    at: apiOf('', tenHours).lastAt ?? '',
    durationMs: 5,
    problem: null,
    error: null,
  };
  const sentenceOf = (api: DescribedApi) => sentenceText(apiSentence(api, selected, nowMs), reading);
  expect(sentenceOf(apiOf('airports', 0, { probe, requests: 0, availability: null, lastAt: null }))).toBe(
    'airports passed its probe 10 hours ago.',
  );
  expect(sentenceOf(apiOf('airports', 20, { probe }))).toBe('airports passed its probe 10 hours ago.');
  expect(sentenceOf(apiOf('airports', 2, { probe }))).toBe('airports worked when it was last called 2 hours ago.');
  expect(sentenceOf(apiOf('airports', 0.1, { probe }))).toBe('airports works now.');
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
