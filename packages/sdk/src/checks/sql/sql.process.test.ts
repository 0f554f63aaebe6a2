import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CheckReport, ContractInput } from '@sightglass/model/contract';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { checkText } from '../../../testing/check-text.ts';
import { checkFile } from '../check-file.ts';
import { planContract } from '../plan-contract.ts';
import { withoutEngine } from './run-sql.ts';

type Sql = NonNullable<NonNullable<ContractInput['table']>['sql']>[number];

const columns: NonNullable<ContractInput['columns']> = [
  { name: 'id', type: 'integer' },
  { name: 'net', type: 'number' },
  { name: 'tax', type: 'number' },
  { name: 'gross', type: 'number' },
  { name: 'ordered', type: 'date' },
  { name: 'email', pii: true },
];

const orders = `id,net,tax,gross,ordered,email
1,0.1,0.2,0.3,2026-11-24,ann@example.org
2,10,2,12,2026-11-25,bob@example.org
3,10,2,13,2026-11-26,"eve
of adam"
4,5,1,7,9999-12-31,
`;

const rule = (sql: string, more: Partial<Sql> = {}): Sql => ({ name: 'r', sql, ...more });

/** Status, count, lines and message of each query. */
const found = ({ results }: CheckReport) =>
  results
    .filter(({ expectation }) => expectation.startsWith('sql.'))
    .map(({ status, count, lines, message }) => [status, count, [...lines], message] as const);

const check = async (rules: readonly Sql[], content: string | Uint8Array = orders, options = {}) => {
  const named = rules.map((one, index) => ({ ...one, name: `r${index}` }));
  return found((await checkText(content, { columns, table: { sql: named } }, options)).report);
};

