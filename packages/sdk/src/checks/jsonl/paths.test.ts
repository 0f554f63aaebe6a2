import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ContractInput } from '@sightglass/model/contract';
import { describe, expect, it } from 'vitest';
import { times } from '../../../../../test/times.ts';
import { broken, checkText } from '../../../testing/check-text.ts';
import { contractIn } from '../contract/read-contract.ts';
import { stepsOf, valuesAt } from './path.ts';

const lines = (...rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const text = lines(
  {
    id: 1,
    customer: { email: 'ann@example.org', age: 30 },
    items: [
      { sku: 'A1', n: 2 },
      { sku: 'B2', n: 1 },
    ],
    tags: ['x'],
  },
  { id: 2, customer: { email: 'nobody', age: 30 }, items: [], tags: [] },
  { id: 3, customer: {}, items: [{ sku: 'a', n: 0 }, { sku: 'b', n: -1 }, {}], tags: ['x', 'toolong'] },
  { id: 4, items: 'none' },
);

const contract: ContractInput = {
  columns: [
    { name: 'id', type: 'integer' },
    { name: 'customer.email', format: 'email', required: true, pii: true },
    { name: 'customer.age', type: 'integer', unique: true },
    { name: 'items[].sku', pattern: '[A-Z].*', required: true },
    { name: 'items[].n', type: 'integer', min: 0 },
    { name: 'tags[]', maxLength: 3 },
  ],
  table: { expressions: [{ name: 'old', expression: 'customer.age > 30 or id < 2' }] },
};

describe('columns within JSON', () => {
  it('are judged as others are, and values of arrays each for the row they are in', async () => {
    const { report, rejects } = await checkText(text, contract, { name: 'in.jsonl' });
    expect(broken(report)).toEqual([
      ['customer.email.not_null', 'fail', 2, 3, 4],
      ['customer.email.format', 'fail', 1, 2],
      ['customer.age.unique', 'fail', 1, 2],
      ['items[].sku.not_null', 'fail', 1, 3],
      ['items[].sku.pattern', 'fail', 1, 3],
      ['items[].n.min', 'fail', 1, 3],
      ['tags[].max_length', 'fail', 1, 3],
      ['row.old', 'fail', 1, 2],
    ]);
    expect(
      rejects
        ?.split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { _line: number })._line),
    ).toEqual([2, 3, 4]);
    expect(report.rejected).toBe(3);
  });

  it('have profiles, and show no personal data wherever it is', async () => {
    const { report, rejects } = await checkText(text, contract, { name: 'in.jsonl', maskPii: true });
    const profiles = Object.fromEntries(report.columns.map(({ name, nulls, distinct }) => [name, [nulls, distinct]]));
    expect(profiles).toMatchObject({
      'items[].sku': [1, 4],
      'items[].n': [1, 4],
      'tags[]': [0, 2],
      'customer.age': [2, 1],
    });
    for (const told of [rejects, JSON.stringify(report)]) expect(told).not.toMatch(/nobody|example\.org/u);
    expect(rejects).toContain('"customer":{"email":"***","age":30}');
  });

  it('that the file lacks are missing, and what they lead through is not unexpected', async () => {
    const { report } = await checkText(
      lines({ a: { b: 1 } }, { b: 1, c: [] }),
      {
        columns: [{ name: 'a.b' }, { name: 'a.c' }, { name: 'c[].b' }, { name: 'b' }],
      },
      { name: 'in.jsonl' },
    );
    expect(broken(report)).toEqual([['file.missing_columns', 'fail', 1]]);
    expect(report.results.find(({ status }) => status === 'fail')?.message).toBe('column a.c is missing');
  });

  it('are found when they come late, and a key of the name counts before the path', async () => {
    const early = Array.from({ length: 200 }, (_, id) => ({ id }));
    const rows = lines(...early, { id: 1, deep: { er: { n: 7 } } }, { id: 2, 'deep.er.n': 5, deep: { er: { n: 8 } } });
    const own = { columns: [{ name: 'id' }, { name: 'deep.er.n', type: 'integer', max: 6 }] } satisfies ContractInput;
    const { report } = await checkText(rows, own, { name: 'in.jsonl' });
    expect(broken(report)).toEqual([['deep.er.n.max', 'fail', 1, 201]]);
  });

  it('are those of a CSV file with such a header as they stand there', async () => {
    const own: ContractInput = { columns: [{ name: 'a.b' }, { name: 'items[].sku', pattern: 'x' }] };
    const { report } = await checkText('a.b,items[].sku\n1,x\n2,y\n', own);
    expect(broken(report)).toEqual([['items[].sku.pattern', 'fail', 1, 3]]);
  });

  it('are read from nested Parquet, too', async () => {
    const optional = { repetition_type: 'OPTIONAL' } as const;
    const bytes = parquetWriteBuffer({
      columnData: [{ name: 'doc', data: [1, 5].map((a) => ({ a, l: [{ x: 1 }, { x: a + 1 }] })) }],
      schema: [
        { name: 'root', num_children: 1 },
        { name: 'doc', num_children: 2, ...optional },
        { name: 'a', type: 'INT32', ...optional },
        { name: 'l', num_children: 1, converted_type: 'LIST', ...optional },
        { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
        { name: 'element', num_children: 1, ...optional },
        { name: 'x', type: 'INT32', ...optional },
      ],
    });
    const own: ContractInput = {
      columns: [
        { name: 'doc.a', type: 'integer', max: 4 },
        { name: 'doc.l[].x', type: 'integer', max: 4 },
      ],
    };
    const { report } = await checkText(new Uint8Array(bytes), own, { name: 'in.parquet' });
    expect(broken(report)).toEqual([
      ['doc.a.max', 'fail', 1, 2],
      ['doc.l[].x.max', 'fail', 1, 2],
    ]);
  });

  it('are the same in several threads, with arrays of any length', async () => {
    const long = Array.from({ length: 40_000 }, (_, n) => ({ sku: `A${n}`, n }));
    const rows = Array.from({ length: 20 }, (_, id) => ({
      id,
      items: id === 7 ? [...long, { sku: 'z', n: -1 }] : long.slice(0, 5000),
    }));
    const own: ContractInput = {
      columns: [
        { name: 'id' },
        { name: 'items[].sku', pattern: '[A-Z].*' },
        { name: 'items[].n', type: 'integer', min: 0 },
      ],
    };
    for (const threads of [1, 2]) {
      const { report } = await checkText(lines(...rows), own, { name: 'in.jsonl', threads });
      expect(broken(report)).toEqual([
        ['items[].sku.pattern', 'fail', 1, 8],
        ['items[].n.min', 'fail', 1, 8],
      ]);
    }
  });

  it.each([
    ['{name: "a[].b", unique: ¦true}', '', 'column "a[].b" is within an array; unique is about values of rows'],
    [
      '{name: "a[].b", min: ¦{value: 1, when: c == 1}, type: integer}, {name: c, type: integer}',
      '',
      'column "a[].b" is within an array; when is',
    ],
    [
      '{name: "a[].b", type: integer}',
      'expressions: [{name: x, expression: ¦a___b == 1}]',
      'column "a[].b" is within an array; an expression',
    ],
    [
      '{name: "a[].b", type: integer}',
      'aggregates: [¦{aggregate: sum, column: "a[].b", max: 1}]',
      'column "a[].b" is within an array; an aggregate',
    ],
    [
      '{name: "a[].b"}',
      'references: [¦{column: "a[].b", file: f.csv}]',
      'column "a[].b" is within an array; a reference',
    ],
  ])('within arrays have no rules about rows: %s %s', (columns, table, message) => {
    const yaml = `table: {${table}}\ncolumns: [${columns}]\n`;
    const line = yaml.split('\n').findIndex((one) => one.includes('¦'));
    const position = `c.yaml:${line + 1}:${yaml.split('\n')[line]!.indexOf('¦') + 1}: `;
    expect(() => contractIn(yaml.replace('¦', ''), 'c.yaml')).toThrow(position + message);
  });
});

it('a path leads to each value of arrays within arrays', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer())), (all) => {
      const row = { a: all.map((inner) => ({ b: inner.map((c) => ({ c })) })) };
      expect(valuesAt(row, stepsOf('a[].b[].c'))).toEqual(all.flat());
      expect(valuesAt({ a: all }, stepsOf('a[][]'))).toEqual(all.flat());
    }),
    { numRuns: times(50) },
  );
});
