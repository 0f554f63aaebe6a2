import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContractInput } from '@sightglass/model/contract';
import { describe, expect, it } from 'vitest';
import { planContract } from './plan-contract.ts';
import { broken, checkText } from '../../testing/check-text.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

type Columns = NonNullable<ContractInput['columns']>;
type FailedExpectation = readonly [string, string, number, ...number[]];

const values = (name: string, ...lines: string[]): string => `${[name, ...lines].join('\n')}\n`;

const columnCases: readonly (readonly [Columns[number], readonly string[], readonly FailedExpectation[]])[] = [
  [{ name: 'n', type: 'integer' }, ['1', '-2', '+3', '1.5', '', '1e3', '-'], [['n.type', 'fail', 3, 5, 7, 8]]],
  [
    { name: 'n', type: 'number' },
    ['1', '-2.5', '.5', '1e-3', 'NaN', '"1,5"', '0x10'],
    [['n.type', 'fail', 3, 6, 7, 8]],
  ],
  [
    { name: 'n', type: 'number', min: 0, max: 1 },
    ['0', '1', '-0.1', '1.0001'],
    [
      ['n.min', 'fail', 1, 4],
      ['n.max', 'fail', 1, 5],
    ],
  ],
  [{ name: 'b', type: 'boolean' }, ['true', 'F', '0', 'maybe'], [['b.type', 'fail', 1, 5]]],
  [
    { name: 'd', type: 'date' },
    ['2024-02-29', '2023-02-29', '2024-13-01', '24-01-01'],
    [['d.type', 'fail', 3, 3, 4, 5]],
  ],
  [
    { name: 'd', type: 'date', format: '%d.%m.%Y', max: '31.12.2024' },
    ['01.02.2024', '1.2.2024', '30.02.2024', '01.01.2025'],
    [
      ['d.type', 'fail', 1, 4],
      ['d.max', 'fail', 1, 5],
    ],
  ],
  [{ name: 't', type: 'time' }, ['00:00', '23:59:60.5', '24:00', '1:00'], [['t.type', 'fail', 2, 4, 5]]],
  [
    { name: 't', type: 'timestamp', min: '2024-01-01T00:00Z' },
    ['2024-01-01T00:30:00+01:00', '2024-01-01 00:00', '2024-01-01T25:00:00', '2024-01-01T00:00:00.123Z'],
    [
      ['t.type', 'fail', 1, 4],
      ['t.min', 'fail', 1, 2],
    ],
  ],
  [{ name: 'd', type: 'date' }, ['0001-01-01', '0000-01-01', '0000-02-29'], [['d.type', 'fail', 2, 3, 4]]],
  [{ name: 't', type: 'timestamp' }, ['0001-01-01T00:00:00Z', '0000-12-31T00:00:00Z'], [['t.type', 'fail', 1, 3]]],
  [{ name: 'd', type: 'date', format: '%d.%m.%Y' }, ['01.01.0001', '01.01.0000'], [['d.type', 'fail', 1, 3]]],
  [{ name: 'u', type: 'uuid' }, ['0199b2c4-0000-7000-8000-000000000000', 'x'], [['u.type', 'fail', 1, 3]]],
  [
    { name: 's', minLength: 2, maxLength: 3 },
    ['ä', 'äö', 'äöü', 'äöüß'],
    [
      ['s.min_length', 'fail', 1, 2],
      ['s.max_length', 'fail', 1, 5],
    ],
  ],
  [{ name: 's', pattern: 'a+' }, ['aa', 'ab', ''], [['s.pattern', 'fail', 1, 3]]],
  [{ name: 's', allowed: ['a', 1] }, ['a', '1', 'b'], [['s.allowed', 'fail', 1, 4]]],
  [{ name: 's', nullable: false }, ['a', '""'], [['s.not_null', 'fail', 1, 3]]],
  [{ name: 's', unique: true }, ['a', '', '""', 'a'], [['s.unique', 'fail', 1, 5]]],
  [
    { name: 'n', type: 'number', unique: true },
    ['1', '1.0', '1.5', '15e-1', '0', '-0', '01'],
    [['n.unique', 'fail', 4, 3, 5, 7, 8]],
  ],
  [
    { name: 'n', type: 'integer', unique: true },
    ['9007199254740992', '9007199254740993', '7', '+7'],
    [['n.unique', 'fail', 1, 5]],
  ],
  [{ name: 's', unique: true }, ['1', '1.0'], []],
  [{ name: 's', pattern: { value: 'a', error: 1 } }, ['a', 'b'], [['s.pattern', 'warn', 1, 3]]],
  [{ name: 's', pattern: { value: 'a', error: '50%' } }, ['a', 'b', 'c'], [['s.pattern', 'fail', 2, 3, 4]]],
  [{ name: 's', pattern: { value: 'a', warn: 1 } }, ['a', 'b'], []],
];