describe('SQL', () => {
  it('finds the rows that a query returns, on their lines, with every digit and personal data starred out', async () => {
    expect(
      await check([
        rule('SELECT * FROM file WHERE net + tax <> gross'),
        rule('SELECT _line, id, gross FROM file WHERE net + tax <> gross', { warn: 0 }),
        rule('SELECT _line, id FROM file WHERE net + tax <> gross', { error: '50%' }),
        rule('SELECT * FROM file WHERE id > 100'),
        rule('SELECT _line FROM file WHERE id = 2'),
        rule('SELECT _line, upper(email) AS id FROM file WHERE id = 1'),
        rule('SELECT email AS id FROM file WHERE id = 1'),
        rule("SELECT id FROM (SELECT email AS id FROM file) WHERE id LIKE 'a%'"),
        rule('SELECT id FROM file WHERE id = 1 UNION ALL SELECT 2 FROM file WHERE email IS NULL'),
        rule('SELECT sum(gross) AS total, count() AS n FROM file HAVING total > 30'),
        rule("SELECT id, ordered FROM file WHERE ordered > '2026-12-31'"),
        rule('SELECT id FROM file WHERE email IS NULL'),
      ]),
    ).toEqual([
      [
        'fail',
        2,
        [4, 6],
        'the query returned 2 rows: line 4: id "3", net "10", tax "2", gross "13", ordered "2026-11-26", email "*** ** ****" …; line 6: id "4", net "5", tax "1", gross "7", ordered "2299-12-31", email NULL'.replace(
          '*** ** ****" …',
          String.raw`***\n** ****"`,
        ),
      ],
      ['warn', 2, [4, 6], 'the query returned 2 rows: line 4: id "3", gross "13"; line 6: id "4", gross "7"'],
      ['warn', 2, [4, 6], 'the query returned 2 rows: line 4: id "3"; line 6: id "4"'],
      ['pass', 0, [], 'the query returned no rows'],
      ['fail', 1, [3], 'the query returned 1 row: line 3'],
      ['fail', 1, [2], 'the query returned 1 row: line 2: id "***@*******.***"'],
      ['fail', 1, [], 'the query returned 1 row: id "***@*******.***"'],
      ['fail', 1, [], 'the query returned 1 row: id "***@*******.***"'],
      ['fail', 2, [], expect.stringMatching(/^the query returned 2 rows: id "\*"; id "\*"$/)],
      ['fail', 1, [], 'the query returned 1 row: total "32.3", n "4"'],
      ['fail', 1, [], 'the query returned 1 row: id "4", ordered "2299-12-31"'],
      ['fail', 1, [], 'the query returned 1 row: id "4"'],
    ]);
  });

  it('shows no values where none are to be shown', async () => {
    expect((await check([rule('SELECT * FROM file')], orders, { samples: false }))[0]?.[3]).toBe(
      'the query returned 4 rows',
    );
  });

  it('joins with the other files that the contract names, of any format', async () => {
    const folder = temporaryFolder();
    await writeFile(join(folder, 'known.jsonl.gz'), gzipSync('{"id":1,"at":{"x":1}}\n{"id":2}\n'));
    await writeFile(join(folder, 'in.jsonl'), '{"id":1,"tags":["a"]}\nnot json\n{"id":3,"tags":[]}\n');
    await writeFile(
      join(folder, 'c.yaml'),
      `columns: [{name: id, type: integer}, {name: tags}]
table:
  sql:
    - name: unknown
      tables: { known: known.jsonl.gz }
      sql: |
        SELECT f._line, f.id FROM file f
        LEFT JOIN known k ON toInt64(k.id) = f.id
        WHERE k.id IS NULL
`,
    );
    const report = await checkFile(join(folder, 'in.jsonl'), join(folder, 'c.yaml'), { rejects: false });
    expect(found(report)).toEqual([['fail', 1, [3], 'the query returned 1 row: line 3: id "3"']]);
  });

  it('stars out personal data within JSON, and what is made of it', async () => {
    const { report } = await checkText(
      '{"id":1,"customer":{"email":"ann@example.org","city":"Ulm"}}\n',
      {
        columns: [{ name: 'id', type: 'integer' }, { name: 'customer.email', pii: true }, { name: 'customer.city' }],
        table: {
          extraColumns: 'allowed',
          sql: [
            'SELECT customer FROM file',
            'SELECT customer.email, customer.city FROM file',
            "SELECT JSONExtractString(customer, 'email') AS city FROM file",
            'SELECT f.customer.email AS e FROM file AS f',
            'SELECT length(customer.city) AS n FROM file',
          ].map((sql, index) => ({ name: `r${index}`, sql })),
        },
      },
      { name: 'in.jsonl' },
    );
    expect(JSON.stringify(found(report))).not.toMatch(/ann|example/u);
    expect(found(report).map(([, count]) => count)).toEqual([1, 1, 1, 1, 1]);
    expect(found(report)[1]?.[3]).toMatch(/customer\.city "Ulm"$/u);
    expect(found(report)[4]?.[3]).toMatch(/n "3"$/u);
  });

  it('reads the file as the check does: dialect, encoding, null words, and numbers of any size', async () => {
    const text = 'a;b;c;d\n1.299,99;ja;-;1e-25\n-5,5;nein;M\u00fcller;2\nx;?;z;3\n';
    const { report } = await checkText(
      Buffer.from(text, 'latin1'),
      {
        format: { encoding: 'latin1', decimal: ',', group: '.', nulls: ['-'], trueWords: ['ja'], falseWords: ['nein'] },
        columns: [
          { name: 'a', type: 'number' },
          { name: 'b', type: 'boolean' },
          { name: 'c' },
          { name: 'd', type: 'number', decimal: '.', group: '_' },
        ],
        table: { sql: [rule("SELECT _line, a, b, c, d FROM file WHERE a < 1300.5 OR c = 'M\u00fcller' OR a IS NULL")] },
      },
      {},
    );
    expect(found(report)).toEqual([
      [
        'fail',
        3,
        [2, 3, 4],
        'the query returned 3 rows: line 2: a "1299.99", b "true", c NULL, d "1e-25"; line 3: a "-5.5", b "false", c "M\u00fcller", d "2"; line 4: a NULL, b NULL, c "z", d "3"',
      ],
    ]);
  });

  it.each([
    [
      'a huge join',
      'SELECT count() FROM file a, file b, file c, file d, file e, file f, file g WHERE a.net + b.net + c.net + d.net + e.net + f.net + g.net < 0',
      /takes longer than it may/,
    ],
    [
      'more memory than there is',
      'SELECT groupArray(repeat(toString(a.id), 100000)) FROM file a, file b, file c',
      /1 GiB of memory/,
    ],
    ['a sum that overflows', 'SELECT net * net * net * net * net FROM file', /overflow/i],
  ])('ends the check at %s, in words', async (_, sql, words) => {
    const many = `id,net\n${Array.from({ length: 60 }, (__, n) => `${n},${n}.5`).join('\n')}\n`;
    const given = { columns: columns.slice(0, 2), table: { sql: [rule(sql, { timeout: '500ms' })] } };
    await expect(checkText(many, given)).rejects.toThrow(words);
  });

  it('is refused with its place, also before there is a file', async () => {
    const folder = temporaryFolder();
    const contract = join(folder, 'c.yaml');
    await writeFile(
      contract,
      "columns: [{name: id}]\ntable:\n  sql:\n    - name: passwd\n      sql: SELECT\n        file('/etc/passwd')\n",
    );
    await expect(planContract(contract)).rejects.toThrow(
      `${contract}:5:12: SQL "passwd", line 1, column 8: the function file is not allowed`,
    );
    await expect(checkText('id\n1\n', { table: { sql: [rule('SELECT nothing FROM file')] } })).rejects.toThrow(
      /^contract: SQL "r": Unknown expression identifier `?nothing/,
    );
    await expect(checkText('id\n1\n', { table: { sql: [rule('SELECT id FROM orders')] } })).rejects.toThrow(
      'SQL "r", line 1, column 16: there is no table "orders"; the rows of the checked file are the table "file"',
    );
    await expect(checkText('id\n1\n', { table: { sql: [rule('SELECT id FRM file')] } })).rejects.toThrow(
      /^contract: SQL "r": syntax error at \(file\) \(line 1, column 15\): file; write one SELECT, without/,
    );
  });

  it('is not judged where the file lacks a column that it names, or a header', async () => {
    const rules = [rule('SELECT id FROM file WHERE tax > 1')];
    expect(await check(rules, 'id\n1\n')).toEqual([
      ['skip', 0, [], 'the query returned no rows: not checked, the file has no column "tax"'],
    ]);
    expect(await check(rules, '')).toEqual([
      ['skip', 0, [], 'the query returned no rows: not checked, the file has no header'],
    ]);
  });

  it('starts nothing where no SQL is expected, and ends what it started', async () => {
    const started: unknown[] = [];
    const note = (message: unknown): void => void started.push(message);
    subscribe('child_process', note);
    try {
      await checkText(orders, { columns });
      expect(started).toHaveLength(0);
      await check([rule('SELECT 1 FROM file')]);
      expect(started).toHaveLength(1);
      const { pid } = (started[0] as { readonly process: { readonly pid: number } }).process;
      expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    } finally {
      unsubscribe('child_process', note);
    }
  });

  it('ends an engine that is stuck, which one that has crashed is', async () => {
    const started: ChildProcess[] = [];
    const stop = (message: unknown): void => {
      const { process: child } = message as { readonly process: ChildProcess };
      started.push(child);
      child.once('message', () => child.kill('SIGSTOP'));
    };
    subscribe('child_process', stop);
    try {
      await expect(check([rule('SELECT id FROM file', { timeout: '1ms' })])).rejects.toThrow(
        /^the engine did not answer in time and was ended/,
      );
      expect(started[0]?.signalCode).toBe('SIGKILL');
    } finally {
      unsubscribe('child_process', stop);
    }
  });

  it('has words for a platform without the engine', () => {
    expect(withoutEngine("Cannot find package 'chdb'", { platform: 'win32', arch: 'x64' })).toMatch(
      /^SQL expectations need the embedded engine, which is not there on win32 x64: install the package chdb .*'chdb'$/,
    );
  });

  it('is over when the check is', async () => {
    const sql = 'SELECT count() FROM file a, file b, file c, file d, file e, file f WHERE a.net + f.net < 0';
    const many = `id,net\n${Array.from({ length: 200 }, (_, n) => `${n},1`).join('\n')}\n`;
    const signal = AbortSignal.timeout(1_500);
    await expect(
      checkText(many, { columns: columns.slice(0, 2), table: { sql: [rule(sql)] } }, { signal }),
    ).rejects.toThrow(/aborted/);
  });
});
