import { describe, expect, it } from 'vitest';
import { type DescribedApi, shownApi } from '../external-api/api-state.ts';
import { apiSentence, apisSentence } from '../external-api/api-words.ts';
import { rejectedWords } from './contract-words.ts';
import { sentenceText } from '../words/sentence.ts';
import {
  databaseSentence,
  databasesSentence,
  databaseVerdict,
  type DescribedDatabase,
  shownDatabase,
} from './database-words.ts';

const nowMs = Date.parse('2026-11-23T10:00:00Z');
const reading = { nowMs, timeZone: 'UTC' };
const since = '2026-11-23T02:10:00Z';

const database = (more: Partial<DescribedDatabase>): DescribedDatabase => ({
  name: 'warehouse',
  state: 'up',
  since,
  flapping: false,
  slowMs: 1_000,
  lastCheck: { durationMs: 12, error: null },
  recentChecks: [],
  waitingSessions: 0,
  ...more,
});
const failedAt = (step: 'login' | 'round-trip' | 'tls') => ({ durationMs: 3, error: { step } });
const checks = [3, 7].flatMap((count, index) =>
  Array.from({ length: count }, () => ({ outcome: index === 0 ? ('failed' as const) : ('well' as const) })),
);

describe('a database', () => {
  it.each<[string, Partial<DescribedDatabase>, string, string, string]>([
    ['up', {}, 'Up', 'Healthy', 'warehouse is healthy and answers in 12 ms.'],
    [
      'with waiting sessions',
      { waitingSessions: 3 },
      'Up',
      'Healthy',
      'warehouse answers in 12 ms, but 3 sessions wait for a lock.',
    ],
    [
      'up, and failing once',
      { lastCheck: failedAt('tls') },
      'Up',
      'Healthy',
      'warehouse is up, but in its last check TLS failed.',
    ],
    [
      'down',
      { state: 'down', lastCheck: failedAt('round-trip') },
      'Down',
      'Unhealthy',
      'warehouse has been down since 02:10 UTC: the test query failed.',
    ],
    [
      'degraded',
      { state: 'degraded', lastCheck: { durationMs: 2_000, error: null } },
      'Degraded',
      'Unhealthy',
      'warehouse has been degraded since 02:10 UTC: its last check took 2.0 s.',
    ],
    [
      'degraded, but answered at once just now',
      { state: 'degraded', recentChecks: [{ outcome: 'poor' }, { outcome: 'failed' }, { outcome: 'well' }] },
      'Degraded',
      'Unhealthy',
      'warehouse has been degraded since 02:10 UTC: 2 of the last 3 checks failed or were slow.',
    ],
    [
      'degraded, as its certificate ends',
      { state: 'degraded', recentChecks: [{ outcome: 'poor' }] },
      'Degraded',
      'Unhealthy',
      'warehouse has been degraded since 02:10 UTC: its certificate expires soon.',
    ],
    [
      'unstable',
      { state: 'degraded', flapping: true, recentChecks: checks },
      'Unstable',
      'Unhealthy',
      'warehouse has been unstable since 02:10 UTC: 3 of the last 10 checks failed.',
    ],
    [
      'unknown',
      { state: 'unknown', since: null, lastCheck: null },
      'Not checked yet',
      'Not known',
      'warehouse has not been checked yet.',
    ],
    [
      'up, as far as it was checked',
      { isKnownNow: false, lastCheck: { checkedAt: '2026-11-23T09:20:00Z', durationMs: 12, error: null } },
      'Not checked lately',
      'Not known',
      'warehouse was up when it was last checked 40 minutes ago.',
    ],
    [
      'down, as far as it was checked',
      { state: 'down', isKnownNow: false, lastCheck: failedAt('round-trip') },
      'Down',
      'Unhealthy',
      'warehouse has been down since 02:10 UTC: the test query failed.',
    ],
  ])('that is %s', (_name, more, word, verdict, sentence) => {
    const one = database(more);
    expect([shownDatabase(one).word, databaseVerdict(one).words]).toEqual([word, verdict]);
    expect(sentenceText(databaseSentence(one), reading)).toBe(sentence);
  });

  it('in trouble comes first in the sentence about all', () => {
    const all = [database({ name: 'a' }), database({ state: 'down', lastCheck: failedAt('login') })];
    expect(sentenceText(databasesSentence(all), reading)).toBe(
      'warehouse has been down since 02:10 UTC: the login failed.',
    );
    expect(sentenceText(databasesSentence([database({}), database({ name: 'b' })]), reading)).toBe(
      'All 2 databases are healthy.',
    );
    const stale = database({ name: 'b', isKnownNow: false });
    expect(sentenceText(databasesSentence([database({}), stale]), reading)).toBe(
      '1 of 2 databases is healthy; the others have not been checked lately.',
    );
    expect(sentenceText(databasesSentence([stale]), reading)).toBe('No database has been checked lately.');
  });
});

