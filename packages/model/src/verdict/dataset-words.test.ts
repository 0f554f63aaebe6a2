import { describe, expect, test } from 'vitest';
import { sentenceText } from '../words/sentence.ts';
import {
  datasetSentence,
  datasetsSentence,
  datasetState,
  type DatasetWriter,
  datasetVerdict,
  readerEffect,
} from './dataset-words.ts';

const reading = { nowMs: Date.parse('2026-11-30T12:00:00Z'), timeZone: 'UTC' };
const at = (time: string): string => `2026-11-30T${time}:00Z`;

const writer = (
  write: Partial<DatasetWriter['write']>,
  after: DatasetWriter['after'] = null,
  before: DatasetWriter['before'] = null,
): DatasetWriter => ({
  write: {
    pipeline: 'orders',
    at: at('07:12'),
    rows: null,
    state: 'succeeded',
    verdict: null,
    ended: 'unknown',
    ...write,
  },
  after,
  before,
});
const of = (...writers: DatasetWriter[]) => ({ name: 'shop.orders', writers, lastRead: null });
const failedAfter = { state: 'failed', at: at('08:00'), isExpected: true } as const;

describe('a dataset', () => {
  test.each([
    ['unknown rows', writer({}), 'written', 'Written', 'Last written 07:12 UTC by orders, run succeeded.'],
    ['no rows', writer({ rows: 0 }), 'written', 'Written', 'Last written 07:12 UTC by orders, run succeeded: no rows.'],
    [
      'a run to be checked',
      writer({ verdict: { id: 'yes-but', words: 'Usable, but check' } }),
      'doubtful',
      'Usable, but check',
      'Last written 07:12 UTC by orders, run succeeded; the verdict on it: "Usable, but check".',
    ],
    [
      'rows that are ready to use',
      writer({ rows: 1, verdict: { id: 'yes', words: 'Ready to use' } }),
      'written',
      'Ready to use',
      'Last written 07:12 UTC by orders, run succeeded: 1 row.',
    ],
    [
      'a write that was rolled back',
      writer({ state: 'failed', ended: 'rolled-back' }, null, { at: '2026-11-27T07:11:00Z' }),
      'stale',
      'Holds older data',
      'What orders wrote 07:12 UTC was rolled back; it holds the data of 27 Nov 07:11 UTC.',
    ],
    [
      'the first write, rolled back',
      writer({ state: 'failed', ended: 'rolled-back' }),
      'stale',
      'Holds older data',
      'What orders wrote 07:12 UTC was rolled back; it holds what it held before.',
    ],
    [
      'a run without a signal',
      writer({ state: 'lost', ended: 'badly' }),
      'broken',
      'May be incomplete',
      'Last written 07:12 UTC by orders, whose run gave no more signal: it may be incomplete.',
    ],
    [
      'a failed write, and a failed run after it',
      writer({ state: 'failed', ended: 'badly' }, failedAfter),
      'broken',
      'May be incomplete',
      'The run of orders that should have written it failed 08:00 UTC; it was last written 07:12 UTC, by a run that failed.',
    ],
    [
      'a run that did not start',
      writer({}, { ...failedAfter, state: 'missed' }),
      'stale',
      'Holds older data',
      'The run of orders that should have written it did not start when it was due, 08:00 UTC; it holds the data of 07:12 UTC.',
    ],
    [
      'a run that writes it now',
      writer({ state: 'running', rows: 12_431 }),
      'writing',
      'Wait',
      'Last written 07:12 UTC by orders, whose run still goes on: 12,431 rows.',
    ],
  ])('after %s', (_what, one, state, words, sentence) => {
    expect(datasetState(of(one))).toBe(state);
    expect(datasetVerdict(of(one)).words).toBe(words);
    expect(sentenceText(datasetSentence(of(one)), reading)).toBe(sentence);
  });

  test('of several writers is as the worst of them left it, and says who wrote last', () => {
    const dataset = of(writer({ pipeline: 'b', at: at('09:00') }), writer({ state: 'failed', ended: 'badly' }));
    expect(datasetState(dataset)).toBe('broken');
    expect(sentenceText(datasetSentence(dataset), reading)).toBe(
      'Last written 07:12 UTC by orders, whose run failed: it may be incomplete. b wrote it last, 09:00 UTC.',
    );
  });

  test('that nobody wrote says so', () => {
    const read = { ...of(), lastRead: { pipeline: 'stock', at: at('07:00') } };
    expect(sentenceText(datasetSentence(read), reading)).toBe(
      'No run has reported writing it; last read 07:00 UTC by stock.',
    );
  });
});

test.each([
  ['in order', writer({}), '10:00', undefined],
  ['not renewed, read before', writer({}, failedAfter), '07:30', 'reads-old'],
  ['broken, read after', writer({ state: 'failed', ended: 'badly' }), '07:30', 'read-broken'],
  ['broken, read before', writer({ state: 'failed', ended: 'badly' }), '07:00', 'reads-broken'],
  ['only in doubt', writer({ state: 'failed', ended: 'well' }), '07:30', undefined],
])('a reader of a dataset that is %s', (_what, one, readAt, effect) => {
  expect(readerEffect(of(one), at(readAt))?.id).toBe(effect);
});

const listed = { troubled: 2, isWhole: true, isNarrowed: false };
const [well, stale] = [of(writer({})), of(writer({}, failedAfter))];
test.each([
  [{ total: 0 }, [], 'No run has reported a dataset in this time.'],
  [{ total: 0, isNarrowed: true }, [], 'No dataset of this time matches.'],
  [{ total: 2 }, [well, well], '2 datasets, none of which needs attention.'],
  [{ total: 2, isNarrowed: true }, [well, well], '2 matching datasets, none of which needs attention.'],
  [{ total: 5_000, isWhole: false }, [well, well], '5,000 datasets; none of the 2 shown needs attention.'],
  [{ total: 3 }, [stale, well], 'shop.orders: holds older data, and one more dataset needs attention.'],
])('a list with %j', (list, datasets, sentence) => {
  expect(sentenceText(datasetsSentence(datasets, { ...listed, ...list }), reading)).toBe(sentence);
});
