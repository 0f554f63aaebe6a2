import type { ContractInput } from '@sightglass/model/contract';
import { describe, expect, it } from 'vitest';
import { checkText } from '../../../testing/check-text.ts';
import { contractIn } from '../contract/read-contract.ts';

type Aggregate = NonNullable<NonNullable<ContractInput['table']>['aggregates']>[number];

const columns: NonNullable<ContractInput['columns']> = [
  { name: 'journal' },
  { name: 'debit', type: 'number' },
  { name: 'credit', type: 'number' },
  { name: 'day', type: 'date' },
];
const text = [
  'journal,debit,credit,day',
  'A,0.1,,2026-01-01',
  'A,0.2,,2026-01-02',
  'A,,0.3,2026-01-03',
  'B,5,5.01,',
  ',0,0,2026-01-01',
].join('\n');

const judged = async (one: Aggregate, own: ContractInput = {}, content = text, name = 'in.csv') => {
  const contract = { columns, ...own, table: { ...own.table, aggregates: [one] } };
  const { report } = await checkText(content, contract, { name });
  const { status, message, count } = report.results.find(({ expectation }) => expectation.startsWith('table.'))!;
  const found = report.results.findLast(({ expectation }) => expectation.startsWith('table.')) ?? {
    status,
    message,
    count,
  };
  return [found.status, found.count, found.message];
};

