import { searchResult, type FoundThing } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from './rooms/_api.ts';
import { eventsRequest, lifecycleEvent, runEvents } from './rooms/runs/_runs.ts';

const nowMs = Date.now();
const hourMs = 3_600_000;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(undefined, {
    dependencies: [{ name: 'warehouse', url: 'postgres://reader@localhost:1/none' }],
  });
  const checked = lifecycleEvent('fileChecked', nowMs - hourMs, {
    runId: 'scheduled__2026-11-29T02:00',
    pipelineName: 'orders',
    pipelineNamespace: 'shop',
    stageName: 'validate',
    checkContract: 'order lines',
    checkFile: 'orders-2026-11-29.csv',
    checkResult: 'fail',
    checkRows: 10,
    checkRejected: 3,
  });
  await api.engine.insert('logs', [
    eventsRequest([
      ...runEvents({
        runId: 'scheduled__2026-11-29T02:00',
        startedAtMs: nowMs - hourMs,
        pipeline: 'orders',
        namespace: 'shop',
      }),
      ...runEvents({ runId: '0192aaaa-1', startedAtMs: nowMs - 2 * hourMs, pipeline: 'orders', namespace: 'shop' }),
      ...Array.from({ length: 31 }, (_, index) =>
        runEvents({ runId: `often-${index}`, startedAtMs: nowMs - (40 - index) * hourMs, pipeline: 'reorders' }),
      ).flat(),
      ...runEvents({ runId: 'ffff0001-old', startedAtMs: nowMs - 90 * hourMs, pipeline: 'reorders', state: 'failed' }),
      checked,
      lifecycleEvent('calls', nowMs - hourMs, {
        runId: 'scheduled__2026-11-29T02:00',
        pipelineName: 'orders',
        pipelineNamespace: 'shop',
        dependencyName: 'airports',
        dependencyEndpoint: 'GET /',
        dependencyCalls: 5,
        dependencyRequests: 5,
      }),
    ]),
  ]);
});
afterAll(() => api[Symbol.asyncDispose]());

const find = async (q: string): Promise<readonly FoundThing[]> => {
  const { items, isWhole } = searchResult.parse(
    (await api.app.inject(`/api/v1/search?${new URLSearchParams({ q }).toString()}`)).json(),
  );
  expect(isWhole).toBe(true);
  return items;
};

test.each([
  ['orders', ['pipeline orders', 'file orders-2026-11-29.csv', 'pipeline reorders', 'contract order lines']],
  ['ordrs shop', ['pipeline orders', 'contract order lines']],
  ['wareh', ['database warehouse']],
  ['AIRPORTS', ['api airports']],
  ['order lines', ['contract order lines']],
  ['2026-11-29T02', ['run scheduled__2026-11-29T02:00']],
  ['0192aaaa', ['run 0192aaaa-1']],
  ['ffff0001', ['run ffff0001-old']],
  ['nothing of the kind', []],
])('%s finds %s', async (q, expected) => {
  const found = (await find(q)).map(({ kind, name }) => `${kind} ${name}`);
  expect(found.filter((one) => expected.includes(one))).toEqual(expected);
  if (!q.startsWith('order')) expect(found).toEqual(expected);
});

test('what is found has its page, and its state as the page shows it', async () => {
  const [run] = await find('ffff0001');
  expect(run).toMatchObject({
    detail: 'examples / reorders',
    page: '/pipelines/examples/reorders/runs/ffff0001-old',
    shown: { word: 'Failed', tone: 'bad' },
  });
  const [file] = await find('orders-2026');
  expect(file).toMatchObject({ kind: 'file', detail: 'contract order lines · shop / orders', shown: { id: 'fail' } });
  const listed = (await api.app.inject('/api/v1/pipelines?namespace=shop')).json() as {
    items: [{ shown: object }];
  };
  const pipeline = (await find('orders shop')).find(({ kind }) => kind === 'pipeline');
  expect(pipeline?.shown).toEqual(listed.items[0].shown);
});

test.each([['q='], ['limit=5'], ['q=a&limit=0']])('search?%s is refused', async (query) => {
  expect((await api.app.inject(`/api/v1/search?${query}`)).statusCode).toBe(400);
});
