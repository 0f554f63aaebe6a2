import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { CheckReport } from '@sightglass/model/contract';
import { createCliWorkspace, type CliWorkspace } from '../../testing/run-cli.ts';

const contract = `columns:
  - { name: id, type: integer, required: true, unique: true }
  - { name: email, pii: true, pattern: '.+@.+' }
`;

const withFiles = async (files: Readonly<Record<string, string>>): Promise<CliWorkspace> => {
  const workspace = await createCliWorkspace();
  for (const [name, text] of Object.entries(files)) await writeFile(join(workspace.dir, name), text);
  return workspace;
};

const reportsIn = (stdout: Buffer): CheckReport[] =>
  stdout
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as CheckReport);

it('tells what is broken, keeps the rejected rows and exits with 1', async () => {
  await using workspace = await withFiles({
    'c.yaml': contract,
    'in.csv': 'id,email\n1,a@b\n1,c@d\nx,"nobody, here"\n',
  });
  const { code, stdout } = await workspace.run(['check', 'in.csv', '--contract', 'c.yaml', '--json']);
  const [report] = reportsIn(stdout);
  expect(code).toBe(1);
  expect(report).toMatchObject({ file: 'in.csv', bytes: 38, rows: 3, rejected: 2, status: 'fail' });
  expect(report?.columns.map(({ name }) => name)).toEqual(['id', 'email']);
  expect(await readFile(join(workspace.dir, 'in.csv.rejects'), 'utf8')).toBe(
    '_line,_reasons,id,email\n3,id.unique,1,c@d\n4,id.type email.pattern,x,"nobody, here"\n',
  );
});

it('stars out personal data on request, and never shows it in a profile', async () => {
  await using workspace = await withFiles({ 'c.yaml': contract, 'in.csv': 'id,email\nx,ann@example.org\n1,bob@b,c\n' });
  const { stdout } = await workspace.runHere(['check', 'in.csv', '--contract', 'c.yaml', '--mask-pii', '--json']);
  expect(await readFile(join(workspace.dir, 'in.csv.rejects'), 'utf8')).toBe(
    '_line,_reasons_masked,id,email\n2,id.type,x,***@*******.***\n3,row.width,*,***@*,*\n',
  );
  expect(stdout.toString()).not.toContain('example');
});

it('compares files with earlier ones of a history', async () => {
  const rows = (count: number): string =>
    `id,email\n${Array.from({ length: count }, (_, id) => `${id},a@b\n`).join('')}`;
  await using workspace = await withFiles({
    'c.yaml': `${contract}table: { drift: { rows: 50%, leastFiles: 2 } }\n`,
    'a.csv': rows(10),
    'b.csv': rows(12),
    'c.csv': rows(3),
  });
  const { code, stdout } = await workspace.runHere([
    'check',
    '*.csv',
    '--contract',
    'c.yaml',
    '--history',
    'seen',
    '--json',
  ]);
  const drift = reportsIn(stdout).map(({ results }) => results.find(({ expectation }) => expectation === 'drift.rows'));
  expect([code, drift.map((one) => one?.status)]).toEqual([1, ['skip', 'skip', 'fail']]);
  expect(drift[2]?.message).toBe('the number of rows is not within 50% of earlier files: 3 rows, usually 11');
});

it('passes several files, one JSON object a line, and exits with 0', async () => {
  await using workspace = await withFiles({
    'c.yaml': contract,
    'a.csv': 'id,email\n1,a@b\n',
    'b.csv': 'id,email\n2,a@b\n',
  });
  const { code, stdout } = await workspace.runHere(['check', '*.csv', '--contract', 'c.yaml', '--json']);
  expect(reportsIn(stdout).map(({ file, status }) => [file, status])).toEqual([
    ['a.csv', 'pass'],
    ['b.csv', 'pass'],
  ]);
  expect(code).toBe(0);
});

it('gives a file that could not be checked a JSON object too', async () => {
  await using workspace = await withFiles({ 'a.csv': 'id,email\n1,a@b\n' });
  const { code, stdout } = await workspace.runHere(['check', 'none.csv', 'a.csv', '--json']);
  expect(reportsIn(stdout)).toEqual([
    {
      file: 'none.csv',
      status: 'error',
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('there is no file none.csv'),
    },
    expect.objectContaining({ file: 'a.csv', status: 'pass' }),
  ]);
  expect(code).toBe(2);
});

it('gives a pattern that no file matches a JSON object too, and checks the others', async () => {
  await using workspace = await withFiles({ 'a.csv': 'id,email\n1,a@b\n' });
  const { code, stdout } = await workspace.runHere(['check', 'zz*.csv', 'a.csv', '--json']);
  expect(reportsIn(stdout)).toEqual([
    { file: 'zz*.csv', status: 'error', code: 'NO_FILES', message: 'no file matches zz*.csv' },
    expect.objectContaining({ file: 'a.csv', status: 'pass' }),
  ]);
  expect(code).toBe(2);
});