describe('an aggregate', () => {
  const cases: readonly (readonly [Aggregate, 'pass' | 'fail' | 'warn', number, string])[] = [
    [{ aggregate: 'sum', column: 'debit', equals: 5.3 }, 'pass', 0, 'the sum of debit is 5.3: 5.3'],
    [{ aggregate: 'sum', column: 'debit', equals: 5.31 }, 'fail', 1, 'the sum of debit is 5.3; expected 5.31'],
    [
      { aggregate: 'sum', column: 'debit', equals: 5.31, tolerance: 0.01 },
      'pass',
      0,
      'the sum of debit is 5.31 within 0.01: 5.3',
    ],
    [
      { aggregate: 'sum', column: 'debit', equals: 5.31, tolerance: '0.1%' },
      'fail',
      1,
      'the sum of debit is 5.3; expected 5.31 within 0.1%',
    ],
    [
      { aggregate: 'sum', column: 'debit', equals: { aggregate: 'sum', column: 'credit' } },
      'fail',
      1,
      'the sum of debit is 5.3; expected the sum of credit: 5.31',
    ],
    [
      { aggregate: 'sum', column: 'debit', equals: { aggregate: 'sum', column: 'credit' }, by: ['journal'] },
      'fail',
      1,
      'the sum of debit is not the sum of credit in 1 group by journal: "B" 5 and not 5.01',
    ],
    [
      { aggregate: 'count', by: ['journal'], max: 2, when: 'debit is not null and debit >= 0' },
      'pass',
      0,
      'the number of rows by journal is at most 2 where debit is not null and debit >= 0: 3 groups',
    ],
    [
      { aggregate: 'count', by: ['journal'], min: 2 },
      'fail',
      2,
      'the number of rows is not at least 2 in 2 groups by journal: "B" 1; no value 1',
    ],
    [
      { aggregate: 'count', by: ['journal'], min: 2, error: '70%' },
      'warn',
      2,
      'the number of rows is not at least 2 in 2 groups by journal: "B" 1; no value 1',
    ],
    [{ aggregate: 'count', equals: 5 }, 'pass', 0, 'the number of rows is 5: 5'],
    [{ aggregate: 'count', column: 'debit', equals: 5 }, 'fail', 1, 'the number of rows with debit is 4; expected 5'],
    [
      { aggregate: 'mean', column: 'debit', min: 1.325, max: 1.325 },
      'pass',
      0,
      'the mean of debit is 1.325 to 1.325: 1.325',
    ],
    [
      { aggregate: 'mean', column: 'debit', max: 1.3249 },
      'fail',
      1,
      'the mean of debit is 1.325; expected at most 1.3249',
    ],
    [
      { aggregate: 'min', column: 'day', min: '2026-01-01' },
      'pass',
      0,
      'the least day is at least 2026-01-01: 2026-01-01',
    ],
    [
      { aggregate: 'max', column: 'day', max: '2026-01-02' },
      'fail',
      1,
      'the greatest day is 2026-01-03; expected at most 2026-01-02',
    ],
    [{ aggregate: 'distinct', column: 'journal', equals: 2 }, 'pass', 0, 'the number of different journal is 2: 2'],
    [
      { aggregate: 'distinct', column: 'debit', by: ['journal'], max: 1 },
      'fail',
      1,
      'the number of different debit is not at most 1 in 1 group by journal: "A" 2',
    ],
    [
      { aggregate: 'nulls', column: 'day', max: 0 },
      'fail',
      1,
      'the number of rows without day is 1; expected at most 0',
    ],
    [
      { aggregate: 'nullShare', column: 'day', max: '20%' },
      'pass',
      0,
      'the share of rows without day is at most 20%: 20%',
    ],
    [
      { aggregate: 'nullShare', column: 'credit', max: '39.9%' },
      'fail',
      1,
      'the share of rows without credit is 40%; expected at most 39.9%',
    ],
    [
      { aggregate: 'sum', column: 'debit', max: 1, when: 'journal == "A"' },
      'pass',
      0,
      'the sum of debit is at most 1 where journal == "A": 0.3',
    ],
    [
      { aggregate: 'sum', column: 'debit', min: 1, when: 'journal == "A"' },
      'fail',
      1,
      'the sum of debit where journal == "A" is 0.3; expected at least 1',
    ],
    [
      { aggregate: 'count', by: ['journal'], max: 1, when: 'debit > 0' },
      'fail',
      1,
      'the number of rows where debit > 0 is not at most 1 in 1 group by journal: "A" 2',
    ],
    [{ aggregate: 'sum', column: 'debit', max: 1, warn: 0 }, 'warn', 1, 'the sum of debit is 5.3; expected at most 1'],
  ];
  it.each(cases)('%j', async (one, status, count, message) => {
    expect(await judged(one)).toEqual([status, count, message]);
  });

  it('keeps groups of personal data to itself', async () => {
    const own = columns.map((column) => (column.name === 'journal' ? { ...column, pii: true } : column));
    const [, , message] = await judged({ aggregate: 'count', by: ['journal'], max: 2 }, { columns: own });
    expect(message).toBe('the number of rows is not at most 2 in 1 group by journal: "*" 3');
  });

  it('is the same in one thread and in several, over many blocks', async () => {
    const rows = Array.from({ length: 150_000 }, (_, row) => `${row % 7},0.1,${row},2026-01-01`);
    const contract: ContractInput = {
      columns,
      table: {
        aggregates: [
          { aggregate: 'sum', column: 'debit', equals: 15000 },
          { aggregate: 'distinct', column: 'credit', equals: 150_000 },
          { aggregate: 'distinct', column: 'credit', by: ['journal'], min: 21_428, max: 21_429 },
          { aggregate: 'max', column: 'credit', equals: 149_999 },
          { aggregate: 'count', by: ['journal'], min: 21_428, max: 21_429 },
        ],
      },
    };
    const content = `journal,debit,credit,day\n${rows.join('\n')}\n`;
    for (const threads of [1, 2]) {
      const { report } = await checkText(content, contract, { threads, profiles: false });
      expect(report.results.filter(({ status }) => status !== 'pass')).toEqual([]);
    }
  });

  it('counts what cannot be read, and all rows of the file', async () => {
    const content = 'journal,debit,credit,day\nA,1,1,\nA,x,1,\nA,1\n';
    expect(await judged({ aggregate: 'sum', column: 'debit', equals: 3 }, {}, content)).toEqual([
      'fail',
      1,
      'the sum of debit is 1; expected 3 (1 value could not be read)',
    ]);
    expect((await judged({ aggregate: 'count', equals: 3 }, {}, content))[0]).toBe('pass');
  });

  it.each([
    [
      { aggregate: 'mean', column: 'debit', max: 1 },
      'the mean of debit is not known, as no row has a value; expected at most 1',
    ],
    [
      { aggregate: 'max', column: 'debit', max: 1, by: ['journal'] },
      'the greatest debit is not at most 1 in 1 group by journal: "A" not known, as no row has a value',
    ],
    [
      { aggregate: 'max', column: 'credit', equals: { aggregate: 'max', column: 'debit' } },
      'the greatest credit is 3, and the greatest debit is not known, as no row has a value',
    ],
    [
      { aggregate: 'max', column: 'credit', equals: { aggregate: 'max', column: 'debit' }, by: ['journal'] },
      'the greatest credit is not the greatest debit in 1 group by journal: "A" 3 and the other not known, as no row has a value',
    ],
  ] satisfies [Aggregate, string][])('of rows without a value is not as expected: %j', async (one, words) => {
    expect(await judged(one, {}, 'journal,debit,credit,day\nA,,1,\nA,,3,\n')).toEqual(['fail', 1, words]);
  });

  it.each([
    [{ aggregate: 'mean', column: 'debit', max: 1, when: 'journal == "B"' }, 'no row that counts has a "debit"'],
    [
      { aggregate: 'max', column: 'debit', equals: { aggregate: 'max', column: 'credit' } },
      'no row that counts has a "debit"',
    ],
    [{ aggregate: 'count', min: 1, by: ['journal'], when: 'journal == "B"' }, 'no row counts'],
  ] satisfies [Aggregate, string][])('of nothing is not judged: %j', async (one, words) => {
    const [status, , message] = await judged(one, {}, 'journal,debit,credit,day\nA,,,\n');
    expect([status, message]).toEqual(['skip', expect.stringMatching(new RegExp(`: not checked, ${words}$`, 'u'))]);
  });

  it('by so many groups that they are not counted is not as expected', async () => {
    const rows = Array.from({ length: 100_001 }, (_, row) => `${row},1,1,`).join('\n');
    const one: Aggregate = {
      aggregate: 'sum',
      column: 'debit',
      equals: { aggregate: 'sum', column: 'credit' },
      by: ['journal'],
    };
    expect(await judged(one, {}, `journal,debit,credit,day\n${rows}\n`)).toEqual([
      'fail',
      1,
      'the sum of debit is not known: there are more than 100000 groups of journal',
    ]);
  });

  it('of a file without the column, or of rejected rows, is not judged', async () => {
    const one: Aggregate = { aggregate: 'sum', column: 'debit', equals: 3 };
    expect((await judged(one, {}, 'journal\nA\n'))[2]).toMatch(/not checked, the file has no column "debit"$/u);
    const { rejects } = await checkText('journal,debit,credit,day\nA,x,,\n', { columns });
    expect((await judged(one, {}, rejects))[2]).toMatch(/not checked, these are rejected rows/u);
  });
});

