import { databaseEvents } from '@sightglass/model';
import { datasetDetail, datasetPage, searchResult, usedDatasets } from '@sightglass/model/rest';
import type { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../_api.ts';
import { checkEvents } from '../contracts/_checks.ts';
import { eventsRequest, lifecycleEvent } from '../runs/_runs.ts';
import { runOf, type TestUse, useEvent } from './_uses.ts';

const minuteMs = 60_000;
const nowMs = Date.now();
const ago = (minutes: number): number => nowMs - minutes * minuteMs;
const db = 'postgres://db:5432';

/** Runs of pipeline `as` at these minutes ago, and what each wrote; one without a state goes on. */
const history = (
  as: string,
  runs: readonly (readonly [
    minutes: number,
    state: 'succeeded' | 'failed' | undefined,
    wrote: string,
    end?: 'succeeded' | 'failed',
  ])[],
) =>
  runs.flatMap(([minutes, state, wrote, end], index) => {
    const run = { runId: `${as}-${index}`, pipeline: as, startedAtMs: ago(minutes) };
    const stages = end === undefined ? {} : { load: end };
    const use: TestUse = {
      ...run,
      role: 'output',
      name: wrote,
      atMs: run.startedAtMs + 1_000,
      rows: 1_000 + index,
      ...(end && { stage: 'load' }),
    };
    return [...runOf({ ...run, ...(state && { state }), stages }), ...(wrote === '' ? [] : [useEvent(use)])];
  });

const reads = (pipeline: string, name: string, minutes: number, namespace = db) => {
  const run = { runId: `${pipeline}-${name}`, pipeline, startedAtMs: ago(minutes) };
  return [
    ...runOf({ ...run, state: 'succeeded' }),
    useEvent({ ...run, role: 'input', name, namespace, atMs: run.startedAtMs, rows: 5 }),
  ];
};

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.engine.insert('logs', [
    eventsRequest([
      ...history('undone', [
        [90, 'succeeded', 'undone'],
        [20, 'failed', 'undone', 'failed'],
      ]),
      {
        ...lifecycleEvent('runHeartbeat', ago(20), {
          runId: 'undone-1',
          pipelineName: 'undone',
          pipelineNamespace: 'shop',
          stageId: 'load'.padEnd(16, '0'),
          dbSystemName: 'postgresql',
          dbTransactionOutcome: 'rolled-back',
        }),
        eventName: databaseEvents.transactionFinished.name,
      },
      ...history('good', [
        [60, 'succeeded', 'good'],
        [30, 'succeeded', 'good', 'succeeded'],
      ]),
      ...history('stale', [
        [60, 'succeeded', 'stale'],
        [40, 'succeeded', 'stale'],
        [20, 'failed', ''],
      ]),
      ...history('broken', [
        [60, 'succeeded', 'broken'],
        [20, 'failed', 'broken', 'failed'],
      ]),
      ...history('later', [
        [60, 'succeeded', 'later'],
        [20, 'failed', 'later', 'succeeded'],
      ]),
      ...history('busy', [
        [60, 'succeeded', 'busy'],
        [1, undefined, ''],
      ]),
      ...history('dated', [
        [60, 'succeeded', 'day-1'],
        [20, 'failed', ''],
      ]),
      ...history('seldom', [
        [60, 'succeeded', 'seldom'],
        [50, 'succeeded', 'seldom'],
        [40, 'succeeded', ''],
        [20, 'failed', ''],
      ]),
      ...reads('report', 'good', 10),
      ...reads('report2', 'broken', 10),
      ...reads('report3', 'broken', 30),
      ...reads('report4', '/in/only read.csv', 10, 'file'),
      useEvent({ runId: 'nobody', pipeline: 'ghost', role: 'output', name: 'ghost', atMs: ago(5) }),
      ...checkEvents({
        runId: 'report4-/in/only read.csv',
        pipeline: 'report4',
        atMs: ago(10),
        file: 'only read.csv',
        broken: 3,
      }),
    ]),
  ]);
});
afterAll(() => api[Symbol.asyncDispose]());

const get = async <Shape extends z.ZodType>(shape: Shape, url: string): Promise<z.output<Shape>> => {
  const response = await api.app.inject(`/api/v1/${url}`);
  expect(response.statusCode, response.body).toBe(200);
  return shape.parse(response.json());
};
const listed = async (query: string) => (await get(datasetPage, `datasets?${query}`)).items;
const detail = (name: string, namespace = db) =>
  get(datasetDetail, `datasets/detail?${new URLSearchParams({ namespace, name }).toString()}`);

