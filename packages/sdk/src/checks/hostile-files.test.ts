import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { ContractInput } from '@sightglass/model/contract';
import { describe, expect, it } from 'vitest';
import { broken, checkText } from '../../testing/check-text.ts';
import { checkFile } from './check-file.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

const contract: ContractInput = {
  columns: [
    { name: 'id', type: 'integer', required: true, unique: true },
    { name: 'name', maxLength: 5 },
  ],
};
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
type FailedExpectation = readonly [string, string, number, ...number[]];

const files: readonly (readonly [string, string | Uint8Array, number, readonly FailedExpectation[]])[] = [
  ['a good file', 'id,name\n1,a\n2,b\n', 2, []],
  [
    '0 bytes',
    '',
    0,
    [
      ['file.missing_columns', 'skip', 0],
      ['file.duplicate_columns', 'skip', 0],
      ['file.extra_columns', 'skip', 0],
      ['file.column_order', 'skip', 0],
      ['id.not_null', 'skip', 0],
      ['id.type', 'skip', 0],
      ['id.unique', 'skip', 0],
      ['name.max_length', 'skip', 0],
      ['table.empty', 'fail', 1],
    ],
  ],
  ['a header only', 'id,name\n', 0, [['table.empty', 'fail', 1]]],
  ['no line end at the end', 'id,name\n1,a\n2,b', 2, []],
  ['CRLF', 'id,name\r\n1,a\r\n', 1, []],
  ['CR alone', 'id,name\r1,a\r2,b\r', 2, []],
  ['mixed line ends', 'id,name\n1,a\r\n2,b\r3,c\n', 3, [['file.line_ends', 'warn', 1]]],
  ['a header that ends in another way', 'id,name\r\n1,a\n', 1, [['file.line_ends', 'warn', 1]]],
  ['ragged rows', 'id,name\n1\n2,b\n3,c,d\n', 3, [['row.width', 'fail', 2, 2, 4]]],
  ['a quote that is never closed', 'id,name\n1,a\n2,"b\n3,c\n', 3, [['row.quotes', 'fail', 1, 3]]],
  ['NUL bytes', 'id,name\n1,a\n2,\0\n', 2, [['row.nul', 'fail', 1, 3]]],
  ['a byte order mark', '\ufeffid,name\n1,a\n', 1, []],
  ['UTF-16 with a mark', utf16('id,name\n1,ä\n'), 1, []],
  ['UTF-16 without one', utf16('id,name\n1,a\n').subarray(2), 1, []],
  ['Latin-1', Buffer.from('id,name\n1,äöü\n', 'latin1'), 1, []],
  [
    'UTF-8 with one foreign byte',
    Buffer.concat([Buffer.from('id,name\n1,äöü\n2,'), Buffer.of(0xff, 10)]),
    2,
    [['row.encoding', 'fail', 1, 3]],
  ],
  ['semicolons', 'id;name\n1;a,b\n2;c,d\n', 2, []],
  ['tabs', 'id\tname\n1\ta\n', 1, []],
  [
    'a column that is there twice',
    'id,name,id\n1,a,1\n',
    1,
    [
      ['file.duplicate_columns', 'fail', 1],
      ['file.extra_columns', 'warn', 1],
    ],
  ],
  [
    'a column that is missing',
    'id\n1\n',
    1,
    [
      ['file.missing_columns', 'fail', 1],
      ['name.max_length', 'skip', 0],
    ],
  ],
  ['a column too many', 'id,name,age\n1,a,7\n', 1, [['file.extra_columns', 'warn', 1]]],
  ['columns in another order', 'name,id\na,1\n', 1, [['file.column_order', 'warn', 2]]],
  ['quoted lines', 'id,name\n1,"a\nb"\nx,c\n', 2, [['id.type', 'fail', 1, 4]]],
  ['doubled quotes', 'id,name\n1,"""a"""\n2,"""abcd"""\n', 2, [['name.max_length', 'fail', 1, 3]]],
  ['keys that repeat', 'id,name\n1,a\n2,b\n1,c\n1,d\n', 4, [['id.unique', 'fail', 2, 4, 5]]],
  ['no value', 'id,name\n,a\n"",b\n', 2, [['id.not_null', 'fail', 2, 2, 3]]],
  ['gzip', gzipSync('id,name\n1,a\nx,b\n'), 2, [['id.type', 'fail', 1, 3]]],
  ['zstd', zstdCompressSync('id,name\n1,a\n'), 1, []],
];

