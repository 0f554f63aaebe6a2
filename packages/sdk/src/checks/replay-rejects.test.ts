import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContractInput } from '@sightglass/model/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkFile } from './check-file.ts';
import { replayRejects } from './replay-rejects.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { times } from '../../../../test/times.ts';

/** Paths in a folder of its own. */
const inFolder = () => {
  const dir = temporaryFolder();
  return (name: string): string => join(dir, name);
};

const columns = [{ name: 'id', type: 'integer' as const }, { name: 'text' }];

it('a file without header is replayed into one without', async () => {
  const path = inFolder();
  const contract: ContractInput = { format: { header: false }, columns };
  await writeFile(path('in.csv'), '1,a\nx,b\n');
  const first = await checkFile(path('in.csv'), contract, { rejects: path('rejects') });
  expect(first).toMatchObject({ rows: 2, rejected: 1 });
  const rejects = await readFile(path('rejects'), 'utf8');
  expect(rejects).toBe('_line,_reasons,id,text\n2,id.type,x,b\n');
  await writeFile(path('rejects'), rejects.replace(',x,', ',2,'));
  await replayRejects(path('rejects'), contract, { rejects: path('again'), accepted: path('good') });
  expect(await readFile(path('good'), 'utf8')).toBe('2,b\n');
});

it('JSON lines are replayed', async () => {
  const path = inFolder();
  await writeFile(path('in.jsonl'), '{"id":1}\n{"id":"x","text":"b"}\n');
  await checkFile(path('in.jsonl'), { columns }, { rejects: path('in.jsonl.rejects') });
  const rejects = await readFile(path('in.jsonl.rejects'), 'utf8');
  expect(rejects).toBe('{"_line":2,"_reasons":["id.type"],"row":{"id":"x","text":"b"}}\n');
  await writeFile(path('in.jsonl.rejects'), rejects.replace('"id":"x"', '"id":2'));
  const replayed = await replayRejects(path('in.jsonl.rejects'), { columns }, { rejects: false });
  expect(replayed).toMatchObject({ status: 'pass', rows: 1, rejected: 0 });
});

it.each([
  ['in.csv', 'id,text\n1,a\n\nx,"b\nb"\ny,c\n', '_line,_reasons,id,text\n6,id.type,y,c\n'],
  [
    'in.jsonl',
    '{"id":"x"}\n\n{"id":"y"}\n',
    '{"_line":1,"_reasons":["id.type"],"row":{"id":"x"}}\n{"_line":3,"_reasons":["id.type"],"row":{"id":"y"}}\n',
  ],
])(
  'rejected rows of %s keep the line they first stood on, and are not taken for a whole file',
  async (name, text, expected) => {
    const path = inFolder();
    const contract: ContractInput = {
      columns,
      table: { rows: { min: 1000 }, freshness: { maxAge: '1m' } },
    };
    await writeFile(path(name), text);
    await checkFile(path(name), contract, { rejects: path('first') });
    await writeFile(path('first'), (await readFile(path('first'), 'utf8')).replace('4,id.type,x', '4,id.type,2'));
    const now = new Date(Date.now() + 3_600_000);
    const again = await replayRejects(path('first'), contract, { rejects: path('again'), now });
    expect(await readFile(path('again'), 'utf8')).toBe(expected);
    const ofTable = again.results.filter(({ scope }) => scope === 'table');
    expect(ofTable.map(({ status }) => status)).toEqual(['skip', 'skip', 'skip']);
    expect(ofTable[1]?.message).toBe('at least 1,000 rows: not checked, these are rejected rows of another file');
  },
);

it.each([
  ['in.csv', 'id,text\nx,b\n', '_line,_reasons_masked,id,text\n2,id.type,x,*\n'],
  ['in.jsonl', '{"id":"x","text":"b"}\n', '{"_line":1,"_reasons_masked":["id.type"],"row":{"id":"x","text":"***"}}\n'],
])('rows of %s whose personal columns are starred out are not replayed', async (name, text, expected) => {
  const path = inFolder();
  const contract: ContractInput = { columns: [columns[0]!, { name: 'text', pii: true }] };
  await writeFile(path(name), text);
  await checkFile(path(name), contract, { rejects: path('rejects'), maskPii: true });
  expect(await readFile(path('rejects'), 'utf8')).toBe(expected);
  await writeFile(path('rejects'), expected.replace('x', '2'));
  await expect(replayRejects(path('rejects'), contract)).rejects.toThrow(
    'holds rows with personal columns starred out',
  );
});