/** Times in words, whatever they are. */
const timeless = (text: string): string => text.replaceAll(/(?:yesterday |\d+ \w{3} )?\d\d:\d\d UTC/gu, 'T');

test.each([
  ['good', 'written', 'Last written T by good, run succeeded: 1,001 rows.', db],
  ['stale', 'stale', 'The run of stale that should have written it failed T; it holds the data of T.', db],
  ['broken', 'broken', 'Last written T by broken, whose run failed: it may be incomplete.', db],
  ['undone', 'stale', 'What undone wrote T was rolled back; it holds the data of T.', db],
  ['later', 'doubtful', 'Last written T by later, whose run failed at a later stage: 1,001 rows.', db],
  ['busy', 'writing', 'busy has been running since T and has not written it yet; it holds the data of T.', db],
  [
    'day-1',
    'written',
    'Last written T by dated, run succeeded: 1,000 rows. A later run of dated failed T without writing it.',
    db,
  ],
  [
    'seldom',
    'written',
    'Last written T by seldom, run succeeded: 1,001 rows. A later run of seldom failed T without writing it.',
    db,
  ],
  ['ghost', 'unknown', 'Last written T by ghost; how its run ended is not known.', db],
  ['/in/only read.csv', 'only-read', 'No run has reported writing it; last read T by report4.', 'file'],
])('%s is %s, the same in the list and on its page', async (name, id, sentence, namespace) => {
  const [item, ...others] = await listed(`q=${encodeURIComponent(name)}`);
  expect(others).toEqual([]);
  expect([item?.shown.id, timeless(item?.sentence ?? '')]).toEqual([id, sentence]);
  const one = await detail(name, namespace);
  expect([one.shown.id, timeless(one.sentence)]).toEqual([id, sentence]);
});

