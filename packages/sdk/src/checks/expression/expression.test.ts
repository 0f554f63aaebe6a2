import type { ContractInput } from '@sightglass/model/contract';
import { describe, expect, it } from 'vitest';
import { broken, checkText } from '../../../testing/check-text.ts';
import { contractIn } from '../contract/read-contract.ts';

const columns: ContractInput['columns'] = [
  { name: 'net', type: 'number' },
  { name: 'tax', type: 'number' },
  { name: 'gross', type: 'number' },
  { name: 'name' },
  { name: 'sent', type: 'date' },
];
const text = [
  'net,tax,gross,name,sent',
  '0.1,0.2,0.3,Jörg,2026-01-02',
  '9007199254740992,1,9007199254740993,x,2026-01-01',
  '9007199254740992,0,9007199254740993,,',
  '1,,2,ab,2025-12-31',
].join('\n');

const brokenBy = async (one: object, own = columns): Promise<number[]> => {
  const { report } = await checkText(text, {
    columns: own,
    table: { expressions: [{ name: 'x', expression: 'true', ...one }] },
  });
  return broken(report).flatMap(([, , , ...lines]) => lines);
};

describe('an expression', () => {
  it.each([
    ['net + tax == gross', [4]],
    ['net * 3.0 == gross', [3, 4, 5]],
    ['net != gross', []],
    ['net == gross', [2, 3, 4, 5]],
    ['net / 3 * 3 == net', []],
    ['abs(gross - net) < 0.5', [3, 4, 5]],
    ['round(net / 3, 2) == 0.03', [3, 4, 5]],
    ['-net < 0', []],
    ['tax in [1, 0]', [2]],
    ['net > 0 and not (tax = 5)'.replace('=', '=='), []],
    ['net < 5 OR tax < 1', [3]],
    ['tax is not null', [5]],
    ['name IS NULL or length(name) < 4', [2]],
    ['name != "a and b is null"', []],
    ['size(name) == 4', [3, 5]],
    ['sent >= date("2026-01-01")', [5]],
    ['sent.getFullYear() == 2026', [5]],
    ['net > 1 ? tax > 0 : true', [4]],
    ['string(net) != "0.1"', [2]],
    ['gross % 2 == 1', [2, 5]],
  ])('%s', async (expression, lines) => {
    expect(await brokenBy({ expression })).toEqual(lines);
  });

  it.each([
    ['as a rule', { expression: 'tax >= 0' }, []],
    ['where it is stated', { expression: 'tax >= 0', nulls: 'fail' }, [5]],
    ['within its condition', { expression: 'tax >= 0', nulls: 'fail', when: 'name == "x"' }, []],
  ])('over no value passes, or not: %s', async (_, one, lines) => {
    expect(await brokenBy(one)).toEqual(lines);
  });

  it('has the digits of numbers that are not written with a point', async () => {
    const own: ContractInput = {
      format: { decimal: ',', group: '.' },
      columns: [
        { name: 'a', type: 'number' },
        { name: 'b', type: 'number' },
      ],
      table: { expressions: [{ name: 'x', expression: 'a + 0.2 == b' }] },
    };
    const { report } = await checkText('a;b\n1.000,1;1.000,3\n1.000,1;1.000,4\n', own);
    expect(broken(report)).toEqual([['row.x', 'fail', 1, 3]]);
  });

  it.each([
    [
      'net + == gross',
      'c.yaml:1:84: expression "net + == gross": Unexpected token: EQ\n\n>    1 | net + == gross\n               ^',
    ],
    ['net > "a"', 'c.yaml:1:84: expression "net > \\"a\\"": no such overload: number > string'],
    ['net and', 'c.yaml:1:84: expression "net and": Unexpected token: EOF'],
    ['net + 1', 'is a number and must be true or false'],
  ])('that cannot be used shows where: %s', (expression, message) => {
    const yaml = `{columns: [{name: net, type: number}], table: {expressions: [{name: a, expression: '${expression}'}]}}`;
    expect(() => contractIn(yaml, 'c.yaml')).toThrow(message.replaceAll('\\"', '"'));
  });
});