describe('a trailer', () => {
  const rules: ContractInput = { format: { trailer: { begins: 'T' } } };
  const count: Aggregate = { aggregate: 'count', equals: { trailer: 2 } };
  const sum: Aggregate = { aggregate: 'sum', column: 'debit', equals: { trailer: 3 } };
  const file = (last: string) => `journal,debit,credit,day\nA,0.1,1,\nA,0.2,1,\n${last}`;

  it.each([
    [count, 'T,2,0.30\n', 'pass', 'the number of rows is that of the trailer: 2'],
    [count, 'T,3,0.30', 'fail', 'the number of rows is 2; the trailer says 3'],
    [sum, 'T,2,0.30\r\n\r\n', 'pass', 'the sum of debit is that of the trailer: 0.3'],
    [sum, 'T,2,0.31\n', 'fail', 'the sum of debit is 0.3; the trailer says 0.31'],
    [{ ...sum, tolerance: 0.01 }, 'T,2,0.31\n', 'pass', 'the sum of debit is that of the trailer within 0.01: 0.3'],
    [sum, 'T,2\n', 'fail', 'the trailer has no field 3'],
    [sum, 'T,2,"abc"\n', 'fail', 'field 3 of the trailer is "abc" and no number'],
    [{ ...sum, equals: { trailer: 'credit' } }, 'T,2,0.3\n', 'pass', 'the sum of debit is that of the trailer: 0.3'],
    [sum, '', 'skip', 'the sum of debit is that of the trailer: not checked, the file has no trailer'],
  ] as const)('%j of %j: %s', async (one, last, status, message) => {
    const [found, , words] = await judged(one, rules, file(last));
    expect([found, words]).toEqual([status, message]);
  });

  it('is no row, and must be there unless it is not required', async () => {
    const { report } = await checkText(file('T,2,0.3\n'), { columns, ...rules });
    expect([report.status, report.rows, report.lines]).toEqual(['pass', 2, 4]);
    const without = await checkText(file(''), { columns, ...rules });
    expect(without.report.results.find(({ status }) => status === 'fail')).toMatchObject({
      expectation: 'file.trailer',
      message: 'the last line is not a trailer, which begins with "T"; the file may be cut off',
    });
    const free = await checkText(file(''), { columns, format: { trailer: { begins: 'T', required: false } } });
    expect(free.report.status).toBe('pass');
  });

  it('may be written as the columns are, be told by a pattern, and end JSON lines', async () => {
    const german: ContractInput = {
      format: { decimal: ',', group: '.', delimiter: ';', trailer: { matches: String.raw`\d+;[\d.,]+` } },
      columns: [{ name: 'a' }, { name: 'b', type: 'number' }],
    };
    const own: Aggregate = { aggregate: 'sum', column: 'b', equals: { trailer: 2 } };
    expect((await judged(own, german, 'a;b\nx;1.000,10\ny;0,20\n2;1.000,30\n'))[0]).toBe('pass');
    const lines = '{"b":0.1}\n{"b":0.2}\n{"end":true,"n":2,"b":0.30}\n';
    const json: ContractInput = { format: { trailer: { begins: '{"end"' } }, columns: [{ name: 'b', type: 'number' }] };
    expect((await judged({ ...own, equals: { trailer: 'b' } }, json, lines, 'in.jsonl'))[0]).toBe('pass');
    expect((await judged({ aggregate: 'count', equals: { trailer: 'n' } }, json, lines, 'in.jsonl'))[0]).toBe('pass');
  });
});