describe('a column', () => {
  it.each(columnCases)('%j', async (column, lines, expected) => {
    const { report } = await checkText(values(column.name, ...lines), { columns: [column] }, { name: 'in.csv' });
    expect(broken(report)).toEqual(expected);
  });

  it('that only warns rejects nothing', async () => {
    const contract = { columns: [{ name: 's', pattern: { value: 'a', warn: 0 } }] };
    const { report, rejects } = await checkText(values('s', 'a', 'b'), contract);
    expect([report.status, report.rejected, rejects]).toEqual(['warn', 0, undefined]);
  });

  it('whose words for no value are declared', async () => {
    const contract: ContractInput = { format: { nulls: ['NA'] }, columns: [{ name: 'n', type: 'integer' }] };
    const { report } = await checkText(values('n', '1', 'NA'), contract);
    expect([report.status, report.columns[0]?.nulls]).toEqual(['pass', 1]);
  });
});

const flights = 'id,from,to,departure,arrival\n';

const tableCases: readonly (readonly [ContractInput['table'], string, readonly FailedExpectation[]])[] = [
  [{ rows: { min: 2 } }, '1,a,b,1,2\n', [['table.rows', 'fail', 1]]],
  [{ rows: { max: 1 } }, '1,a,b,1,2\n2,a,b,1,2\n', [['table.rows', 'fail', 1]]],
  [{ duplicates: 'fail' }, '1,a,b,1,2\n2,a,b,1,2\n1,a,b,1,2\n', [['row.duplicate', 'fail', 1, 4]]],
  [
    { unique: [{ columns: ['from', 'to'] }] },
    '1,a,b,1,2\n2,b,a,1,2\n3,a,b,1,2\n',
    [['row.unique(from+to)', 'fail', 1, 4]],
  ],
  [
    { unique: [{ columns: ['from', 'departure'] }], duplicates: 'fail' },
    '1,a,b,1,2\n1,a,b,01,2\n',
    [['row.unique(from+departure)', 'fail', 1, 3]],
  ],
  [
    { expressions: [{ name: 'lands_later', expression: 'arrival > departure' }] },
    '1,a,b,1,2\n2,a,b,2,1\n3,a,b,,1\n',
    [['row.lands_later', 'fail', 1, 3]],
  ],
  [
    { expressions: [{ name: 'moves', expression: 'from != to && departure * 2 > 1' }] },
    '1,a,b,1,2\n2,a,a,1,2\n',
    [['row.moves', 'fail', 1, 3]],
  ],
];

