import { describe, expect, it } from 'vitest';
import type { ContractInput } from '@sightglass/model/contract';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { broken, checkText } from '../../../testing/check-text.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { checkFile } from '../check-file.ts';
import { replayRejects } from '../replay-rejects.ts';

type Case = readonly [string, string, ContractInput, readonly (readonly string[])[]];

const integers = (...names: string[]): ContractInput['columns'] => names.map((name) => ({ name, type: 'integer' }));

const cases: readonly Case[] = [
  ['a line that names the delimiter', 'sep=;\r\na;b\r\n1;2\r\n', { columns: integers('a', 'b') }, [['1'], ['2']]],
  [
    'lines before the header',
    'Report\nof today\n\na,b\n1,2\n',
    { format: { skipLines: 2 }, columns: integers('a', 'b') },
    [['1'], ['2']],
  ],
  [
    'comments',
    '# 12\n# 13, x\na,b\n1,2\n#3,4\n"5",6\n',
    { format: { comment: '#' }, columns: integers('a', 'b') },
    [
      ['1', '5'],
      ['2', '6'],
    ],
  ],
  [
    'an escape sign',
    'a,b\n1,"x (\\"y\\")"\n2,Meier\\, Hans\n3,"\\\\"\n4,\\N\n',
    { format: { escape: '\\' }, columns: [{ name: 'a' }, { name: 'b' }] },
    [
      ['1', '2', '3', '4'],
      ['Meier, Hans', '\\', '\\N', 'x ("y")'],
    ],
  ],
  ['blanks around values', 'a , b\n 1 ,  "2, 3"  \n', { format: { trim: true } }, [['1'], ['2, 3']]],
  [
    'a delimiter of several characters',
    'a||b\n1||"x||y"\n2||z|z\n',
    { format: { delimiter: '||' } },
    [
      ['1', '2'],
      ['x||y', 'z|z'],
    ],
  ],
  ['a control character between values', 'a\u0001b\n1\u0001x,y\n', {}, [['1'], ['x,y']]],
];

describe('a dialect', () => {
  it.each(cases)('with %s', async (_, text, contract, values) => {
    const { report } = await checkText(text, contract);
    expect(report.results.filter(({ status }) => status === 'fail').map(({ message }) => message)).toEqual([]);
    expect(report.columns.map(({ top }) => top.map(({ value }) => value).toSorted())).toEqual(
      values.map((column) => column.toSorted()),
    );
  });

  it('finds broken rows where they are', async () => {
    const text = '# 1\na||b\n1||"x\ny"\n2||"open\n3\n4||z\nx||z\n';
    const contract: ContractInput = {
      format: { delimiter: '||', comment: '#' },
      columns: [{ name: 'a', type: 'integer' }, { name: 'b' }],
    };
    const { report } = await checkText(text, contract);
    expect(report).toMatchObject({ rows: 5, lines: 8 });
    expect(broken(report)).toEqual([
      ['row.width', 'fail', 1, 6],
      ['row.quotes', 'fail', 1, 5],
      ['a.type', 'fail', 1, 8],
    ]);
  });

  it('is that of rejected and accepted rows, too', async () => {
    const folder = temporaryFolder();
    const [file, rejects, accepted] = ['in.csv', 'rejects', 'accepted'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const contract: ContractInput = {
      format: { delimiter: '~|', escape: '\\', skipLines: 1 },
      columns: [{ name: 'a', type: 'integer', unique: true }, { name: 'b' }],
    };
    await writeFile(file, 'made today\na~|b\n1~|x\\~|y\nz~|"q~|\\""\n1~|w\n');
    await checkFile(file, contract, { rejects, accepted });
    expect(await readFile(accepted, 'utf8')).toBe('made today\na~|b\n1~|x\\~|y\n');
    expect(await readFile(rejects, 'utf8')).toBe('_line~|_reasons~|a~|b\n4~|a.type~|z~|"q~|\\""\n5~|a.unique~|1~|w\n');
    const again = await replayRejects(rejects, contract, { rejects: false, against: [accepted] });
    expect(again).toMatchObject({ rows: 2, rejected: 2 });
  });

  it('of long files is read block by block', async () => {
    const rows = Array.from(
      { length: 60_000 },
      (_, at) => `${at}~|"text ${at}\n of \\"two\\" lines, long enough for a few blocks"\n`,
    );
    const { report } = await checkText(`a~|b\n${rows.join('')}`, {
      format: { delimiter: '~|', escape: '\\' },
      columns: [
        { name: 'a', type: 'integer', unique: true },
        { name: 'b', pattern: '[^\\\\]+' },
      ],
    });
    expect(report).toMatchObject({ status: 'pass', rows: 60_000, lines: 120_001 });
  });
});

it.each([
  [
    { type: 'number', min: 0 },
    { decimal: ',', group: '.' },
    ['1.299,99', '265,64', '10,20', '-0,5', '1.29,9', '1,2,3', '1299'],
    ['type:6,7', 'min:5'],
  ],
  [{ type: 'integer' }, { group: ' ' }, ['1 299', '12 99', '7'], ['type:3']],
  [{ type: 'boolean' }, { trueWords: ['ja'], falseWords: ['nein'] }, ['ja', 'Nein', 'yes'], ['type:4']],
  [{ type: 'integer', nulls: ['-', 'NA'], required: true }, {}, ['1', '-', 'NA'], ['not_null:3,4']],
])('values are read as they are written: %j %j', async (rules, format, values, expected) => {
  const columns = [{ name: 'n', ...rules }] as NonNullable<ContractInput['columns']>;
  const { report } = await checkText(`n;m\n${values.map((value) => `${value};x`).join('\n')}\n`, {
    format: { ...format, delimiter: ';' },
    columns: [...columns, { name: 'm' }],
  });
  const found = broken(report).map(([id, , , ...lines]) => `${id.slice(2)}:${lines.join(',')}`);
  expect(found).toEqual(expected);
});