describe('a file', () => {
  it.each(files)('%s', async (_, content, rows, expected) => {
    const { report } = await checkText(content, contract);
    expect(report.rows).toBe(rows);
    expect(broken(report)).toEqual(expected);
  });

  it.each([
    ['gzip', gzipSync(`id,name\n${'1,abcdefg\n'.repeat(1000)}`)],
    ['zstd', zstdCompressSync(`id,name\n${'1,abcdefg\n'.repeat(1000)}`)],
  ])('a %s archive that is cut off', async (_, archive) => {
    await expect(checkText(archive.subarray(0, archive.length - 12))).rejects.toThrow(
      /archive is cut off after .* fetch it again/u,
    );
  });

  it('a gzip archive that something else follows', async () => {
    const followed = Buffer.concat([gzipSync('id,name\n1,a\n'), Buffer.from('junkjunk')]);
    await expect(checkText(followed)).rejects.toThrow(
      /the gzip archive is followed by bytes that are not gzip; fetch it again/u,
    );
  });

  it('a folder, and nothing at all', async () => {
    const dir = temporaryFolder();
    await expect(checkFile(dir)).rejects.toThrow(`${dir} is a folder`);
    await expect(checkFile(`${dir}/none.csv`)).rejects.toThrow(`there is no file ${dir}/none.csv`);
    await expect(checkFile('/dev/null')).rejects.toThrow('/dev/null is not a regular file');
  });

  it.each([
    ['utf-8' as const, utf16('id,name\n1,a\n'), [['file.encoding', 'fail', 1]]],
    ['utf-8' as const, Buffer.from('id,name\n1,\xe4\n', 'latin1'), [['row.encoding', 'fail', 1, 2]]],
    ['latin1' as const, Buffer.from('id,name\n1,\xe4\n', 'latin1'), []],
  ])('in another encoding than %s', async (encoding, content, expected) => {
    const { report } = await checkText(content, { ...contract, format: { encoding } });
    expect(broken(report)).toEqual(expected);
  });

  it('an empty file passes where the contract allows it', async () => {
    const { report } = await checkText('', { ...contract, table: { empty: 'allowed' } });
    expect(report.status).toBe('pass');
  });

  it.each([
    ['grows', (file: string) => appendFileSync(file, '3,c\n'), /it had 16 bytes, and then 20/u],
    ['is replaced', replaced, /another file took its place/u],
    ['is removed', rmSync, /it was removed/u],
  ])('that %s while it is read is told', async (_, change, words) => {
    const file = join(temporaryFolder(), 'in.csv');
    writeFileSync(file, 'id,name\n1,a\n2,b\n');
    const report = await checkFile(file, contract, { rejects: false, onProgress: () => change(file) });
    expect(report.status).toBe('warn');
    expect(report.results.find(({ expectation }) => expectation === 'file.unchanged')?.message).toMatch(words);
  });
});

it.each([
  ['ID', 'column id is missing; the file has "ID", which differs from "id" by case'],
  [
    'id\u200b',
    String.raw`column id is missing; the file has "id\u200b", which differs from "id" by invisible signs or blanks`,
  ],
  ['\u2170d', 'column id is missing; the file has "\u2170d", which differs from "id" by Unicode form'],
  ['ix', 'column id is missing'],
])('a header with %j for a column of the contract is hinted at', async (name, message) => {
  const { report } = await checkText(`${name}\n1\n`, { columns: [{ name: 'id' }] });
  expect(report.results.find(({ expectation }) => expectation === 'file.missing_columns')?.message).toBe(message);
});

it('shows up to three values that broke an expectation, so that they can be seen', async () => {
  const text = 'v,secret\nAnn\u00a0Lee,a1\n\u200bCid,b2\n Dan ,c3\nEve,d4\n';
  const rules = { allowed: ['Bob'] };
  const columns = [
    { name: 'v', ...rules },
    { name: 'secret', ...rules, pii: true },
  ];
  const { report } = await checkText(text, { columns });
  expect(report.results.filter(({ status }) => status === 'fail').map(({ message }) => message)).toEqual([
    String.raw`v is not one of Bob in 4 rows: "Ann\u00a0Lee", "\u200bCid", " Dan "`,
    'secret is not one of Bob in 4 rows: "**"',
  ]);
  const quiet = await checkText(text, { columns }, { samples: false });
  expect(JSON.stringify(quiet.report.results)).not.toContain('Cid');
});

describe('the delimiter', () => {
  it.each([
    ['decimal commas and commas in names', 'Datum;Betrag, EUR;Kurs, EUR\n1;1,5;2,5\n2;2,5;3,5\n', ';'],
    ['commas within quotes', 'id;"Name, Vorname"\n1;"Meier, Hans"\n2;"Schulz, Eva"\n', ';'],
    ['semicolons within quotes', 'id,"a;b"\n1,"x;y"\n2,"z;z"\n', ','],
    ['bars within tabs', 'id\ttags|all\n1\ta|b\n2\tc|d\n', '\t'],
    ['one column', 'name\nMeier\nSchulz\n', ','],
  ])('is found out: %s', async (_, text, delimiter) => {
    const { report } = await checkText(text);
    expect(report.format.delimiter).toBe(delimiter);
    expect(report.rejected).toBe(0);
  });

  it.each([
    [['a', 'b;c'], ','],
    [['a,b', 'c'], ';'],
  ])('is the one by which the columns have the names %s', async (names, delimiter) => {
    const columns = names.map((name) => ({ name }));
    const { report } = await checkText('a,b;c\n1,2;3\n', { columns });
    expect(report).toMatchObject({ status: 'pass', format: { delimiter } });
  });
});

function replaced(file: string): void {
  writeFileSync(`${file}.new`, 'id,name\n1,a\n2,b\n');
  renameSync(`${file}.new`, file);
}
