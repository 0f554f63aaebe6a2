import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCliWorkspace } from '../../testing/run-cli.ts';

it('a contract is inferred, can be used, and the file keeps it; rejected rows are corrected and rechecked', async () => {
  await using workspace = await createCliWorkspace();
  const path = (name: string): string => join(workspace.dir, name);
  const rows = Array.from(
    { length: 100 },
    (_, id) => `${id};${id % 2 === 0 ? 'open' : 'paid'};2026-11-${10 + (id % 20)}`,
  );
  await writeFile(path('orders.csv'), `id;status;day\n${rows.join('\n')}\n`);

  const inferred = await workspace.run(['contract', 'infer', 'orders.csv']);
  await writeFile(path('orders.yaml'), inferred.stdout);
  expect(inferred.stdout.toString()).toBe(
    [
      'name: orders',
      'format:',
      '  delimiter: ;',
      'columns:',
      '  - name: id',
      '    type: integer',
      '    required: true',
      '    unique: true',
      '  - name: status',
      '    type: string',
      '    required: true',
      '    allowed:',
      '      - open',
      '      - paid',
      '  - name: day',
      '    type: date',
      '    required: true',
      '',
    ].join('\n'),
  );
  const valid = await workspace.runHere(['contract', 'validate', 'orders.yaml']);
  expect(valid.stdout.toString()).toBe('orders.yaml: 3 columns, 7 expectations\n');

  await writeFile(path('next.csv'), 'id;status;day\n1;open;2026-11-25\n2;closed;2026-11-25\n3;paid;25.11.2026\n4\n');
  const checked = await workspace.runHere(['check', 'next.csv', '--contract', 'orders.yaml']);
  expect(checked.code).toBe(1);
  expect(checked.stdout.toString()).toContain(' of 7 expectations of the contract passed');
  const rejects = await readFile(path('next.csv.rejects'), 'utf8');
  expect(rejects).toBe(
    '_line;_reasons;id;status;day\n3;status.allowed;2;closed;2026-11-25\n4;day.type;3;paid;25.11.2026\n5;row.width;4\n',
  );

  await writeFile(path('next.csv.rejects'), rejects.replace('closed', 'paid').replace('25.11.2026', '2026-11-25'));
  const recheck = 'recheck next.csv.rejects --contract orders.yaml --against next.csv --accepted good.csv --json';
  const rechecked = await workspace.runHere(recheck.split(' '));
  expect(rechecked.code).toBe(1);
  expect(JSON.parse(rechecked.stdout.toString())).toMatchObject({ rows: 3, rejected: 1 });
  expect(await readFile(path('good.csv'), 'utf8')).toBe('id;status;day\n2;paid;2026-11-25\n3;paid;2026-11-25\n');
  expect(await readFile(path('next.csv.rejects.rejects'), 'utf8')).toBe(
    '_line;_reasons;id;status;day\n5;row.width;4\n',
  );
});

it('a contract that is inferred from a broken file is one of the rows that can be read, which stderr says', async () => {
  await using workspace = await createCliWorkspace();
  await writeFile(join(workspace.dir, 'in.jsonl'), '{"id":1}\n{"id":2}\n{"id":');
  const { code, stdout, stderr } = await workspace.runHere(['contract', 'infer', 'in.jsonl']);
  expect(stderr).toMatch(
    /^sightglass: in\.jsonl: 1 row is not a JSON object.* \(line 3\); the contract is inferred from what could be read$/m,
  );
  expect(stdout.toString()).toBe('name: in\ncolumns:\n  - name: id\n    type: integer\n    required: true\n');
  expect(code).toBe(0);
});

it('a Frictionless Table Schema becomes a contract', async () => {
  await using workspace = await createCliWorkspace();
  const schema = {
    fields: [
      { name: 'id', type: 'integer' },
      { name: 'at', type: 'geopoint' },
    ],
    primaryKey: ['id'],
  };
  await writeFile(join(workspace.dir, 'schema.json'), JSON.stringify(schema));
  const { stdout, stderr } = await workspace.runHere(['contract', 'import', 'schema.json']);
  expect(stdout.toString()).toContain('  - name: id\n    type: integer\n    required: true\n    unique: true\n');
  expect(stderr).toContain('column "at": type geopoint is not known here and reads as string');

  const asJson = await workspace.runHere(['contract', 'import', 'schema.json', '--json']);
  await writeFile(join(workspace.dir, 'at.json'), asJson.stdout);
  const valid = await workspace.runHere(['contract', 'validate', 'at.json', '--json']);
  expect(JSON.parse(valid.stdout.toString())).toMatchObject({
    file: 'at.json',
    columns: 2,
    expectations: expect.arrayContaining(['id.not_null', 'id.type', 'id.unique']) as string[],
  });
});

it.each([
  [['contract', 'infer', 'none.csv'], 'there is no file none.csv (looked in '],
  [['contract', 'validate', 'bad.yaml'], 'bad.yaml:1:1: unknown key "colums"'],
  [
    ['contract', 'import', 'bad.yaml'],
    'bad.yaml is neither a Frictionless Table Schema nor an ODCS contract: fields is missing',
  ],
  [
    ['contract', 'infer', 'empty.csv'],
    'empty.csv is empty: there is nothing to infer a contract from [FILE_UNREADABLE]',
  ],
  [
    ['contract', 'import', 'ours.yaml'],
    'ours.yaml is already a Sightglass contract. Check it: sightglass contract validate ours.yaml',
  ],
  [['recheck', 'in.csv', '--contract', 'bad.yaml'], 'in.csv is not a reject file'],
])('%j says why and exits with 2', async (args, message) => {
  await using workspace = await createCliWorkspace();
  await writeFile(join(workspace.dir, 'bad.yaml'), 'colums: []');
  await writeFile(join(workspace.dir, 'in.csv'), 'a\n1\n');
  await writeFile(join(workspace.dir, 'empty.csv'), '');
  await writeFile(join(workspace.dir, 'ours.yaml'), 'columns: [{ name: a }]');
  const { code, stderr } = await workspace.runHere(args);
  expect(stderr).toContain(`sightglass: ${message}`);
  expect(stderr).not.toContain('    at ');
  expect(code).toBe(2);
});