const cell = fc.string({ unit: fc.constantFrom('a', '1', ' ', ',', '"', '\n', ';'), maxLength: 5 });
const written = (text: string): string => (/[",\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

it('whatever is rejected is rejected again for the same reasons, byte for byte', async () => {
  const path = inFolder();
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async (rows) => {
      const text = rows.map(([id, other]) => `${written(id)},${written(other)}`).join('\n');
      await writeFile(path('in.csv'), `id,text\n${text}\n`);
      const first = await checkFile(path('in.csv'), { columns }, { rejects: path('rejects') });
      if (first.rejectFile === null) return;
      const again = await replayRejects(path('rejects'), { columns }, { rejects: path('again') });
      expect(again.rejectedByReason).toEqual(first.rejectedByReason);
      const rowsOf = (file: string): string => file.replaceAll(/^\d+,/gmu, '');
      expect(rowsOf(await readFile(path('again'), 'utf8'))).toBe(rowsOf(await readFile(path('rejects'), 'utf8')));
    }),
    { numRuns: times(20) },
  );
});

const numbered: ContractInput = {
  columns: [
    { name: 'id', type: 'integer', unique: true },
    { name: 'text', pattern: 'a+' },
  ],
};

it('a duplicate that was not corrected is rejected again, against the file it came from or the rows accepted of it', async () => {
  const path = inFolder();
  await writeFile(path('in.csv'), 'id,text\n1,a\n2,b\n1,a\n2,a\n');
  await checkFile(path('in.csv'), numbered, { rejects: path('rejects'), accepted: path('good') });
  const rejects = await readFile(path('rejects'), 'utf8');
  expect(rejects).toBe('_line,_reasons,id,text\n3,text.pattern,2,b\n4,id.unique,1,a\n5,id.unique,2,a\n');
  await writeFile(path('rejects'), rejects.replace('3,text.pattern,2,b\n', ''));
  for (const against of [[path('in.csv')], [path('good')], [path('good'), path('in.csv')]]) {
    const again = await replayRejects(path('rejects'), numbered, {
      rejects: path('again'),
      against,
      overwrite: true,
    });
    expect(again).toMatchObject({ rows: 2, rejected: 1, rejectedByReason: { 'id.unique': 1 } });
    expect(await readFile(path('again'), 'utf8')).toContain('id.unique,1,a\n');
  }
});

it('duplicates of JSON lines are found whatever the order of the keys', async () => {
  const path = inFolder();
  const contract = { columns: [{ name: 'a' }, { name: 'b' }], table: { unique: [{ columns: ['a', 'b'] }] } };
  await writeFile(path('in.jsonl'), '{"a":1,"b":2}\n{"b":2,"a":1}\n');
  await checkFile(path('in.jsonl'), contract, { rejects: path('rejects') });
  const options = { rejects: false as const, against: [path('in.jsonl')] };
  expect(await replayRejects(path('rejects'), contract, options)).toMatchObject({ rows: 1, rejected: 1 });
});

it('uniqueness is not judged by the rejected rows alone unless that is wanted', async () => {
  const path = inFolder();
  await writeFile(path('in.csv'), 'id,text\n1,a\n1,a\n');
  await writeFile(path('other.csv'), 'number\n1\n');
  await checkFile(path('in.csv'), numbered, { rejects: path('rejects') });
  const replayed = (against?: string[] | false) =>
    replayRejects(path('rejects'), numbered, { rejects: false, ...(against === undefined ? {} : { against }) });
  await expect(replayed()).rejects.toThrow(
    'id.unique cannot be judged by these rows alone; name the file they came from',
  );
  await expect(replayed([path('other.csv')])).rejects.toThrow('other.csv has the columns number and not id, text');
  expect(await replayed(false)).toMatchObject({ rejected: 0 });
});
