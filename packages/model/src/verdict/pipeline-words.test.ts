import { expect, it } from 'vitest';
import { emptyLedger } from '../ledger/ledger.ts';
import { nothingUnexplained } from '../ledger/unexplained.ts';
import { sentenceText } from '../words/sentence.ts';
import { freshnessOf } from './freshness.ts';
import {
  type DescribedPipeline,
  pipelineNeedsAttention,
  pipelineSentence,
  pipelineUrgency,
  pipelineVerdict,
  shownPipeline,
  pipelinesSentence,
} from './pipeline-words.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const nowMs = Date.parse('2026-11-23T10:00:00Z');
const reading = { nowMs, timeZone: 'UTC' };
const ago = (ms: number): string => new Date(nowMs - ms).toISOString();

/** Ended `lastAgoMs` ago, and daily before that. */
const daily = (lastAgoMs: number, runs = 10): string[] =>
  Array.from({ length: runs }, (_, index) => ago(lastAgoMs + index * dayMs));

it.each<[string, string[], string | null | undefined]>([
  ['just loaded', daily(hourMs), null],
  ['about to come', daily(26 * hourMs), null],
  ['late', daily(28 * hourMs), ago(28 * hourMs - 1.1 * dayMs)],
  ['300 days ago', daily(300 * dayMs), ago(300 * dayMs - 1.1 * dayMs)],
  ['too few runs', daily(300 * dayMs, 4), undefined],
  [
    'at weekends there is none',
    [0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14].map((day) => ago(2.5 * dayMs + day * dayMs)),
    null,
  ],
  ['never', [], undefined],
])('data that comes daily, %s', (_name, ends, lateSince) => {
  expect(freshnessOf(ends, nowMs)?.lateSince).toBe(lateSince);
});

const minuteMs = 60_000;
/** `runs` that ended `stepMs` apart, the last of them `lastAgoMs` ago. */
const apart = (stepMs: number, runs: number, lastAgoMs: number): string[] =>
  Array.from({ length: runs }, (_, index) => ago(lastAgoMs + index * stepMs));

it.each([
  ['five runs within half a minute', apart(6_000, 5, 3 * minuteMs)],
  ['a backfill of 250 runs', apart(100, 250, dayMs)],
  ['runs that ended at the same instant', apart(0, 30, dayMs)],
  ['one run long ago, and a backfill', [ago(30 * dayMs), ...apart(minuteMs, 29, hourMs)]],
  ['a day of retries by hand', apart(25 * minuteMs, 20, 20 * hourMs)],
  ['two nights, each with retries', [...apart(minuteMs, 10, 10 * hourMs), ...apart(minuteMs, 10, 34 * hourMs)]],
])('does not know what is usual after %s', (_name, ends) => {
  expect(freshnessOf(ends, nowMs)).toBeNull();
});

it('counts retries in quick succession as one arrival', () => {
  const ends = [...daily(3 * hourMs), ...apart(minuteMs, 100, 2 * hourMs)];
  expect(freshnessOf(ends, nowMs)).toMatchObject({ lateSince: null });
  const later = freshnessOf(ends, nowMs + 2 * dayMs);
  expect(later?.usualGapMs).toBeGreaterThan(23 * hourMs);
  expect(later?.lateSince).not.toBeNull();
});

it('waits an hour, and three times as long as a run takes', () => {
  const lateAfter = (sinceMs: number, durationMs: number | null) =>
    freshnessOf(apart(30 * minuteMs, 30, sinceMs), nowMs, durationMs)?.lateSince;
  expect(lateAfter(59 * minuteMs, null)).toBeNull();
  expect(lateAfter(61 * minuteMs, null)).toBe(ago(minuteMs));
  expect(lateAfter(61 * minuteMs, 25 * minuteMs)).toBeNull();
  expect(lateAfter(76 * minuteMs, 25 * minuteMs)).toBe(ago(minuteMs));
});

const pipeline = (name: string, more: Partial<DescribedPipeline>): DescribedPipeline => ({
  name,
  lastRun: {
    state: 'succeeded',
    balanced: true,
    rows: { ...emptyLedger, read: 10, written: 10 },
    doubts: [],
    startedAt: ago(300 * dayMs + hourMs),
    finishedAt: ago(300 * dayMs),
    durationMs: hourMs,
    lastSeenAt: ago(300 * dayMs),
    unexplained: nothingUnexplained,
    failure: null,
    failedStage: null,
    exitCode: null,
    exitSignal: null,
  },
  runBefore: null,
  missed: null,
  usual: { sampleSize: 20, durationMs: hourMs, rejectedShare: 0 },
  freshness: freshnessOf(daily(300 * dayMs), nowMs),
  ...more,
});

