import { runIdAt } from '@sightglass/model';
import { pipelineList, runDetail, runPage } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../_api.ts';
import { checkEvents } from '../contracts/_checks.ts';
import { type EventAttributes, eventsRequest, lifecycleEvent, runEvents } from './_runs.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const atMs = Date.parse('2026-03-01T02:00:00Z');
const [doubted, mended] = [runIdAt(atMs), runIdAt(atMs + 1)];

const rowsAffected = (own: EventAttributes): object =>
  lifecycleEvent('rows', atMs + 20_000, {
    runId: doubted,
    pipelineName: 'orders',
    dependencyName: 'airports',
    dependencyPolicy: 'load-unenriched',
    errorType: 'timeout',
    ...own,
  });

beforeAll(async () => {
  await api.engine.insert('logs', [
    eventsRequest([
      ...runEvents({ runId: doubted, startedAtMs: atMs, pipeline: 'orders', namespace: 'shop' }),
      ...checkEvents({ runId: doubted, atMs: atMs + 5_000, broken: 50 }),
      ...checkEvents({ runId: doubted, atMs: atMs + 6_000, broken: 50, file: 'more.csv' }),
      ...checkEvents({ runId: doubted, atMs: atMs + 7_000, broken: 2, contract: 'prices', file: 'prices.csv' }),
      // Cumulative by stage and error: the latest of each counts.
      rowsAffected({ stageId: 'a'.repeat(16), dependencyRows: 300 }),
      rowsAffected({ stageId: 'a'.repeat(16), dependencyRows: 1_000 }),
      rowsAffected({ stageId: 'a'.repeat(16), dependencyRows: 200, errorType: '5xx' }),
      rowsAffected({ stageId: 'b'.repeat(16), dependencyRows: 4 }),
      rowsAffected({ dependencyName: 'rates', dependencyPolicy: 'skip-row', dependencyRows: 9 }),
      ...runEvents({ runId: mended, startedAtMs: atMs + 60_000, pipeline: 'orders', namespace: 'shop' }),
      ...checkEvents({ runId: mended, atMs: atMs + 65_000, broken: 50 }),
      ...checkEvents({ runId: mended, atMs: atMs + 66_000, broken: 0 }),
    ]),
  ]);
});

const get = async (url: string): Promise<unknown> => {
  const response = await api.app.inject(`/api/v1${url}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};

const doubts = [
  { kind: 'contract', contract: 'orders', file: 'more.csv', files: 2 },
  { kind: 'unenriched', dependency: 'airports', rows: 1_204 },
  { kind: 'warned', contract: 'prices', file: 'prices.csv' },
];

test('a run whose files broke a contract, or that loaded rows without an API, says so wherever it is shown', async () => {
  expect(runDetail.parse(await get(`/runs/${doubted}`)).doubts).toEqual(doubts);
  const { items } = runPage.parse(await get('/runs?pipeline=orders'));
  expect(items.map((run) => [run.runId, run.doubts])).toEqual([
    [mended, []],
    [doubted, doubts],
  ]);
  const [pipeline] = pipelineList.parse(await get('/pipelines')).items;
  expect(pipeline?.recentRuns.map((mark) => mark.doubts)).toEqual([doubts, []]);
});
