import { type PipelineList, pipelineList } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../_api.ts';
import { eventsRequest, lifecycleEvent } from '../runs/_runs.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const atMs = Date.now() - 60_000;
  const events = Array.from({ length: 25 }, (_, index) => {
    const own = {
      runId: `run-${index}`,
      pipelineName: `p${String(index).padStart(2, '0')}`,
      pipelineNamespace: 'many',
    };
    const finish = {
      ...own,
      runState: index === 17 ? 'failed' : 'succeeded',
      exceptionMessage: index === 17 ? `${'x'.repeat(5_000_000)}` : '',
    };
    return [lifecycleEvent('runStarted', atMs, own), lifecycleEvent('runFinished', atMs + index, finish)];
  });
  await api.engine.insert('logs', [eventsRequest(events.flat())]);
});
afterAll(() => api[Symbol.asyncDispose]());

const pageOf = async (query: string): Promise<PipelineList> =>
  pipelineList.parse((await api.app.inject(`/api/v1/pipelines?${query}`)).json());

const pagesOf = async (query: string): Promise<PipelineList[]> => {
  const pages: PipelineList[] = [];
  for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)?.nextCursor ?? null)
    pages.push(await pageOf(`${query}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`));
  return pages;
};

test('pipelines come page by page, each once, those first whose last run went wrong', async () => {
  const pages = await pagesOf('limit=10');
  expect(pages.map(({ items, total }) => [items.length, total])).toEqual([
    [10, 25],
    [10, 25],
    [5, 25],
  ]);
  const names = pages.flatMap(({ items }) => items.map(({ name }) => name));
  expect(new Set(names).size).toBe(25);
  expect(names.slice(0, 3)).toEqual(['p17', 'p00', 'p01']);
});

test('the sentence of a page says of how many it is', async () => {
  const { sentence } = await pageOf('limit=10');
  expect(sentence).toMatch(/^p17 failed /);
  expect((await pageOf('limit=500')).sentence).not.toMatch(/at least/);
});

test.each([
  ['search=MANY/p1', 10],
  ['name=p03', 1],
  ['namespace=nobody', 0],
])('%s finds %d', async (query, expected) => {
  const { items, total, nextCursor } = await pageOf(query);
  expect([items.length, total, nextCursor]).toEqual([expected, expected, null]);
});

test('a list holds the beginning of a long text; the run has the whole', async () => {
  const answer = await api.app.inject('/api/v1/pipelines?limit=10');
  expect(answer.body.length).toBeLessThan(200_000);
  const [failed] = pipelineList.parse(answer.json()).items;
  expect(failed?.lastRun.failure?.message).toMatch(
    /^x{2048}… \(cut; more is at \/api\/v1\/pipelines\/many\/p17\/runs\/run-17\)$/,
  );
  const run = (await api.app.inject('/api/v1/pipelines/many/p17/runs/run-17')).json();
  expect(run.failure.message).toMatch(/^x{65536}… \([\d.]+ M\w+; the whole is in the log record of its end/);
  const [record] = (await api.app.inject('/api/v1/logs?runId=run-17&event=pipeline.run.finished')).json().items;
  const whole = (await api.app.inject(record.truncated.whole)).json();
  expect(whole.attributes['exception.message']).toHaveLength(5_000_000);
});