it('names data that is out of date, and never calls it fine', () => {
  const [orders, prices] = [pipeline('orders', {}), pipeline('prices', {})];
  expect(pipelineNeedsAttention(orders)).toBe(true);
  expect(sentenceText(pipelineSentence(orders), reading)).toBe(
    'Out of date: last loaded 300 days ago (new data usually comes within 1 d 0 h).',
  );
  expect(pipelineVerdict(orders)).toEqual({ id: 'no', words: 'Out of date' });
  expect(shownPipeline(orders)).toEqual({ id: 'outdated', word: 'Out of date', tone: 'warn' });
  expect(sentenceText(pipelinesSentence([orders, prices]), reading)).toBe(
    'orders is out of date: last loaded 300 days ago (new data usually comes within 1 d 0 h), and one more pipeline needs attention.',
  );
});

it('says how old the data is while too few runs show what is usual', () => {
  const old = ['orders', 'prices'].map((name) => pipeline(name, { freshness: null }));
  expect(sentenceText(pipelinesSentence(old, nowMs), reading)).toBe(
    'All 2 pipelines succeeded on their last run, the latest 300 days ago.',
  );
  expect(sentenceText(pipelinesSentence(old.slice(1), nowMs), reading)).toBe(
    'prices succeeded on its last run, 300 days ago.',
  );
});

it('says of a run that it takes three times its usual time while it runs', () => {
  const running = (durationMs: number) =>
    pipeline('orders', {
      lastRun: {
        ...pipeline('orders', {}).lastRun,
        state: 'running',
        startedAt: ago(durationMs),
        finishedAt: null,
        durationMs,
      },
    });
  expect(sentenceText(pipelineSentence(running(3.4 * hourMs)), reading)).toContain(
    'That is 3.4 × its usual time of 1 h 00 m.',
  );
  expect(sentenceText(pipelinesSentence([running(3.4 * hourMs)]), reading)).toBe(
    'orders is still running, 3.4 × its usual time.',
  );
  expect(pipelineNeedsAttention(running(2.9 * hourMs))).toBe(false);
  expect(sentenceText(pipelineSentence(running(2.9 * hourMs)), reading)).toContain('It usually takes 1 h 00 m.');
});

const mostRejected = { ...emptyLedger, read: 1_000, written: 100, rejected: 900 };

it.each<[string, Partial<DescribedPipeline['lastRun']>, string]>([
  ['ended with warnings', { doubts: [{ kind: 'reported', word: 'WARN' }] }, 'orders: it ended as "WARN".'],
  [
    'rejected most rows and ended with warnings',
    { rows: mostRejected, doubts: [{ kind: 'reported', word: 'WARN' }] },
    'orders rejected 90% of its rows.',
  ],
  [
    'rejected most rows and loaded some without lookup data',
    { rows: mostRejected, doubts: [{ kind: 'unenriched', dependency: 'a', rows: 1 }] },
    'orders rejected 90% of its rows.',
  ],
  [
    'rejected most rows as two programs reported it',
    { rows: mostRejected, doubts: [{ kind: 'programs', programs: 2 }] },
    'orders rejected 90% of its rows.',
  ],
  [
    'loaded some rows without lookup data',
    { doubts: [{ kind: 'unenriched', dependency: 'a', rows: 7 }] },
    'orders: 7 rows were loaded without data from a.',
  ],
])('the sentence about a pipeline whose last run %s', (_, more, sentence) => {
  const { lastRun } = pipeline('orders', {});
  const orders = pipeline('orders', { lastRun: { ...lastRun, ...more }, freshness: null });
  expect(sentenceText(pipelinesSentence([orders]), reading)).toBe(sentence);
});

