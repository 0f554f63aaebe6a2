import { expect, it } from 'vitest';
import { emptyLedger, type Ledger } from '../ledger/ledger.ts';
import { nothingUnexplained } from '../ledger/unexplained.ts';
import { sentenceText } from '../words/sentence.ts';
import type { RunDoubt } from './run-doubts.ts';
import { type DescribedRun, runSentence } from './run-sentence.ts';
import { runVerdict } from './run-verdict.ts';
import { shownRun } from './shown-state.ts';

const failed: RunDoubt = { kind: 'contract', contract: 'orders' };
const warned: RunDoubt = { kind: 'warned', contract: 'orders' };
const checked = { read: 199, written: 197, rejected: 2 };

const runOf = (rows: Partial<Ledger>, doubts: readonly RunDoubt[], trigger: string | null): DescribedRun => ({
  state: 'succeeded',
  balanced: true,
  rows: { ...emptyLedger, ...rows },
  doubts,
  trigger,
  unexplained: nothingUnexplained,
  startedAt: '2026-03-01T02:00:00.000Z',
  finishedAt: '2026-03-01T02:00:01.000Z',
  durationMs: 1_000,
  lastSeenAt: '2026-03-01T02:00:01.000Z',
  failure: null,
  failedStage: null,
  exitCode: null,
  exitSignal: null,
});

it.each<[string, Partial<Ledger>, readonly RunDoubt[], string | null, string, string, RegExp]>([
  [
    'that only checked',
    checked,
    [failed],
    'check',
    'no',
    'broken',
    /^Not usable: a file failed contract orders .*; checked 199 rows, 2 rejected\.$/,
  ],
  ['without rows', {}, [failed], 'check', 'no', 'broken', /^Not usable: a file failed contract orders [^;]*\.$/],
  [
    'of which every row was rejected',
    { read: 9, rejected: 9 },
    [failed],
    'check',
    'no',
    'broken',
    /^Not usable: .*; checked 9 rows, 9 rejected\.$/,
  ],
  [
    'that loaded rows beside it',
    checked,
    [failed],
    'manual',
    'yes-but',
    'broken',
    /^Usable, but check: loaded 197 rows .*, but a file failed contract orders\.$/,
  ],
  [
    'of a program that counts no rows',
    {},
    [failed],
    null,
    'no',
    'broken',
    /^Not usable: a file failed contract orders [^;]*\.$/,
  ],
  [
    'that filtered all',
    { read: 5, filtered: 5 },
    [failed],
    null,
    'no',
    'broken',
    /^Not loaded: all 5 rows were filtered .*, but a file failed contract orders\.$/,
  ],
  [
    'that rejected all',
    { read: 5, rejected: 5 },
    [failed],
    null,
    'no',
    'rejected',
    /^Not loaded: all 5 rows were rejected .*, but a file failed contract orders\.$/,
  ],
  ['that passed', checked, [], 'check', 'yes', 'succeeded', /^Ready to use: checked 199 rows .*; 2 rejected\.$/],
  [
    'that passed with warnings',
    checked,
    [warned],
    'check',
    'yes',
    'succeeded',
    /^Ready to use: checked 199 rows .*; a file passed contract orders with warnings\.$/,
  ],
])('a run %s, held against its contract', (_, rows, doubts, trigger, verdict, shown, sentence) => {
  const run = runOf(rows, doubts, trigger);
  expect(runVerdict(run, null).id).toBe(verdict);
  expect(shownRun(run, null).id).toBe(shown);
  expect(sentenceText(runSentence(run, null), { nowMs: Date.parse('2026-03-01T03:00:00Z') })).toMatch(sentence);
});