describe('a table', () => {
  it.each(tableCases)('%j', async (table, rows, expected) => {
    const columns: Columns = [
      { name: 'id', type: 'integer' },
      { name: 'from' },
      { name: 'to' },
      { name: 'departure', type: 'integer' },
      { name: 'arrival', type: 'integer' },
    ];
    const { report } = await checkText(flights + rows, { columns, table });
    expect(broken(report)).toEqual(expected);
  });

  it.each([
    ['2026-11-25T12:00:00Z', 'pass'],
    ['2026-11-25T12:00:01Z', 'fail'],
  ])('is fresh at %s: %s', async (now, status) => {
    const contract: ContractInput = {
      columns: [{ name: 'at', type: 'timestamp' }],
      table: { freshness: { maxAge: '2h', column: 'at' } },
    };
    const { report } = await checkText(values('at', '2026-11-25T09:00:00Z', '2026-11-25T10:00:00Z'), contract, {
      now: new Date(now),
    });
    expect(report.status).toBe(status);
  });

  it('refers to the values of another file', async () => {
    const dir = temporaryFolder();
    await writeFile(join(dir, 'airports.csv'), 'iata;name\na;"A; town"\nb;B\n');
    const reference = (key: string) => ({ references: [{ column: 'to', file: join(dir, 'airports.csv'), key }] });
    const text = `${flights}1,a,b,1,2\n2,a,c,1,2\n3,a,,1,2\n`;
    const { report } = await checkText(text, { table: reference('iata') });
    expect(broken(report)).toEqual([['to.reference', 'fail', 1, 3]]);
    await expect(checkText(text, { table: reference('icao') })).rejects.toThrow(
      /^contract: .*no column "icao"; it has iata, name/u,
    );
    const contractFile = join(dir, 'c.yaml');
    await writeFile(contractFile, 'table:\n  references:\n    - { column: a, file: none.csv, key: k }\n');
    await expect(planContract(contractFile)).rejects.toThrow(
      `${contractFile}:3:26: there is no file ${join(dir, 'none.csv')}`,
    );
  });

  it.each([
    ['departure == 2', [2, 4]],
    ['departure != 2', [3]],
    ['2 == departure', [2, 4]],
    ['departure % 2 == 0', [2, 4]],
    ['departure % arrival == 0', []],
    ['departure in [1, 9]', [3]],
    ['departure in [1.0, 9.5]', [3, 4]],
    ['!(departure in [2])', [3]],
    ['(departure + 1) / 2 == 1.5', [2, 4]],
    ['price == 2', [3, 4]],
    ['price * 2 in [4, 5]', [4]],
  ])('numbers of a column and of an expression go together: %s', async (expression, lines) => {
    const columns: Columns = [
      { name: 'departure', type: 'integer' },
      { name: 'arrival', type: 'integer' },
      { name: 'price', type: 'number' },
    ];
    const text = 'departure,arrival,price\n1,1,2.0\n2,1,2.5\n9,3,0.1\n';
    const { report } = await checkText(text, { columns, table: { expressions: [{ name: 'n', expression }] } });
    expect(broken(report)).toEqual(lines.length === 0 ? [] : [['row.n', 'fail', lines.length, ...lines]]);
  });

  it('an expression about a column the file lacks is not checked; one that only quotes its name is', async () => {
    const expressions = [
      { name: 'later', expression: 'c >= b' },
      { name: 'word', expression: 'b != "c"' },
    ];
    const contract = { columns: [{ name: 'b' }, { name: 'c' }], table: { expressions } };
    const { report } = await checkText('b\nc\n', contract);
    expect(broken(report)).toEqual([
      ['file.missing_columns', 'fail', 1],
      ['row.later', 'skip', 0],
      ['row.word', 'fail', 1, 2],
    ]);
    const skipped = report.results.find(({ expectation }) => expectation === 'row.later');
    expect(skipped?.message).toBe('c >= b: not checked, the file has no column "c"');
  });

  it('an expression that cannot be used shows where', async () => {
    const table = { expressions: [{ name: 'x', expression: 'arival > 1' }] };
    await expect(checkText(`${flights}1,a,b,1,2\n`, { table })).rejects.toThrow('Unknown variable: arival');
  });
});

it('without profiles the same is found', async () => {
  const contract: ContractInput = {
    columns: [
      { name: 'at', type: 'timestamp', unique: true },
      { name: 'word', pattern: 'a.*', allowed: ['a', 'ab'] },
      { name: 'n', type: 'integer', pattern: '..' },
    ],
    table: { freshness: { maxAge: '1h', column: 'at' }, unique: [{ columns: ['word', 'n'] }] },
  };
  const text = 'at,word,n\n2026-11-25T09:00:00Z,a,10\n2026-11-25T09:00:00Z,b,1\n2026-11-25T09:30Z,a,10\n';
  const options = { now: new Date('2026-11-25T11:00:00Z') };
  const [full, bare] = [
    await checkText(text, contract, options),
    await checkText(text, contract, { ...options, profiles: false }),
  ];
  expect(bare.report.columns).toEqual([]);
  expect(bare.report.results).toEqual(full.report.results);
  expect(bare.rejects).toBe(full.rejects);
  expect(bare.report).toMatchObject({ rejected: 2, rejectedByReason: { 'at.unique': 1, 'row.unique(word+n)': 1 } });
});