test('the list opens with trouble, is sorted, narrowed, and read page by page', async () => {
  const page = await get(datasetPage, 'datasets');
  expect(page.items.map(({ name }) => name).slice(0, 6)).toEqual([
    'broken',
    'undone',
    'stale',
    'later',
    'busy',
    'ghost',
  ]);
  expect(page.sentence).toBe('broken: may be incomplete, and 3 more datasets need attention.');
  expect(page.namespaces).toEqual([
    { value: db, datasets: 9 },
    { value: 'file', datasets: 1 },
  ]);
  for (const query of ['sort=name', 'sort=name&order=desc', 'sort=written', 'sort=read&order=asc']) {
    const whole = (await listed(query)).map(({ name }) => name);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const part: Awaited<ReturnType<typeof get<typeof datasetPage>>> = await get(
        datasetPage,
        `datasets?${query}&limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...part.items.map(({ name }) => name));
      cursor = part.nextCursor;
    }
    expect(seen, query).toEqual(whole);
  }
  const names = async (query: string) => (await listed(query)).map(({ name }) => name).toSorted();
  expect(await names('namespace=file')).toEqual(['/in/only read.csv']);
  expect(await names('role=input')).toEqual(['/in/only read.csv', 'broken', 'good']);
  expect(await names('pipeline=report&pipelineNamespace=shop')).toEqual(['good']);
  expect(await names('pipeline=report&pipelineNamespace=elsewhere')).toEqual([]);
  expect(await names(`from=${new Date(ago(25)).toISOString()}&role=output`)).toEqual([
    'broken',
    'ghost',
    'later',
    'undone',
  ]);
  expect(await names(`from=${new Date(ago(45)).toISOString()}&to=${new Date(ago(35)).toISOString()}`)).toEqual([
    'stale',
  ]);
});

test('the page of a dataset has who writes and reads it, what that means for them, and its writes', async () => {
  const broken = await detail('broken');
  expect(broken.producers).toMatchObject([
    {
      pipeline: 'broken',
      shown: { id: 'broken' },
      lastWrite: { runId: 'broken-1', state: 'failed' },
      newestRun: { runId: 'broken-1' },
    },
  ]);
  expect(broken.consumers.map(({ pipeline, effect }) => [pipeline, effect?.id])).toEqual([
    ['report2', 'read-broken'],
    ['report3', 'reads-broken'],
  ]);
  expect(broken.writes.map(({ runId, rows, bytes, state }) => [runId, rows, bytes, state])).toEqual([
    ['broken-1', 1_001, null, 'failed'],
    ['broken-0', 1_000, null, 'succeeded'],
  ]);
  expect((await detail('good')).consumers).toMatchObject([{ pipeline: 'report', effect: null, lastRead: { rows: 5 } }]);
  const file = await detail('/in/only read.csv', 'file');
  expect(file.contract).toMatchObject({ contract: 'orders', result: 'warn', pipeline: 'report4' });
  const part = await get(datasetDetail, `datasets/detail?namespace=${encodeURIComponent(db)}&name=broken&writes=1`);
  expect([part.writes.length, part.hasMoreWrites]).toEqual([1, true]);
  const missing = await api.app.inject('/api/v1/datasets/detail?namespace=x&name=nothing');
  expect([missing.statusCode, missing.json<{ detail: string }>().detail]).toEqual([
    404,
    expect.stringMatching(/"nothing" in namespace "x"/u),
  ]);
});

test('a run and a pipeline have what they read and wrote', async () => {
  expect(await get(usedDatasets, 'runs/good-1/datasets')).toMatchObject({
    reads: [],
    writes: [{ namespace: db, name: 'good', rows: 1_001, bytes: null, stages: ['load'] }],
  });
  expect(await get(usedDatasets, 'pipelines/shop/seldom/datasets')).toMatchObject({
    writes: [{ name: 'seldom', runId: 'seldom-1' }],
  });
  expect(await get(usedDatasets, 'runs/stale-2/datasets')).toEqual({ reads: [], writes: [], isWhole: true });
  expect((await api.app.inject('/api/v1/pipelines/shop/nobody/datasets')).statusCode).toBe(404);
});

test('the search for anything finds a dataset', async () => {
  const { items } = await get(searchResult, 'search?q=seldom+db');
  expect(items.filter(({ kind }) => kind === 'dataset')).toMatchObject([
    { name: 'seldom', detail: db, page: '/data/dataset?namespace=postgres%3A%2F%2Fdb%3A5432&name=seldom' },
  ]);
});

test('a list is a file too', async () => {
  const csv = await api.app.inject('/api/v1/dataset-export?role=input');
  expect(csv.headers).toMatchObject({ 'content-disposition': 'attachment; filename="datasets.csv"' });
  const [head, ...lines] = csv.body.trimEnd().split('\r\n');
  expect(head).toMatch(/^namespace,name,shown,verdict,written_at,/u);
  expect(lines.map((line) => line.split(',').slice(0, 4).join(','))).toEqual([
    'file,/in/only read.csv,Only read,only-read',
    `${db},broken,Write failed,broken`,
    `${db},good,Written,written`,
  ]);
  const ndjson = await api.app.inject('/api/v1/dataset-export?format=ndjson&q=good');
  expect(
    ndjson.body
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name),
  ).toEqual(['good']);
});

test('of a dataset that many write and read, the one that failed first decides, in the list and on its page', async () => {
  const writers = Array.from({ length: 25 }, (_, index) => `worker${index}`);
  const written = writers.flatMap((as, index) =>
    history(as, [[200 - index, index === 0 ? 'failed' : 'succeeded', 'crowded']]),
  );
  const read = Array.from({ length: 220 }, (_, index) =>
    Array.from({ length: 5 }, (_each, run) => {
      const own = { runId: `crowd${index}-${run}`, pipeline: `crowd${index}`, startedAtMs: ago(30) };
      return useEvent({ ...own, role: 'input', name: 'crowded', atMs: own.startedAtMs });
    }),
  ).flat();
  await api.engine.insert('logs', [eventsRequest([...written, ...read])]);
  const [listed] = (await get(datasetPage, 'datasets?q=crowded')).items;
  expect(listed).toMatchObject({ shown: { id: 'broken' }, writerCount: 25, readerCount: 220 });
  const { shown, sentence, urgency, writerCount, readerCount } = await detail('crowded');
  expect({ shown, sentence, urgency, writerCount, readerCount }).toEqual({
    shown: listed?.shown,
    sentence: listed?.sentence,
    urgency: listed?.urgency,
    writerCount: 25,
    readerCount: 220,
  });
});
