import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkFile } from './check-file.ts';
import { inferContract } from './infer-contract.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

it.each([
  ['dd.MM.yyyy', ['01.02.2026', '24.11.2026'], { type: 'date', format: 'dd.MM.yyyy' }],
  ['dd/MM/yyyy', ['01/02/2026', '24/11/2026'], { type: 'date', format: 'dd/MM/yyyy' }],
  ['MM/dd/yyyy', ['01/02/2026', '11/24/2026'], { type: 'date', format: 'MM/dd/yyyy' }],
  ['day or month first', ['01/02/2026', '03/04/2026'], { type: 'string' }],
  ['dd.MM.yyyy HH:mm', ['01.02.2026 10:30'], { type: 'timestamp', format: 'dd.MM.yyyy HH:mm' }],
  ['M/d/yyyy H:mm', ['12/28/2010 8:33', '1/5/2010 19:51'], { type: 'timestamp', format: 'M/d/yyyy H:mm' }],
  ['M/d/yyyy h:mm a', ['12/28/2010 8:33 PM', '1/5/2010 12:51 AM'], { type: 'timestamp', format: 'M/d/yyyy h:mm a' }],
  ['d.M.yyyy', ['1.2.2026', '24.11.2026'], { type: 'date', format: 'd.M.yyyy' }],
  ['d-MMM-yyyy', ['1-Feb-2026', '24-Nov-2026'], { type: 'date', format: 'd-MMM-yyyy' }],
  ['ISO 8601', ['2026-11-24'], { type: 'date' }],
  ['anything', ['01.02.2026', '32.02.2026'], { type: 'string' }],
  ['a date but for a late value', [...Array.from({ length: 12 }, () => '24.11.2026'), 'never'], { type: 'string' }],
])('a column written as %s', async (_, texts, expected) => {
  const dir = temporaryFolder();
  const file = join(dir, 'in.csv');
  await writeFile(file, ['n,day', ...texts.map((text, at) => `${at},${text}`), ''].join('\n'));
  const { columns } = await inferContract(file);
  const { type, format } = columns![1]!;
  expect({ type, ...(format === undefined ? {} : { format }) }).toEqual(expected);
});

it.each([
  [['1828911736415814790', '1828911736415814791'], 'integer'],
  [['9223372036854775807', '-9223372036854775808'], 'integer'],
  [['9223372036854775808', '1'], 'string'],
  [['12345678901234567890123', '1.5'], 'string'],
])('%j is of type %s', async (texts, type) => {
  const file = join(temporaryFolder(), 'in.csv');
  await writeFile(file, ['n', ...texts, ''].join('\n'));
  const { columns } = await inferContract(file);
  expect(columns![0]!.type).toBe(type);
});

it.each([
  [[...Array.from({ length: 50 }, (_, at) => String(at)), 'NA'], ['', 'NA'], { type: 'integer' }],
  [['1', 'NA', '3'], ['', 'NA'], { type: 'integer' }],
  [['1.5', 'N/A', '-', ''], ['', 'N/A', '-'], { type: 'number' }],
  [['2026-11-29', '\\N'], ['', '\\N'], { type: 'date' }],
  [['Ann', 'NULL', 'Bob'], ['', 'NULL'], { type: 'string' }],
  [['a', '-', 'b'], undefined, { type: 'string' }],
  [['NA', 'NA'], undefined, { type: 'string' }],
])('words that stand for no value: %j', async (texts, nulls, expected) => {
  const file = join(temporaryFolder(), 'in.csv');
  await writeFile(file, ['n,m', ...texts.map((text, at) => `${text},${at}`), ''].join('\n'));
  const { columns, format } = await inferContract(file);
  expect(columns![0]).toMatchObject(expected);
  expect(format?.nulls).toEqual(nulls);
  if (nulls !== undefined) expect(columns![0]!.required).toBeUndefined();
});

it.each([
  ['1;1.299,99\n2;265,64\n3;-0,5\n', { type: 'number', decimal: ',', group: '.' }],
  ['1;1,5\n2;2\n', { type: 'number', decimal: ',' }],
  ['1;"1,299.5"\n2;1,299,000\n', { type: 'number', group: ',' }],
  ['1;1,5\n2;x\n', { type: 'string' }],
  ['1;007\n2;010\n', { type: 'string' }],
])('numbers as they are written: %j', async (rows, expected) => {
  const file = join(temporaryFolder(), 'in.csv');
  await writeFile(file, `id;amount\n${rows}`);
  const contract = await inferContract(file);
  expect(contract.columns![1]).toMatchObject(expected);
  expect((await checkFile(file, contract, { rejects: false })).status).toBe('pass');
});

it.each([
  ['# made today\n# by erp, x\nid,name\n1,a\n2,b\n', { comment: '#' }],
  ['"foo","bar"\n"1","x (\\"y\\")"\n"2","a\\, b"\n', { escape: '\\' }],
  ['sep=;\nid;name\n1;a\n', { delimiter: ';' }],
  ['id,name\n1\n', undefined],
])('the dialect: %j', async (text, format) => {
  const file = join(temporaryFolder(), 'in.csv');
  await writeFile(file, text);
  expect((await inferContract(file)).format).toEqual(format);
});

it.each([
  [99, undefined],
  [100, true],
])('values that all differ make a column of %d unique: %s', async (rows, unique) => {
  const file = join(temporaryFolder(), 'in.csv');
  await writeFile(file, ['n', ...Array.from({ length: rows }, (_, at) => String(at)), ''].join('\n'));
  expect((await inferContract(file)).columns![0]!.unique).toBe(unique);
});

it.each([
  ['in.jsonl', '{"n":1}\n{"n":2}\n{"n":', ['row.json']],
  ['in.csv', 'n,m\n1,2\n3\n', ['row.width']],
  ['in.csv', 'n,m\n1,2\n', []],
])('%s: what cannot be read is reported: %j', async (name, text, expected) => {
  const file = join(temporaryFolder(), name);
  await writeFile(file, text);
  const broken: string[] = [];
  await inferContract(file, {
    onBroken: ({ results }) =>
      broken.push(...results.filter(({ status }) => status === 'fail').map(({ expectation }) => expectation)),
  });
  expect(broken).toEqual(expected);
});