const api = (more: Partial<DescribedApi>): DescribedApi => ({
  name: 'airports',
  requests: 1_000,
  availability: 1,
  errors: {},
  durationMs: { p50: 12 },
  lastAt: '2026-11-23T09:59:00Z',
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
const open = { breakerId: 'b', state: 'open' as const, from: since, to: null, reason: '5 failures in a row' };

describe('an external API', () => {
  it.each<[string, Partial<DescribedApi>, string, string]>([
    ['healthy', {}, 'Healthy', 'airports works now, usually in 12 ms.'],
    [
      'healthy, at a cost',
      { rowsAffected: [{ policy: 'load-unenriched', rows: 2_994 }] },
      'Healthy',
      'airports works now, usually in 12 ms. 2,994 rows were loaded without its data in the last 24 hours.',
    ],
    [
      'open',
      { breakerState: 'open', breakerSpans: [open] },
      'Circuit open',
      'Calls to airports have been paused since 02:10 UTC (circuit breaker open) after 5 failures in a row.',
    ],
    [
      'isolated',
      {
        breakerState: 'isolated',
        shared: { reason: 'maintenance', openUntil: null, changedAt: '2026-11-23T09:57:00Z' },
        callers: [{ namespace: 'a', pipeline: 'flights', sharesBreaker: false }],
      },
      'Isolated',
      'Calls to airports were stopped by hand 3 minutes ago: maintenance, but flights still calls it.',
    ],
    [
      'not responding',
      { availability: 0, errors: { '5xx': 12 }, requests: 12 },
      'Not responding',
      'airports is not responding: none of 12 requests in the last 24 hours succeeded (5xx 12).',
    ],
    [
      'below its objective',
      { availability: 0.991, errorBudget: { objective: 0.999, met: false } },
      'Below objective',
      'Availability of airports was 99.1% in the last 24 hours; the objective is 99.9%.',
    ],
    [
      'failing its probe',
      { probe: { state: 'fail', durationMs: 3, problem: 'HTTP 503', error: null } },
      'Probe fails',
      'The probe of airports fails: HTTP 503.',
    ],
    [
      'refusing all that is asked',
      { requests: 10, errors: { '429': 10 } },
      'All requests fail',
      'None of 10 requests to airports in the last 24 hours succeeded (429 10).',
    ],
    [
      'slower than those who call it can wait',
      { requests: 1, errors: { aborted: 1 } },
      'All requests fail',
      'The only request to airports in the last 24 hours failed (Given up 1).',
    ],
    [
      'called long ago',
      { lastAt: '2026-11-22T14:00:00Z' },
      'Healthy',
      'airports worked when it was last called 20 hours ago, usually in 12 ms.',
    ],
    [
      'only probed',
      {
        requests: 0,
        availability: null,
        durationMs: null,
        lastAt: null,
        probe: { state: 'pass', durationMs: 13, problem: null, error: null },
      },
      'Healthy',
      'airports passed its probe in 13 ms.',
    ],
    [
      'not sent a single call',
      { requests: 0, availability: null, durationMs: null, errors: { breaker_open: 10 } },
      'Circuit was open',
      'None of 10 calls to airports in the last 24 hours was sent (circuit open). Its state now is unknown.',
    ],
    [
      'not called',
      { requests: 0, availability: null, durationMs: null },
      'Not called',
      'airports was not called in the last 24 hours.',
    ],
  ])('that is %s', (_name, more, word, sentence) => {
    const one = api(more);
    expect(shownApi(one, nowMs).word).toBe(word);
    expect(sentenceText(apiSentence(one, {}, nowMs), reading)).toBe(sentence);
  });

  it('in trouble comes first in the sentence about all', () => {
    const all = [api({ name: 'a' }), api({ availability: 0, requests: 1, errors: { timeout: 1 } })];
    expect(sentenceText(apisSentence(all, { fromMs: nowMs - 3_600_000 }, nowMs), reading)).toBe(
      'airports is not responding: its only request in the last hour failed (Timeout 1).',
    );
    expect(sentenceText(apisSentence([api({}), api({ name: 'b' })], {}, nowMs), reading)).toBe('All 2 APIs work now.');
  });
});

it.each([
  ['rejected rows', { rows: 1_000, rejected: 1, result: 'fail' }, '1 of 1,000 rows was rejected'],
  ['passed', { rows: 1_000, rejected: 0, result: 'pass' }, 'all 1,000 rows accepted'],
  ['failed for a missing column', { rows: 1_000, rejected: 0, result: 'fail' }, 'none of 1,000 rows was rejected'],
] as const)('the rows of a file that %s', (_, file, words) => expect(rejectedWords(file)).toBe(words));
