import { expect, it } from 'vitest';
import { contractSentence, type DescribedContract } from './contract-words.ts';
import { sentenceText } from '../words/sentence.ts';

const reading = { nowMs: Date.parse('2026-03-01T10:00:00Z'), timeZone: 'UTC' };

const columns = { message: 'the file has no column carrier', result: 'fail', scope: 'file' } as const;
const values = { message: '39 of 39,000 rows break it', result: 'fail', scope: 'column' } as const;

const failedBy = (...expectations: DescribedContract['expectations']): DescribedContract => ({
  pipeline: 'shipments',
  contract: 'shipments',
  result: 'fail',
  checkedAt: '2026-03-01T07:00:00.000Z',
  files: [{ runId: '1', file: '/in/shipments.csv', result: 'fail', rows: 39_000, rejected: 39 }],
  expectations,
});

it.each([
  ['a column that is missing, beside rows that were rejected', failedBy(columns), 'the file has no column carrier'],
  ['rows that were rejected', failedBy(values, columns), '39 of 39,000 rows were rejected'],
  ['rows, of whose expectation nothing is known', failedBy(), '39 of 39,000 rows were rejected'],
])('a contract failed by %s', (_, contract, why) => {
  expect(sentenceText(contractSentence(contract), reading)).toBe(
    `shipments.csv failed contract shipments 3 hours ago: ${why}.`,
  );
});
