import { runIdAt } from '@sightglass/model';
import { contractHealthPage, fileProfilePage, runChecks } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { startTestApi, type TestApi } from '../_api.ts';
import { checkEvents } from './_checks.ts';
import { eventsRequest, lifecycleEvent, runEvents } from '../runs/_runs.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const get = async <Shape extends z.ZodType>(shape: Shape, url: string): Promise<z.output<Shape>> => {
  const response = await api.app.inject(`/api/v1${url}`);
  expect(response.statusCode, response.body).toBe(200);
  return shape.parse(response.json());
};

const dayMs = 86_400_000;
const startMs = Date.parse('2026-03-01T02:00:00Z');
const days = 35;
const ids = Array.from({ length: days }, (_, day) => runIdAt(startMs + day * dayMs));
const [twoFiles, unchecked] = [runIdAt(1), runIdAt(2)];

beforeAll(async () => {
  const daily = ids.flatMap((runId, day) =>
    checkEvents({ runId, atMs: startMs + day * dayMs, broken: day === days - 1 ? 50 : day % 3 }),
  );
  const lastMs = startMs + (days - 1) * dayMs;
  const others = [
    ...checkEvents({ runId: runIdAt(lastMs + 1), atMs: lastMs, pipeline: 'stock', contract: 'stock', broken: 0 }),
    ...checkEvents({ runId: runIdAt(lastMs + 2), atMs: lastMs - 1, pipeline: 'prices', contract: 'prices', broken: 2 }),
    // Two files in one run, the worse one first.
    ...checkEvents({ runId: twoFiles, atMs: 5_000, pipeline: 'old', contract: 'old', file: 'a.csv', broken: 99 }),
    ...checkEvents({ runId: twoFiles, atMs: 6_000, pipeline: 'old', contract: 'old', file: 'b.csv', broken: 0 }),
    ...runEvents({ runId: unchecked, startedAtMs: startMs }),
  ];
  await api.engine.insert('logs', [eventsRequest([...daily, ...others])]);
});

test('contracts come with trouble first', async () => {
  const { items, nextCursor } = await get(contractHealthPage, '/checks');
  expect(items.map(({ contract, result }) => [contract, result])).toEqual([
    ['orders', 'fail'],
    ['old', 'fail'],
    ['prices', 'warn'],
    ['stock', 'pass'],
  ]);
  expect(nextCursor).toBeNull();
});

test.each([
  ['sort=name', ['old', 'orders', 'prices', 'stock']],
  ['sort=name&order=turned', ['stock', 'prices', 'orders', 'old']],
  ['sort=checked', ['orders', 'stock', 'prices', 'old']],
  ['order=turned', ['stock', 'prices', 'old', 'orders']],
  ['search=RICE', ['prices']],
  ['search=st+ock', ['stock']],
  ['search=nothing', []],
  ['result=fail', ['orders', 'old']],
  ['result=warn&search=p', ['prices']],
])('checks?%s', async (query, expected) => {
  const names: (string | null)[] = [];
  for (let cursor = ''; ;) {
    const page = await get(contractHealthPage, `/checks?${query}&limit=3${cursor}`);
    names.push(...page.items.map(({ contract }) => contract));
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(names).toEqual(expected);
});

test('a list is a file too, without rows that were rejected', async () => {
  const csv = await api.app.inject('/api/v1/check-export?result=fail');
  expect(csv.headers).toMatchObject({ 'content-disposition': 'attachment; filename="contracts.csv"' });
  const lines = csv.body.trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/^contract,namespace,pipeline,result,/u);
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 4).join(' '))).toEqual([
    'orders shop orders fail',
    expect.stringMatching(/^old \w+ old fail$/u),
  ]);
  const ndjson = await api.app.inject('/api/v1/check-export?search=orders&format=ndjson');
  expect(JSON.parse(ndjson.body)).toMatchObject({ contract: 'orders', filesChecked: days });
  expect(ndjson.body).not.toContain('4711');
});