it('makes the folder for rejected rows', async () => {
  await using workspace = await withFiles({ 'c.yaml': contract, 'in.csv': 'id,email\nx,a@b\n' });
  const { code } = await workspace.runHere(['check', 'in.csv', '--contract', 'c.yaml', '--rejects', 'not/there']);
  expect(code).toBe(1);
  expect(await readdir(join(workspace.dir, 'not', 'there'))).toEqual(['in.csv.rejects']);
});

it('keeps corrections of an earlier check, and says where', async () => {
  await using workspace = await withFiles({
    'c.yaml': contract,
    'in.csv': 'id,email\nx,a@b\n',
    'in.csv.rejects': '_line,_reasons,id,email\n2,id.type,7,a@b\n',
  });
  const { stdout } = await workspace.runHere(['check', 'in.csv', '--contract', 'c.yaml']);
  expect(stdout.toString()).toContain('kept from before: in.csv.rejects.1; recheck or remove it');
  expect(await readFile(join(workspace.dir, 'in.csv.rejects.1'), 'utf8')).toContain(',7,a@b');
  const args = ['in.csv.rejects.1', '--contract', 'c.yaml', '--against', 'in.csv', '--accepted', 'good.csv'];
  const replayed = await workspace.runHere(['replay', ...args]);
  expect([replayed.code, replayed.stderr]).toEqual([0, 'sightglass: `replay` is now called `recheck`\n']);
  expect(await readFile(join(workspace.dir, 'good.csv'), 'utf8')).toBe('id,email\n7,a@b\n');
  await workspace.runHere(['check', 'in.csv', '--contract', 'c.yaml', '--overwrite', '--no-profile']);
  expect(await readdir(workspace.dir)).not.toContain('in.csv.rejects.2');
});

it('rechecks no rows whose duplicates it cannot see, and says how', async () => {
  await using workspace = await withFiles({ 'c.yaml': contract, 'in.csv': 'id,email\n1,a@b\n1,a@b\n' });
  await workspace.runHere(['check', 'in.csv', '--contract', 'c.yaml', '--no-profile']);
  const recheck = ['recheck', 'in.csv.rejects', '--contract', 'c.yaml'];
  const { code, stderr } = await workspace.run(recheck);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--against FILE')]);
  expect((await workspace.runHere([...recheck, '--against', 'in.csv'])).code).toBe(1);
  const unjudged = await workspace.runHere([...recheck, '--no-against']);
  expect([unjudged.code, unjudged.stderr]).toEqual([
    0,
    '1 row passes now and was not written to a file; give one with --accepted\n',
  ]);
});

it('shows the verdict, what is broken and the columns', async () => {
  await using workspace = await withFiles({ 'c.yaml': contract, 'in.csv': 'id,email\nx,a@b\n' });
  const { stdout } = await workspace.runHere(['check', 'in.csv', '--contract', 'c.yaml']);
  const text = stdout.toString();
  expect(text).toContain('✕ Failed  in.csv  1 row · 1 rejected');
  expect(text).toContain('✕ id.type  id is not an integer in 1 row: "x" (100 %; line 2)');
  expect(text).toMatch(/\d of \d expectations of the contract passed/u);
  expect(text).toMatch(/COLUMN +TYPE +NULLS/u);
});

it.each([
  [['check', 'none.csv'], 'there is no file none.csv (looked in '],
  [['check', '*.nothing'], 'no file matches *.nothing'],
  [['check', '.'], '. is a folder'],
  [['check', 'page.pdf', '--contract', 'c.yaml'], 'page.pdf is not a text file (PDF document) [FILE_UNREADABLE]'],
  [
    ['check', 'in.csv', '--contract', 'bad.yaml'],
    'bad.yaml:1:1: unknown key "colums". Did you mean "columns"? [CONTRACT_INVALID]',
  ],
  [['check', 'in.csv', '--contract', 'none.yaml'], 'there is no file none.yaml (looked in '],
  [['check', 'in.csv', '--rejects', 'in.csv', '--contract', 'c.yaml'], 'in.csv/in.csv.rejects cannot be written'],
])('%j says why and exits with 2', async (args, message) => {
  await using workspace = await withFiles({
    'c.yaml': contract,
    'bad.yaml': 'colums: []',
    'in.csv': 'id,email\nx,\n',
    'page.pdf': '%PDF-1.7',
  });
  const { code, stderr } = await workspace.runHere(args);
  expect(stderr).toContain(`sightglass: ${message}`);
  expect(stderr).not.toContain('    at ');
  expect(code).toBe(2);
});

it('checks standard input, whatever is in it', async () => {
  await using workspace = await withFiles({ 'c.yaml': contract });
  const args = ['check', '-', '--contract', 'c.yaml', '--json'];
  const { code, stdout } = await workspace.run(args, { input: gzipSync('id,email\n1,a@b\nx,c@d\n') });
  expect(code).toBe(1);
  expect(reportsIn(stdout)[0]).toMatchObject({ file: '-', rows: 2, rejected: 1, modifiedAt: null });
  expect(await readFile(join(workspace.dir, 'stdin.rejects'), 'utf8')).toContain('3,id.type,x,c@d');
  const foreign = await workspace.runHere(args, { input: '%PDF-1.7' });
  expect(foreign.code).toBe(2);
  expect(foreign.stderr.toString()).toContain('standard input is not a text file (PDF document)');
});