describe('freshness of values', () => {
  const table = { freshness: { maxAge: '1h', column: 't' } } as const;
  it.each([
    ['timestamp', '2026-11-29T15:30:00Z', 'pass'],
    ['timestamp', '2026-11-29T16:04:00Z', 'pass'],
    ['timestamp', '2027-11-29T15:00:00Z', 'fail'],
    ['timestamp', '2026-11-29T18:00:00Z', 'fail'],
    ['date', '2026-11-30', 'pass'],
    ['date', '2026-12-01', 'fail'],
  ] as const)('of a %s %s: %s', async (type, value, status) => {
    const now = new Date('2026-11-29T16:00:00Z');
    const { report } = await checkText(`t\n${value}\n`, { columns: [{ name: 't', type }], table }, { now });
    const found = report.results.find(({ expectation }) => expectation === 'table.freshness');
    expect(found?.status).toBe(status);
    if (status === 'fail') expect(found?.message).toMatch(/^t is not fresh: its newest value is .*, in the future$/u);
  });

  it.each([
    ['90m', '2026-11-29T14:31:00Z', 'pass'],
    ['90m', '2026-11-29T14:29:00Z', 'fail'],
    ['1.5h', '2026-11-29T14:31:00Z', 'pass'],
    ['1.5h', '2026-11-29T14:29:00Z', 'fail'],
    ['2d', '2026-11-27T16:01:00Z', 'pass'],
    ['2d', '2026-11-27T15:59:00Z', 'fail'],
  ] as const)('at most %s old: %s is a %s', async (maxAge, value, status) => {
    const now = new Date('2026-11-29T16:00:00Z');
    const table = { freshness: { maxAge, column: 't' } };
    const { report } = await checkText(
      `t\n${value}\n`,
      { columns: [{ name: 't', type: 'timestamp' }], table },
      { now },
    );
    expect(report.results.find(({ expectation }) => expectation === 'table.freshness')?.status).toBe(status);
  });

  it.each([
    ['t,id\n,1\n,2\n', {}, 'fail', 't is not fresh: no row has a time in it'],
    ['t,id\nnever,1\n', {}, 'fail', 't is not fresh: no row has a time in it'],
    ['t,id\n', { empty: 'allowed' }, 'skip', 't is at most 1h old: not checked, the file has no rows'],
    ['id\n1\n', {}, 'skip', 't is at most 1h old: not checked, the file has no column "t"'],
  ] as const)('of %j: %s', async (content, more, status, message) => {
    const columns: Columns = [{ name: 't', type: 'timestamp' }, { name: 'id' }];
    const { report } = await checkText(content, { columns, table: { ...table, ...more } });
    expect(report.results.find(({ expectation }) => expectation === 'table.freshness')).toMatchObject({
      status,
      message,
    });
  });

  it.each([
    [[{ name: 't' }], 'is string'],
    [[{ name: 't', type: 'integer' }], 'is integer'],
    [[{ name: 'id' }], 'is not in columns'],
    [[], 'is not in columns'],
  ] satisfies [Columns, string][])('of a column that is not read as times is refused: %j', async (columns, found) => {
    await expect(checkText('t\n2026-11-29\n', { columns, table })).rejects.toThrow(
      `freshness needs a column of dates or timestamps, and "t" ${found}; declare its type`,
    );
  });
});

describe('a column that only a rule about the file names', () => {
  it.each([
    [{ unique: [{ columns: ['id', 'lien'] }] }],
    [{ references: [{ column: 'lien', key: 'id' }] }],
    [{ aggregates: [{ aggregate: 'nullShare', column: 'lien', max: '5%' }] }],
    [{ aggregates: [{ aggregate: 'count', by: ['lien'], min: 1 }] }],
  ] satisfies [ContractInput['table']][])('must be there, or the rule would never be checked: %j', async (table) => {
    const { report } = await checkText('id,line\n1,1\n', { table });
    expect(broken(report)[0]).toEqual(['file.missing_columns', 'fail', 1]);
    expect(report.status).toBe('fail');
  });
});
