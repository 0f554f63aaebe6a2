import type { CheckedFile, CheckVerdict, ContractHealth, ExpectationTrend } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { spaced } from '../format/testing.ts';
import { decisiveFile, qualityHeadline, sayRejected } from './quality-sentence.ts';

const now = Date.parse('2026-03-01T02:05:00Z');

const fileOf = (own: Partial<CheckedFile>): CheckedFile => ({
  runId: 'run',
  stageId: null,
  stageName: null,
  file: 'orders.csv',
  contract: 'orders',
  result: 'pass',
  checkedAt: '2026-03-01T02:00:00Z',
  rows: 1_000,
  rejected: 0,
  bytes: 9,
  modifiedAt: null,
  rejectFile: null,
  samples: [],
  durationMs: null,
  ...own,
});

const expectationOf = (message: string): ExpectationTrend => ({
  expectation: 'table.rows',
  scope: 'table',
  column: null,
  result: 'fail',
  message,
  broken: 1,
  rows: 1_000,
  lines: [],
  warn: null,
  error: null,
  file: 'orders.csv',
  trend: { results: [], broken: [] },
});

const healthOf = (result: CheckVerdict, rejected = 0, own: Partial<ContractHealth> = {}): ContractHealth => ({
  namespace: 'shop',
  pipeline: 'orders',
  contract: 'orders',
  result,
  checkedAt: '2026-03-01T02:00:00Z',
  filesChecked: 1,
  files: [fileOf({ result, rejected })],
  expectations: [],
  columns: [],
  ...own,
});

test.each<[string, ContractHealth[], boolean, string]>([
  ['kept', [healthOf('pass')], false, 'orders kept its contract 5 minutes ago: all 1,000 rows were accepted.'],
  ['all kept', [healthOf('pass'), healthOf('pass')], false, 'All 2 contracts are kept.'],
  ['more than are shown', [healthOf('pass'), healthOf('pass')], true, 'All contracts are kept.'],
  [
    'more than are shown, some of them unchecked',
    [healthOf('skip'), healthOf('pass')],
    true,
    'Some contracts could not be checked; the others are kept.',
  ],
  ['rejected', [healthOf('fail', 1)], false, 'orders broke its contract 5 minutes ago: 1 of 1,000 rows was rejected.'],
  [
    'broken without a rejected row',
    [healthOf('fail', 0, { expectations: [expectationOf('at least 5,000 rows: there are 1,000')] })],
    false,
    'orders broke its contract 5 minutes ago: at least 5,000 rows: there are 1,000.',
  ],
  [
    'a warning, one more, and a contract of another name',
    [healthOf('warn', 2, { contract: 'strict' }), healthOf('fail', 3), healthOf('pass')],
    false,
    'orders kept the contract strict with warnings 5 minutes ago: 2 of 1,000 rows were rejected, and one more contract needs a look.',
  ],
  [
    'one that could not be checked',
    [healthOf('pass'), healthOf('skip')],
    false,
    '1 of 2 contracts are kept; the others could not be checked.',
  ],
])('%s', (_name, contracts, hasMore, sentence) => {
  expect(spaced(qualityHeadline(contracts, hasMore, now))).toBe(sentence);
});

test.each([
  [0, 0, 'the file has no rows'],
  [1, 0, 'its one row was accepted'],
  [1, 1, '1 of 1 row was rejected'],
])('of %i rows %i rejected: %s', (rows, rejected, words) => {
  expect(spaced(sayRejected({ rows, rejected }))).toBe(words);
});

test('the worst file of the latest run decides', () => {
  const files = [
    fileOf({ runId: 'before', result: 'fail', file: 'old.csv' }),
    fileOf({ result: 'fail', file: 'bad.csv' }),
    fileOf({ result: 'pass', file: 'good.csv' }),
  ];
  expect(decisiveFile(healthOf('fail', 0, { files }))?.file).toBe('bad.csv');
});
