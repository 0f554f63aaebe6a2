import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inferContract } from './infer-contract.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

it.each([
  ['dd.MM.yyyy', ['01.02.2026', '24.11.2026'], { type: 'date', format: 'dd.MM.yyyy' }],
  ['dd/MM/yyyy', ['01/02/2026', '24/11/2026'], { type: 'date', format: 'dd/MM/yyyy' }],
  ['MM/dd/yyyy', ['01/02/2026', '11/24/2026'], { type: 'date', format: 'MM/dd/yyyy' }],
  ['day or month first', ['01/02/2026', '03/04/2026'], { type: 'string' }],
  ['dd.MM.yyyy HH:mm', ['01.02.2026 10:30'], { type: 'timestamp', format: 'dd.MM.yyyy HH:mm' }],
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
