import { expectationsOf, contractShape, type ContractInput } from '@sightglass/model/contract';
import { expect, it } from 'vitest';
import { describe } from './describe.ts';

const contract: ContractInput = {
  columns: [{ name: 'code', pattern: 'AB\\d{4}', minLength: 1 }],
  table: { rows: { min: 1 }, duplicates: 'fail' },
};

it.each([
  ['row.nul', 1, 'no NUL bytes: not so in 1 row'],
  ['row.quotes', 2, 'quoted fields are closed: not so in 2 rows'],
  ['row.width', 2500, 'rows have as many fields as the header: not so in 2,500 rows'],
  ['row.duplicate', 1, 'no row is there twice: not so in 1 row'],
  ['code.pattern', 18, 'code matches AB\\d{4}: not so in 18 rows'],
  ['code.min_length', 0, 'code has at least 1 character'],
  ['table.rows', 0, 'at least 1 row'],
])('%s broken by %d rows reads as a sentence', (id, count, sentence) => {
  const expectation = expectationsOf(contractShape.parse(contract)).find((one) => one.id === id)!;
  expect(describe(expectation, count)).toBe(sentence);
});