describe('an aggregate that cannot be used', () => {
  it.each([
    ['{aggregate: ¦sum, equals: 1}', 'sum is of a column; name it with column'],
    ['{aggregate: sum, column: ¦x, equals: 1}', 'there is no column "x" in the contract; it has a, n'],
    ['{aggregate: sum, column: ¦a, equals: 1}', 'sum needs a column of numbers, and "a" is string; declare its type'],
    ['{aggregate: min, column: ¦a, min: 1}', 'min needs a column of numbers, dates or times, and "a" is string'],
    ['¦{aggregate: sum, column: n}', 'sum has nothing to be compared with; write min, max or equals'],
    ['{aggregate: sum, column: n, max: ¦abc}', 'max is "abc", which sum is never'],
    ['{aggregate: count, min: ¦3, max: 2}', 'min 3 is above the 2 that is the most'],
    ['{aggregate: count, equals: ¦{trailer: 2}}', 'equals is of the trailer; write format.trailer'],
    ['{aggregate: count, equals: ¦{}}', 'equals is either a field of the trailer (trailer) or another'],
    ['{aggregate: count, max: 1, tolerance: ¦1}', 'tolerance is about equals, which is not there'],
    ['{aggregate: count, max: 1, by: [¦x]}', 'there is no column "x"'],
    ['{aggregate: count, max: 1, when: ¦n >}', 'expression "n >": Unexpected token: EOF'],
    ['{aggregate: count, max: 1}, ¦{aggregate: count, min: 1}', 'there are two aggregates "count"; give each its own'],
    ['{aggregate: ¦total, max: 1}', 'table.aggregates.0.aggregate: "total" is not known'],
    ['{aggregate: count, max: 1, warn: ¦2, error: 1}', 'warn 2 is beyond error 1'],
    ['{aggregate: count, ¦maximum: 1}', 'table.aggregates.0: unknown key "maximum"'],
  ])('%s', (one, message) => {
    const line = `  aggregates: [${one.replace('¦', '')}]`;
    const yaml = `columns: [{name: a}, {name: n, type: integer}]\ntable:\n${line}\n`;
    const place = `c.yaml:3:${'  aggregates: ['.length + one.indexOf('¦') + 1}: `;
    expect(() => contractIn(yaml, 'c.yaml')).toThrow(place + message);
  });

  it.each([
    ['{}', '1:19: trailer: write how the last line begins (begins) or what it matches (matches)'],
    ['{matches: "("}', '1:29: trailer: Invalid regular expression'],
  ])('nor a trailer that cannot be found: %s', (trailer, message) => {
    expect(() => contractIn(`format: {trailer: ${trailer}}\n`, 'c.yaml')).toThrow(message);
  });
});
