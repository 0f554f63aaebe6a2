import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkFile } from '../check-file.ts';
import { defineContract } from '../define-contract.ts';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';

const folder = temporaryFolder();

const samplesOf = async (name: string, text: string, more = {}) => {
  const file = join(folder, name);
  await writeFile(file, text);
  const contract = defineContract({
    columns: [
      { name: 'id', type: 'integer' },
      { name: 'who', minLength: 2, pii: true },
    ],
  });
  return (await checkFile(file, contract, { rejects: false, ...more })).samples;
};

test('the first two rows rejected for each reason are samples, with personal columns starred out', async () => {
  const rows = ['x,ann', 'y,bob', 'z,eve', '4,é', '5,joe,more'];
  expect(await samplesOf('a.csv', `id,who\n${rows.join('\n')}\n`)).toEqual([
    { line: 2, reasons: ['id.type'], row: 'x,***' },
    { line: 3, reasons: ['id.type'], row: 'y,***' },
    { line: 5, reasons: ['who.min_length'], row: '4,*' },
    // Which column is personal cannot be told.
    { line: 6, reasons: ['row.width'], row: '*,***,****' },
  ]);
});

test('of JSON lines as well', async () => {
  expect(await samplesOf('a.jsonl', '{"id":"x","who":"ann"}\n')).toEqual([
    { line: 1, reasons: ['id.type'], row: '{"id":"x","who":"***"}' },
  ]);
});

test('a long row is cut short, and a check may tell none', async () => {
  const [sample] = await samplesOf('long.csv', `id,who\nx,${'a'.repeat(1_000)}\n`);
  expect(sample?.row).toMatch(/^x,\*{298}…$/);
  expect(await samplesOf('long.csv', 'id,who\nx,ann\n', { samples: false })).toEqual([]);
});
