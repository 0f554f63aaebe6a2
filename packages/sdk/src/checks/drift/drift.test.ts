import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContractInput } from '@sightglass/model/contract';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../../test/temporary-folder.ts';
import { checkText } from '../../../testing/check-text.ts';
import { checkFile } from '../check-file.ts';
import { contractIn } from '../contract/read-contract.ts';

type Drift = NonNullable<NonNullable<ContractInput['table']>['drift']>;

const columns: NonNullable<ContractInput['columns']> = [
  { name: 'id', type: 'integer' },
  { name: 'amount', type: 'number' },
  { name: 'status' },
  { name: 'day', type: 'date' },
  { name: 'email', pii: true },
];

interface Given {
  readonly rows?: number;
  readonly first?: number;
  readonly amount?: (row: number) => number | string;
  readonly status?: (row: number) => string;
  readonly names?: string;
}

/** Rows like those of any other day, but for what is given. */
const fileOf = ({ rows = 400, first = 0, amount = usualAmount, status = usualStatus, names }: Given = {}): string => {
  const lines = Array.from(
    { length: rows },
    (_, row) => `${first + row},${amount(row)},${status(row)},2026-01-01,p${row % 20}@example.org`,
  );
  return `${[names ?? 'id,amount,status,day,email', ...lines].join('\n')}\n`;
};
const usualAmount = (row: number): string => (10 + ((row * 7919) % 1000) / 10).toFixed(2);
const usualStatus = (row: number): string => (row % 4 === 0 ? 'open' : 'paid');

/** Checks files one after the other; the results of the last. */
const lastOf = async (drift: Drift, files: readonly string[], history = temporaryFolder()) => {
  const contract: ContractInput = { name: 'orders', columns, table: { drift, extraColumns: 'allowed' } };
  let found: readonly (readonly [string, string, string])[] = [];
  for (const [index, text] of files.entries()) {
    const now = new Date(Date.UTC(2026, 0, 1 + index));
    const { report } = await checkText(text, contract, { history, now, rejects: false });
    found = report.results
      .filter(({ expectation }) => expectation.startsWith('drift.'))
      .map(({ expectation, status, message }) => [expectation, status, message] as const);
  }
  return found;
};

const three = [0, 1, 2].map((day) => fileOf({ first: day * 1000, rows: 380 + day * 20 }));
const all: Drift = {
  rows: '50%',
  nulls: '5%',
  distinct: '50%',
  distribution: 0.25,
  distance: 0.2,
  columns: true,
  except: ['id'],
};