test('a page goes on where the one before ended', async () => {
  const names: (string | null)[] = [];
  for (let cursor = ''; ;) {
    const page = await get(contractHealthPage, `/checks?limit=1${cursor}`);
    names.push(...page.items.map(({ contract }) => contract));
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(names).toEqual(['orders', 'old', 'prices', 'stock']);
});

test('an expectation tells how it went in each of the newest files', async () => {
  const { items } = await get(contractHealthPage, '/checks?pipeline=orders&namespace=shop&contract=orders');
  const [orders] = items;
  expect(orders).toMatchObject({ namespace: 'shop', filesChecked: days, checkedAt: '2026-04-04T02:00:00.000Z' });
  expect(orders?.files).toHaveLength(30);
  expect(orders?.files.at(-1)).toMatchObject({ runId: ids.at(-1), rejected: 50 });
  expect(orders?.files.flatMap(({ runId, samples }) => (samples.length === 0 ? [] : [[runId, samples]]))).toEqual([
    [ids.at(-1), [{ line: 7, reasons: ['amount.min'], row: '4711,-3' }]],
  ]);
  const broken = Array.from({ length: 30 }, (_, index) => (index === 29 ? 50 : (index + 5) % 3));
  expect(orders?.expectations.map(({ expectation }) => expectation)).toEqual(['amount.min', 'table.rows']);
  expect(orders?.expectations[0]).toMatchObject({ result: 'fail', broken: 50, warn: '0', error: '10' });
  expect(orders?.expectations[0]?.trend.broken).toEqual(broken);
  expect(orders?.expectations[0]?.trend.results.slice(-3)).toEqual(['warn', 'pass', 'fail']);
  expect(orders?.columns).toEqual([
    {
      column: 'amount',
      broken: broken.reduce((sum, count) => sum + count, 0),
      rows: 30_000,
      brokenFiles: broken.filter(Boolean).length,
      files: 30,
    },
  ]);
});

test('the worst file of the latest run counts, not the last one it checked', async () => {
  const { items } = await get(contractHealthPage, '/checks?contract=old');
  expect(items[0]?.files.map(({ file }) => file)).toEqual(['a.csv', 'b.csv']);
  expect(items[0]?.expectations[0]).toMatchObject({ expectation: 'amount.min', result: 'fail', file: 'a.csv' });
  expect(items[0]?.expectations[0]?.trend.broken).toEqual([99, 0]);
});

test('a range counts the files in it', async () => {
  const { items } = await get(contractHealthPage, '/checks?from=2026-03-02T00:00:00Z&to=2026-03-04T00:00:00Z');
  expect(items.map(({ contract, filesChecked, files }) => [contract, filesChecked, files.length])).toEqual([
    ['orders', 2, 2],
  ]);
});

test('a run tells its files, failed ones first, with every expectation', async () => {
  const { items, counts, files } = await get(runChecks, `/runs/${twoFiles}/checks`);
  expect(counts).toEqual({ fail: 1, warn: 0, skip: 0, pass: 1 });
  expect(files).toBe(2);
  expect(items.map(({ file, result }) => [file, result])).toEqual([
    ['a.csv', 'fail'],
    ['b.csv', 'pass'],
  ]);
  expect(items.map(({ samples }) => samples.length)).toEqual([1, 0]);
  expect(items[0]?.results).toEqual([
    expect.objectContaining({ expectation: 'amount.min', result: 'fail', broken: 99, lines: ['7', '12'] }),
    expect.objectContaining({ expectation: 'table.rows', result: 'pass', warn: null }),
  ]);
  const first = await get(runChecks, `/runs/${twoFiles}/checks?limit=1`);
  const second = await get(runChecks, `/runs/${twoFiles}/checks?limit=1&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items]).toEqual(items);
  expect(second.nextCursor).toBeNull();
});

test('a run that checked nothing says so, one that nobody knows is not found', async () => {
  expect(await get(runChecks, `/runs/${unchecked}/checks`)).toMatchObject({ items: [], files: 0 });
  expect((await api.app.inject('/api/v1/runs/nobody/checks')).statusCode).toBe(404);
});

test.each(['/checks?cursor=WzEsMl0', '/checks?limit=1001', '/runs/x/checks?cursor=WzEsMl0'])(
  '%s is refused',
  async (url) => {
    expect((await api.app.inject(`/api/v1${url}`)).statusCode).toBe(400);
  },
);

test('profiles of the files of a contract come newest first, and a page of them ends after some MiB', async () => {
  const profileAt = (day: number, more: object = {}): string => {
    const at = new Date(startMs + day * dayMs).toISOString();
    return JSON.stringify({
      version: 1,
      file: `${day}.csv`,
      bytes: 1,
      modifiedAt: at,
      checkedAt: at,
      rows: day,
      columns: [],
      ...more,
    });
  };
  const reported = (contract: string, day: number, checkProfile: string): object =>
    lifecycleEvent('fileProfiled', startMs + day * dayMs, {
      runId: `${contract} ${day}`,
      pipelineName: contract,
      pipelineNamespace: day === 2 ? 'other' : 'shop',
      checkContract: contract,
      checkFile: `${day}.csv`,
      checkProfile,
    });
  const long = [{ name: 'x'.repeat(1_000_000), nulls: 0, distinct: 0 }];
  await api.engine.insert('logs', [
    eventsRequest([1, 2, 3].map((day) => reported('few', day, profileAt(day)))),
    eventsRequest([
      reported('few', 4, '{"version":99}'),
      reported('few', 5, 'no JSON'),
      reported('few', 3, profileAt(3)),
    ]),
    ...Array.from({ length: 20 }, (_, day) =>
      eventsRequest([reported('long', day, profileAt(day, { columns: long }))]),
    ),
  ]);
  const rowsOf = async (query: string) =>
    (await get(fileProfilePage, `/checks/profiles?${query}`)).items.map(({ rows }) => rows);
  expect(await rowsOf('contract=few')).toEqual([3, 2, 1]);
  expect(await rowsOf('contract=few&namespace=shop&pipeline=few')).toEqual([3, 1]);
  expect(await rowsOf('contract=few&pipeline=nobody')).toEqual([]);
  expect(await rowsOf('contract=long')).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11]);
});
