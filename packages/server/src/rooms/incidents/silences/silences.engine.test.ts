import { defaultSettings, type Look, pipelineSubject } from '@sightglass/model/alerting';
import { incidentDetail, silenceList, silenceMade } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allReceivedAt } from '../../../reception/reception-time.ts';
import { startTestApi, type TestApi } from '../../_api.ts';
import { createLookAround } from '../look-around.ts';
import { createTick } from '../loop.ts';
import { storedWorldIn } from '../world.ts';
import { silencesIn } from './store-silences.ts';

const minuteMs = 60_000;
let nowMs = Date.parse('2026-11-27T05:00:00Z');
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(() => allReceivedAt(nowMs));
});
afterAll(() => api[Symbol.asyncDispose]());

const failed: Look = {
  subject: pipelineSubject('shop', 'orders'),
  criticality: null,
  usedBy: [],
  findings: [
    {
      what: 'failed',
      is: 'bad',
      sinceMs: nowMs,
      sentence: ['It failed.'],
      words: 'failed at load',
      harm: 'no-data',
      runId: 'run-1',
      neededAtMs: null,
      retryEndsMs: null,
      causes: [],
    },
  ],
};

const post = async (path: string, payload: object) => {
  const response = await api.app.inject({ method: 'POST', url: `/api/v1/silences${path}`, payload });
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
};
const list = async () => silenceList.parse((await api.app.inject('/api/v1/silences')).json()).items;
const told = async () =>
  (await api.state.query<{ kind: string }>('SELECT kind FROM notifications')).map(({ kind }) => kind);

test('§18 19: a silence shows what it holds back, holds it, and lets it go when somebody ends it', async () => {
  const tick = await createTick({
    world: storedWorldIn(api.state),
    lookAround: createLookAround(
      [{ name: 'pipelines', offers: { watch: { look: () => Promise.resolve([failed]) } } }],
      () => {},
    ),
    noteOccurrences: async () => {},
    settings: defaultSettings,
    silences: silencesIn(api.state).since,
    receptionTime: () => allReceivedAt(nowMs),
  });
  await tick();
  const order = {
    where: { kind: 'pipeline', name: ['ord*'] },
    until: new Date(nowMs + 60 * minuteMs).toISOString(),
    why: 'the supplier moves',
    by: 'Ada',
  };
  const preview = silenceMade.parse((await post('', { ...order, preview: true })).body);
  expect(preview).toEqual({ silence: null, covers: ['orders failed at load'], total: 1 });
  expect(await list()).toEqual([]);
  const { silence } = silenceMade.parse((await post('', order)).body);
  nowMs += 5 * minuteMs;
  await tick();
  expect(await told()).toEqual([]);
  const seen = incidentDetail.parse((await api.app.inject('/api/v1/incidents/1')).json());
  expect(seen.timeline.map(({ kind, sentence }) => [kind, sentence])).toContainEqual([
    'held',
    expect.stringContaining('Nobody is notified because of the silence by said to be Ada, until '),
  ]);
  expect(await list()).toMatchObject([{ id: silence?.id, state: 'now', endedBy: null }]);
  expect(await post(`/${silence?.id}/end`, { by: 'Bob' })).toMatchObject({ status: 200, body: { state: 'over' } });
  expect(await list()).toMatchObject([{ state: 'over', endedBy: 'said to be Bob' }]);
  expect((await post(`/${silence?.id}/end`, {})).status).toBe(404);
  nowMs += minuteMs;
  await tick();
  expect(await told()).toEqual(['opened']);
});

test.each([
  [{ where: {} }, /covers everything/],
  [{ until: new Date(nowMs - minuteMs).toISOString() }, /over before it begins/],
  [{ until: '2036-01-01T00:00:00Z' }, /400 days/],
])('a silence that cannot be meant is refused: %j', async (given, problem) => {
  const until = new Date(nowMs + 60 * minuteMs).toISOString();
  const { status, body } = await post('', { where: { name: ['orders'] }, until, why: 'x', ...given });
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringMatching(problem)]);
});
