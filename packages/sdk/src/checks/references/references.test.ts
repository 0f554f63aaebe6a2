import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ContractInput } from '@sightglass/model/contract';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { broken, checkText } from '../../../testing/check-text.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { contractIn } from '../contract/read-contract.ts';

type Reference = NonNullable<NonNullable<ContractInput['table']>['references']>[number];

const columns: NonNullable<ContractInput['columns']> = [
  { name: 'country' },
  { name: 'code', type: 'integer' },
  { name: 'parent', type: 'integer' },
  { name: 'day', type: 'date', format: '%d.%m.%Y' },
];
const text = 'country,code,parent,day\nDE,1,,01.02.2026\nDE,02,1,02.02.2026\nFR,1,2,\n,7,9,\n';

const linesOf = async (reference: Reference): Promise<readonly unknown[]> => {
  const { report } = await checkText(text, { columns, table: { references: [reference] } });
  return broken(report).flatMap(([id, , , ...lines]) => [id, ...lines]);
};

/** The same rows in files of every format. */
const others = async (): Promise<string> => {
  const dir = temporaryFolder();
  const csv = 'c;n;d\nDE;1.0;2026-02-01\nDE;2;\nIT;1;\n';
  await writeFile(join(dir, 'a.csv'), csv);
  await writeFile(join(dir, 'a.csv.gz'), gzipSync(csv));
  const rows = [
    { c: 'DE', n: 1, d: '2026-02-01' },
    { c: 'DE', n: 2 },
    { c: 'IT', n: 1, x: null },
  ];
  await writeFile(join(dir, 'a.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  await writeFile(join(dir, 'a.json'), JSON.stringify(rows));
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: 'c', data: ['DE', 'DE', 'IT'], type: 'STRING' },
      { name: 'n', data: [1n, 2n, 1n], type: 'INT64' },
      { name: 'd', data: [new Date('2026-02-01'), null, null], type: 'TIMESTAMP' },
    ],
  });
  await writeFile(join(dir, 'a.parquet'), new Uint8Array(parquet));
  return dir;
};

describe('a reference to another file', () => {
  it.each(['a.csv', 'a.csv.gz', 'a.jsonl', 'a.json', 'a.parquet'])(
    '%s compares values of one column or of several',
    async (file) => {
      const path = join(await others(), file);
      expect(await linesOf({ column: 'code', file: path, key: 'n' })).toEqual(['code.reference', 5]);
      expect(await linesOf({ columns: ['country', 'code'], file: path, keys: ['c', 'n'] })).toEqual([
        'row.reference(country+code)',
        4,
      ]);
      expect(await linesOf({ column: 'day', file: path, key: 'd' })).toEqual(['day.reference', 3]);
    },
  );

  it('shows what does not occur there', async () => {
    const path = join(await others(), 'a.csv');
    const references = [{ columns: ['country', 'code'], file: path, keys: ['c', 'n'] }];
    const { report, rejects } = await checkText(text, { columns, table: { references } });
    expect(report.results.find(({ status }) => status === 'fail')?.message).toBe(
      `country + code do not occur as c + n of ${path} in 1 row: "FR" + "1"`,
    );
    expect(rejects).toMatch(/^4,row\.reference\(country\+code\),FR,1,2,$/mu);
  });

  it('or to the file itself', async () => {
    expect(await linesOf({ column: 'parent', key: 'code' })).toEqual(['parent.reference', 5]);
  });

  it('two of one column are told apart', async () => {
    const path = join(await others(), 'a.csv');
    const references = [
      { column: 'code', file: path, key: 'n' },
      { column: 'code', key: 'parent', warn: 0 },
    ];
    const { report } = await checkText(text, { columns, table: { references } });
    expect(broken(report)).toEqual([
      ['code.reference', 'fail', 1, 5],
      ['code.reference', 'warn', 1, 5],
    ]);
  });

  it('that has no such column, or is none, is refused', async () => {
    const dir = await others();
    await mkdir(join(dir, 'folder.csv'));
    await expect(linesOf({ column: 'code', file: join(dir, 'a.jsonl'), key: 'z' })).rejects.toThrow(
      /a\.jsonl has no column "z"; it has c, n, d, x$/u,
    );
    await expect(linesOf({ column: 'parent', key: 'z' })).rejects.toThrow(/has no column "z"; it has country,/u);
    await expect(linesOf({ column: 'code', file: join(dir, 'folder.csv'), key: 'z' })).rejects.toThrow('folder.csv');
  });

  it.each([
    ['¦{column: a, columns: [b], file: f}', 'a reference has either column, or columns for a key of several'],
    ['¦{file: f, key: k}', 'a reference has either column, or columns for a key of several'],
    ['{columns: [a, b], file: f, keys: ¦[k]}', '2 columns are compared with 1; name as many in both'],
    ['{columns: [a, b], file: f, key: ¦k}', '2 columns are compared with 1'],
    ['¦{column: a}', 'a reference without file is to another column of the file itself; name it with key'],
    ['{column: a, file: f, ¦kye: k}', 'table.references.0: unknown key "kye". Did you mean "key"?'],
  ])('that cannot be used shows where: %s', (one, message) => {
    const before = '  references: [';
    const yaml = `columns: [{name: a}, {name: b}]\ntable:\n${before}${one.replace('¦', '')}]\n`;
    const position = `c.yaml:3:${before.length + one.indexOf('¦') + 1}: `;
    expect(() => contractIn(yaml, 'c.yaml')).toThrow(position + message);
  });
});