describe('drift', () => {
  it('is none between files of the same kind', async () => {
    const found = await lastOf(all, [...three, fileOf({ first: 9000, rows: 420 })]);
    expect(found.map(([, status]) => status)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass', 'pass']);
    expect(found[0]?.[2]).toBe('the number of rows is within 50% of earlier files: 420 rows, usually 400');
  });

  it.each([
    ['rows', { rows: 199 }, 'the number of rows is not within 50% of earlier files: 199 rows, usually 400'],
    ['rows', { rows: 601 }, 'the number of rows is not within 50% of earlier files: 601 rows, usually 400'],
    [
      'nulls',
      { amount: (row: number) => (row % 10 === 0 ? '' : usualAmount(row)) },
      'the share of rows without a value differs by more than 5% from earlier files: amount 10%, usually 0%',
    ],
    [
      'distinct',
      { status: (row: number) => `s${row % 9}` },
      'the number of different values differs by more than 50% from earlier files: status 9, usually 2',
    ],
    [
      'distribution',
      { amount: (row: number) => Number(usualAmount(row)) * 2 },
      /stability index above 0\.25\): amount [\d.]+$/u,
    ],
    ['distribution', { status: (row: number) => (row % 4 === 0 ? 'paid' : 'open') }, /: status [\d.]+$/u],
    [
      'distribution',
      { amount: (row: number) => Number(usualAmount(row)) + (row === 7 ? 1e9 : 0) - (row % 2) * 40 },
      /: amount [\d.]+$/u,
    ],
    [
      'distance',
      { amount: (row: number) => Number(usualAmount(row)) + 30 },
      /numbers are distributed otherwise than in earlier files \(Kolmogorov-Smirnov distance above 0\.2\): amount 0\.[23]\d*$/u,
    ],
    ...(['distribution', 'distance'] as const).flatMap((rule) => [
      [
        rule,
        { amount: (row: number) => `n/k${row}` },
        /: amount 0% of the rows with a number, usually 100%$/u,
      ] as const,
      [rule, { amount: () => '' }, /: amount 0% of the rows with a number, usually 100%$/u] as const,
      [
        rule,
        { amount: (row: number) => (row % 100 < 70 ? usualAmount(row) : 'n/k') },
        /: amount 70% of the rows with a number, usually 100%$/u,
      ] as const,
      [rule, { amount: (row: number) => (row === 7 ? '60' : '') }, /: amount 0\.25% of the rows/u] as const,
    ]),
    ['distribution', { status: () => '' }, /: status 0% of the rows with a value, usually 100%$/u],
    ['distribution', { status: (row: number) => String(1000 + row) }, /: status [\d.]+$/u],
    [
      'columns',
      { names: 'id,amount,state,day,email' },
      'the columns are not those of earlier files: status is gone; state is new',
    ],
  ] as const)('of %s: %j', async (rule, given, message) => {
    const found = await lastOf(all, [...three, fileOf({ first: 9000, ...given })]);
    const [, status, words] = found.find(([id]) => id === `drift.${rule}`)!;
    expect(status).toBe('fail');
    if (typeof message === 'string') expect(words).toBe(message);
    else expect(words).toMatch(message);
  });

  it('is judged from the third earlier file on, and warns where it should', async () => {
    const history = temporaryFolder();
    const [, status, message] = (await lastOf({ rows: '50%' }, three, history))[0]!;
    expect([status, message]).toEqual([
      'skip',
      'the number of rows is within 50% of earlier files: not checked, 2 earlier files so far, and 3 are needed',
    ]);
    expect((await lastOf({ rows: '50%', warn: 0 }, [fileOf({ rows: 10 })], history))[0]?.[1]).toBe('warn');
    expect((await lastOf({ rows: '50%', files: 1, leastFiles: 1 }, [fileOf({ rows: 10 })], history))[0]?.[1]).toBe(
      'fail',
    );
  });

  it('of numbers is not by chance alone, nor of texts, times and personal data', async () => {
    const few = fileOf({ rows: 5, amount: (row) => 60 + row * 10, status: () => 'lost' });
    const found = await lastOf({ distance: 0.2, except: ['id'] }, [...three, few]);
    expect(found).toEqual([['drift.distance', 'pass', expect.stringMatching(/: 1 column compared with 3 files$/u)]]);
  });

  it('is not learned from files that failed, be it by drift or otherwise, unless they are included', async () => {
    const bad = [0, 1, 2].map((day) => fileOf({ rows: 20, first: day * 1000, amount: () => 'x' }));
    const lost = [5, 6, 7].map((rows) => fileOf({ rows }));
    const message = async (drift: Drift) => (await lastOf(drift, [...bad, ...three, ...lost, fileOf()]))[0]?.[2];
    expect(await message({ rows: '50%' })).toMatch(/: 400 rows, usually 400$/u);
    expect(await message({ rows: '50%', includeFailed: true })).toMatch(/: 400 rows, usually 20$/u);
    expect((await lastOf({ rows: '50%' }, [...bad, fileOf()]))[0]?.[2]).toMatch(/0 earlier files so far/u);
  });

  it('is not judged where nothing can be compared, and counts what is compared alone', async () => {
    const drift: Drift = { nulls: '5%', distribution: 0.25, distance: 0.2, except: ['id'], includeFailed: true };
    const last = async (given: Given, earlier = three, own = drift) =>
      (await lastOf(own, [...earlier, fileOf(given)])).map(([, status, message]) => [
        status,
        message.split(': ').at(-1),
      ]);
    expect(await last({ first: 9000 })).toEqual([
      ['pass', '4 columns compared with 3 files'],
      ['pass', '2 columns compared with 3 files'],
      ['pass', '1 column compared with 3 files'],
    ]);
    const empty = [0, 1, 2].map((day) => fileOf({ first: day, amount: () => 'none' }));
    expect((await last({ amount: () => 'none' }, empty)).at(-1)).toEqual([
      'skip',
      'not checked, no column of numbers has values to compare with those of earlier files',
    ]);
    expect((await last({ first: 9000 }, empty)).at(-1)).toEqual([
      'fail',
      'amount 100% of the rows with a number, usually 0%',
    ]);
    expect(await last({ rows: 0 })).toEqual(Array(3).fill(['skip', 'not checked, the file has no rows']));
    expect((await last({}, three, { distance: 0.2, except: ['id', 'amount'] }))[0]?.[0]).toBe('skip');
  });

  it('does not compare a file that is checked again with itself', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'orders.csv');
    await writeFile(file, fileOf());
    const contract: ContractInput = { columns, table: { drift: { rows: '50%', leastFiles: 1 } } };
    const check = () => checkFile(file, contract, { history: join(folder, 'history'), rejects: false });
    await check();
    const { results } = await check();
    expect(results.find(({ expectation }) => expectation === 'drift.rows')?.message).toMatch(/0 earlier files so far/u);
  });

  it('is not judged without a history', async () => {
    const { report } = await checkText(fileOf(), { columns, table: { drift: { rows: '1%' } } });
    expect(report.results.find(({ status }) => status === 'skip')?.message).toMatch(
      /not checked, no history is kept; give it a folder, or server, with --history/u,
    );
  });

  it('keeps no personal data, a profile for each file, and at most a hundred', async () => {
    const history = temporaryFolder();
    await lastOf(
      { rows: '50%', includeFailed: true },
      [
        ...three,
        ...Array.from({ length: 100 }, (_, n) => `id,amount,status,day,email\n${n},1,a,,secret@example.org\n`),
      ],
      history,
    );
    const names = await readdir(join(history, 'orders'));
    expect(names).toHaveLength(100);
    const kept = await Promise.all(names.map((name) => readFile(join(history, 'orders', name), 'utf8')));
    expect(kept.join('')).not.toContain('secret');
  });

  it('refuses a history that is damaged', async () => {
    const history = temporaryFolder();
    await lastOf({ rows: '50%' }, three, history);
    await writeFile(join(history, 'orders', '9999-x.json'), '{"version":1');
    await expect(lastOf({ rows: '50%' }, three, history)).rejects.toThrow(
      '9999-x.json is not a profile of a checked file; remove it',
    );
  });

  it.each([
    ['¦{}', 'drift has nothing to compare; write rows, nulls, distinct, distribution, distance, columns'],
    ['{rows: ¦5}', 'table.drift.rows: must be a text, and is 5'],
    ['{rows: ¦half}', 'table.drift.rows: must be a percentage such as 50%'],
    ['{¦row: 5%}', 'table.drift: unknown key "row". Did you mean "rows"?'],
  ])('that cannot be used shows where: %s', (drift, message) => {
    const before = 'table: {drift: ';
    expect(() => contractIn(`${before}${drift.replace('¦', '')}}\n`, 'c.yaml')).toThrow(
      `c.yaml:1:${before.length + drift.indexOf('¦') + 1}: ${message}`,
    );
  });
});
