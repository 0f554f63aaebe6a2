import { expectationsOf, contractShape, type ContractInput } from '@sightglass/model/contract';
import { expect, it } from 'vitest';
import { describe } from './describe.ts';

const contract: ContractInput = {
  columns: [{ name: 'code', pattern: 'AB\\d{4}', minLength: 1 }],
  table: { rows: { min: 1 }, duplicates: 'fail' },
};

it.each([
  ['row.nul', 1, '1 row contains NUL bytes'],
  ['row.quotes', 2, '2 rows have a quoted field that is not closed'],
  ['row.width', 2500, '2,500 rows have a different number of fields than the header'],
  ['row.duplicate', 1, '1 row repeats another row'],
  ['code.pattern', 18, 'code does not match AB\\d{4} in 18 rows'],
  ['code.min_length', 0, 'code has at least 1 character'],
  ['table.rows', 0, 'at least 1 row'],
])('%s broken by %d rows reads as a sentence', (id, count, sentence) => {
  const expectation = expectationsOf(contractShape.parse(contract)).find((one) => one.id === id)!;
  expect(describe(expectation, { count })).toBe(sentence);
});

it.each([
  ['file.missing_columns', { count: 1, detail: 'id' }, 'column id is missing'],
  ['file.missing_columns', { count: 2, detail: 'id, status' }, '2 columns are missing: id, status'],
  ['file.missing_columns', { count: 0 }, 'every column of the contract is present'],
  [
    'code.pattern',
    { count: 0, skipped: 'the file has no column "code"' },
    'code matches AB\\d{4}: not checked, the file has no column "code"',
  ],
  ['table.rows', { count: 1, detail: '0 rows' }, 'the file has 0 rows; expected at least 1 row'],
])('%s: what is, not what was expected: %j', (id, found, sentence) => {
  const expectation = expectationsOf(contractShape.parse(contract)).find((one) => one.id === id)!;
  expect(describe(expectation, found)).toBe(sentence);
});