it('tells a run without new data from one with nothing to load', () => {
  const usual = { sampleSize: 20, durationMs: hourMs, rejectedShare: 0, rowsRead: 1_000, rowsWritten: 990 };
  const { lastRun } = pipeline('orders', {});
  const empty = { ...lastRun, rows: emptyLedger, balanced: null, finishedAt: ago(hourMs) };
  const without = pipeline('orders', { lastRun: empty, usual, freshness: null });
  expect(sentenceText(pipelineSentence(without), reading)).toMatch(
    /^No new data: it read no rows and finished .* It usually reads 1,000\./,
  );
  expect(pipelineNeedsAttention(without)).toBe(true);
  expect(sentenceText(pipelinesSentence([without]), reading)).toBe('orders read no rows 1 hour ago.');
  const legal = pipeline('orders', { lastRun: { ...empty, empty: 'legal' }, usual, freshness: null });
  expect(sentenceText(pipelineSentence(legal), reading)).toMatch(/^Ready to use: nothing to load; it finished /);
  expect(pipelineNeedsAttention(legal)).toBe(false);
});

it.each<[string, Partial<DescribedPipeline>, string, string]>([
  ['went well', {}, 'yes-but', 'Usable, but check: rates, on which it depends, failed; loaded 10 rows '],
  [
    'counted nothing',
    { lastRun: { ...pipeline('orders', {}).lastRun, rows: emptyLedger, balanced: null } },
    'yes-but',
    'Usable, but check: rates, on which it depends, failed; finished ',
  ],
  ['failed itself', { lastRun: { ...pipeline('orders', {}).lastRun, state: 'failed' } }, 'no', 'Not usable: failed '],
  [
    'is out of date',
    { freshness: freshnessOf(daily(300 * dayMs), nowMs) },
    'no',
    'Out of date: last loaded 300 days ago (new data usually comes within 1 d 0 h); rates, on which it depends, failed.',
  ],
])('names a dependency that cannot be used, of a pipeline that %s', (_name, more, verdict, sentence) => {
  const unusable = [{ name: 'rates', what: 'failed' }];
  const orders = pipeline('orders', { freshness: null, unusable, ...more });
  expect(pipelineVerdict(orders).id).toBe(verdict);
  expect(pipelineNeedsAttention(orders)).toBe(true);
  expect(sentenceText(pipelineSentence(orders), reading).slice(0, sentence.length)).toBe(sentence);
});

const missedDeadline = { at: ago(2 * hourMs), state: 'missed' } as const;

it.each<[string, Partial<DescribedPipeline['lastRun']>, Partial<DescribedPipeline>, string, string]>([
  ['missed its deadline', { deadline: missedDeadline }, {}, 'late', '1 was late'],
  [
    'missed the deadline of a stage',
    { stageDeadlines: [{ stage: 'load', ...missedDeadline }] },
    {},
    'late',
    '1 was late',
  ],
  ['took 34 times its usual time', { durationMs: 34 * hourMs }, {}, 'slow', ''],
  ['took a little longer', { durationMs: 2 * hourMs }, {}, 'succeeded', ''],
  ['came in time', { deadline: { ...missedDeadline, state: 'met' } }, {}, 'succeeded', ''],
  ['was late two days ago', { deadline: missedDeadline, finishedAt: ago(2 * dayMs) }, {}, 'succeeded', ''],
  [
    'was late two days ago and is due in five',
    { deadline: missedDeadline, finishedAt: ago(2 * dayMs) },
    { nextDueAt: ago(-5 * dayMs) },
    'late',
    '1 was late',
  ],
  ['was late and failed', { deadline: missedDeadline, state: 'failed' }, {}, 'failed', ''],
])('the mark and place of a pipeline whose data %s', (_name, run, more, state, count) => {
  const well = pipeline('prices', { freshness: null, nowMs });
  const lastRun = { ...well.lastRun, finishedAt: ago(hourMs), ...run };
  const orders = pipeline('orders', { freshness: null, nowMs, lastRun, ...more });
  const prices = { ...well, lastRun: { ...well.lastRun, finishedAt: ago(hourMs) } };
  expect(shownPipeline(orders).id).toBe(state);
  expect(pipelineUrgency(orders) < pipelineUrgency(prices)).toBe(state !== 'succeeded');
  expect(pipelineNeedsAttention(orders)).toBe(state === 'failed');
  if (state !== 'failed')
    expect(sentenceText(pipelinesSentence([orders, prices], nowMs), reading)).toBe(
      `All 2 pipelines succeeded on their last run${count === '' ? '' : `; ${count}`}.`,
    );
});
