import type { ContractInput } from '@sightglass/model/contract';
import { describe, expect, it } from 'vitest';
import { broken, checkText } from '../../testing/check-text.ts';
import { readContract } from './contract/read-contract.ts';

const text = 'id,status,shipped_at,price\n1,shipped,,5\n2,open,,-1\n3,shipped,2026-01-01,-2\n4,,,-3\n5,shipped,,0\n';
const shipped = 'status == "shipped"';
const contractOf = (rules: object, table: ContractInput['table'] = {}): ContractInput => ({
  columns: [
    { name: 'id', type: 'integer' },
    { name: 'status' },
    { name: 'shipped_at', type: 'date', ...rules },
    { name: 'price', type: 'number', ...('price' in rules ? (rules.price as object) : {}) },
  ].map((column) => Object.fromEntries(Object.entries(column).filter(([key]) => key !== 'price'))) as never,
  table,
});

describe('an expectation with a condition', () => {
  it.each([
    ['required', contractOf({ required: { when: shipped } }), ['shipped_at.not_null', 'fail', 2, 2, 6]],
    ['min', contractOf({ price: { min: { value: 0, when: shipped } } }), ['price.min', 'fail', 1, 4]],
    [
      'a column after it',
      contractOf({ required: { when: 'price < 5.0', warn: 0, error: 'never' } }),
      ['shipped_at.not_null', 'warn', 3, 3, 5, 6],
    ],
    [
      'an expression',
      contractOf({}, { expressions: [{ name: 'priced', when: shipped, expression: 'price > 0' }] }),
      ['row.priced', 'fail', 2, 4, 6],
    ],
    [
      'null in an expression',
      contractOf({}, { expressions: [{ name: 'sent', expression: `status != "shipped" || shipped_at != null` }] }),
      ['row.sent', 'fail', 2, 2, 6],
    ],
    [
      'null in a condition',
      contractOf({ required: { when: 'null != status' } }),
      ['shipped_at.not_null', 'fail', 3, 2, 3, 6],
    ],
  ])('judges only rows for which it holds: %s', async (_, contract, expected) => {
    const { report, rejects } = await checkText(text, contract);
    expect(broken(report)).toEqual([expected]);
    if (expected[1] === 'fail') expect(rejects?.trim().split('\n')).toHaveLength(Number(expected[2]) + 1);
  });

  it('says so', async () => {
    const { report } = await checkText(text, contractOf({ required: { when: shipped } }));
    expect(report.results.find(({ status }) => status === 'fail')?.message).toBe(
      'shipped_at has no value in 2 rows where status == "shipped"',
    );
  });

  it('is not checked in a file without the column the condition is about', async () => {
    const contract: ContractInput = {
      columns: [{ name: 'id' }, { name: 'status', required: false }, { name: 'at', required: { when: shipped } }],
    };
    const { report } = await checkText('id,at\n1,\n', contract);
    expect(broken(report)).toEqual([['at.not_null', 'skip', 0]]);
  });

  it('is refused where the condition cannot be read', () => {
    expect(() => readContract(contractOf({ required: { when: 'status ==' } }))).toThrow(/expression "status =="/u);
    expect(() => readContract(contractOf({ required: { when: 'statsu == "a"' } }))).toThrow(/statsu/u);
  });
});
