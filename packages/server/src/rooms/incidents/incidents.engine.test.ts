import { defaultSettings, type Look, systemSubject } from '@sightglass/model/alerting';
import {
  type IncidentDetail,
  incidentDetail,
  incidentList,
  type IncidentList,
  occurrenceList,
} from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allReceivedAt } from '../../reception/reception-time.ts';
import type { StateStore } from '../../storage/state/state-store.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { type EventAttributes, eventsRequest, lifecycleEvent } from '../runs/_runs.ts';
import { createLookAround, occurrencesFoundBy } from './look-around.ts';
import { createTick } from './loop.ts';
import { forgetEndedIn } from './store-ended.ts';
import { type Occurrences, occurrencesIn } from './occurrences/store-occurrences.ts';
import { incidentsOfPart } from './store-part.ts';
import { incidentsIn } from './store.ts';
import { storedWorldIn } from './world.ts';

const minuteMs = 60_000;
let nowMs = Date.parse('2026-11-27T05:00:00Z');
let waitsMs = 0;
const receptionTime = () => ({ ...allReceivedAt(nowMs), receivedUntilMs: nowMs - waitsMs });
let api: TestApi;
let occurrences: Occurrences;
beforeAll(async () => {
  api = await startTestApi(receptionTime);
  occurrences = occurrencesIn(api.state);
});
afterAll(() => api[Symbol.asyncDispose]());

const parts = () => ({
  world: storedWorldIn(api.state),
  lookAround: createLookAround(api.rooms, (_room, error) => {
    throw error;
  }),
  noteOccurrences: () => occurrences.note(occurrencesFoundBy(api.rooms)),
  settings: defaultSettings,
  receptionTime,
});
const beginTicks = () => createTick(parts());

const run = async (
  pipelineName: string,
  runId: string,
  runState: 'failed' | 'succeeded',
  declared: EventAttributes = {},
): Promise<void> => {
  const own = { runId, pipelineName, pipelineNamespace: 'shop', ...declared };
  const start = { ...own, runStartedAt: new Date(nowMs - 1_000).toISOString() };
  const failure = runState === 'failed' ? { exceptionType: 'Error', exceptionMessage: 'connection refused' } : {};
  await api.engine.insert('logs', [
    eventsRequest([
      lifecycleEvent('runStarted', nowMs - 1_000, start),
      lifecycleEvent('runFinished', nowMs, { ...start, runState, ...failure }),
    ]),
  ]);
};

const get = async (path: string): Promise<unknown> => (await api.app.inject(`/api/v1/${path}`)).json();
const list = async (query = ''): Promise<IncidentList> => incidentList.parse(await get(`incidents${query}`));
const detail = async (no: number): Promise<IncidentDetail> => incidentDetail.parse(await get(`incidents/${no}`));
const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
  api.app.inject({ method: 'POST', url: `/api/v1/incidents/${path}`, payload, headers });

/** As those read them who see one namespace. */
const timesOf = (namespace: string) =>
  incidentsOfPart(incidentsIn(api.state), {
    namespaces: [namespace],
    pipelines: [],
    services: [],
    systems: [],
    mixed: [],
  }).times;

const keysOfNotifications = async (): Promise<string[]> =>
  (await api.state.query<{ key: string }>('SELECT key FROM notifications ORDER BY at, seq')).map(({ key }) => key);

test('a run that fails opens an incident, people take care of it, and the next good run ends it; a restart repeats nothing', async () => {
  const never = 'Nothing is judged now, so it is not known whether anything is open.';
  expect(await list()).toMatchObject({ isJudged: false, judgedAt: null, sentence: never });
  let tick = await beginTicks();
  await tick();
  expect(await list()).toMatchObject({
    items: [],
    open: 0,
    isJudged: true,
    sentence: 'Nothing is open, and no incident has ended yet.',
  });

  await run('orders', 'run-1', 'failed');
  await tick();
  expect(await list()).toMatchObject({
    open: 1,
    sentence: 'One incident is open, P2: orders failed.',
    items: [{ no: 1, state: 'open', severity: 'P2', toldAt: null, pipelines: ['shop/orders'] }],
  });
  // A server that starts again has forgotten nothing, and the one before changes nothing any more.
  const former = tick;
  tick = await beginTicks();
  await expect(former()).rejects.toThrow('another server decides about alerts now');
  nowMs += minuteMs;
  await tick();
  await tick();
  expect(await keysOfNotifications()).toEqual(['1:2:page:everyone']);

  const seen = await detail(1);
  expect(seen.alerts).toMatchObject([{ what: 'failed', state: 'firing', runId: 'run-1', title: 'orders failed' }]);
  const taken = await post('1/take', { by: 'Ada' }, { 'if-match': `"${seen.version}"` });
  expect(taken.json()).toMatchObject({ owner: 'said to be Ada', acknowledgedBy: 'said to be Ada' });
  const second = await post('1/take', { by: 'Bob' }, { 'if-match': `"${seen.version}"` });
  expect([second.statusCode, second.json<{ detail: string }>().detail]).toEqual([
    409,
    expect.stringMatching(/^said to be Ada took it .*; read INC-1 again, then decide\.$/),
  ]);
  const teams = ['shop', 'bank'].map(timesOf);
  const lastEnded = async () => (await Promise.all(teams.map((times) => times()))).map((one) => one.lastEndedAt);
  expect(await lastEnded()).toEqual([null, null]);
  await post('1/notes', { by: 'Ada', text: 'The network is down.' });

  await run('orders', 'run-2', 'succeeded');
  nowMs += minuteMs;
  await tick();
  expect(await list()).toMatchObject({ open: 0, items: [{ no: 1, state: 'resolved', resolvedBy: null }] });
  expect(await lastEnded()).toEqual([new Date(nowMs), null]);
  expect((await detail(1)).sentence).toMatch(/^Over since 05:\d\d.* Its last trouble: Not usable: failed /u);
  expect((await detail(1)).timeline.map(({ kind }) => kind)).toEqual([
    'opened',
    'told',
    'acknowledged',
    'taken',
    'noted',
    'resolved',
    'told',
  ]);
  expect(await keysOfNotifications()).toEqual(['1:2:page:everyone', '1:7:page:everyone']);
  expect((await post('1/resolve', {})).json()).toMatchObject({ detail: 'INC-1 has been closed.' });
  expect((await post('9/ack', {})).statusCode).toBe(404);
});

test('while a room cannot look, its alerts stay as they are, and that is an incident of its own', async () => {
  await run('stock', 'run-3', 'failed');
  await (
    await beginTicks()
  )();
  let isAway = true;
  const rooms = api.rooms.map((room) =>
    room.name === 'pipelines' && isAway
      ? {
          ...room,
          offers: { watch: { look: () => (isAway ? Promise.reject(new Error('away')) : room.offers!.watch!.look()) } },
        }
      : room,
  );
  const tick = await createTick({ ...parts(), lookAround: createLookAround(rooms, () => {}) });
  await tick();
  nowMs += 4 * minuteMs;
  await tick();
  expect((await list('?state=open')).items.map(({ title, severity }) => [title, severity])).toEqual([
    ['pipelines cannot be judged', 'P1'],
    ['stock failed', 'P2'],
  ]);
  expect(await get('alerts')).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({ title: 'stock failed', notJudgedSince: expect.any(String) }),
    ]),
  });
  isAway = false;
  nowMs += minuteMs;
  await tick();
  nowMs += 2 * minuteMs;
  await tick();
  expect((await list('?state=open&search=STOCK')).items).toHaveLength(1);
  expect((await list('?state=open')).items.map(({ title }) => title)).toEqual(['stock failed']);
});

test('what is watched no more stays open, and that it cannot be judged is shown', async () => {
  const warehouse = { subject: systemSubject('database', 'warehouse'), criticality: null, usedBy: [] };
  const words = { sentence: ['It is down.'], words: 'is down', harm: 'down', runId: null } as const;
  const none = { neededAtMs: null, retryEndsMs: null, causes: [] };
  const down: Look = {
    ...warehouse,
    findings: [{ what: 'database-down', is: 'bad', sinceMs: nowMs, ...words, ...none }],
  };
  let looks = [down];
  const watch = { look: () => Promise.resolve(looks) };
  const tick = await createTick({
    ...parts(),
    lookAround: createLookAround([{ name: 'databases', offers: { watch } }], () => {}),
  });
  await tick();
  looks = [];
  await tick();
  const [shown] = (await list('?search=warehouse')).items;
  expect(shown).toMatchObject({ state: 'open' });
  expect((await detail(shown!.no)).alerts).toMatchObject([{ state: 'firing', notJudgedSince: expect.any(String) }]);
  looks = [{ ...warehouse, findings: [{ what: 'database-down', is: 'well' }] }];
  await tick();
  nowMs += minuteMs;
  await tick();
  expect((await list('?search=warehouse')).items).toMatchObject([{ state: 'resolved' }]);
});

test('what cannot be stored as a whole is not stored, and decided again', async () => {
  await run('rates', 'run-4', 'failed');
  let isFull = true;
  const state: StateStore = {
    ...api.state,
    transaction: (job) =>
      api.state.transaction((query) =>
        job((sql, values) =>
          isFull && sql.startsWith('INSERT INTO incident_events')
            ? Promise.reject(new Error('disk full'))
            : query(sql, values),
        ),
      ),
  };
  const tick = await createTick({ ...parts(), world: storedWorldIn(state) });
  await expect(tick()).rejects.toThrow('disk full');
  expect((await list('?search=rates')).items).toEqual([]);
  isFull = false;
  await tick();
  expect((await list('?search=rates')).items).toMatchObject([{ title: 'rates failed', state: 'open' }]);
});

test('while nothing is decided, nothing is said to be well', async () => {
  nowMs += 10 * minuteMs;
  const stale = await list();
  expect([stale.isJudged, stale.sentence]).toEqual([false, expect.stringMatching(/^Nothing has been judged since /)]);
  await (
    await beginTicks()
  )();
  expect(await list()).toMatchObject({ isJudged: true, judgedAt: new Date(nowMs).toISOString() });
  waitsMs = 4 * minuteMs;
  expect(await list()).toMatchObject({ isJudged: false });
  waitsMs = 0;
  nowMs -= 60 * minuteMs;
  expect(await list()).toMatchObject({ isJudged: false, sentence: expect.stringMatching(/^Nothing is judged now, /) });
  nowMs += 60 * minuteMs;
});

test('the list is of a time, by when the trouble began, and a file', async () => {
  const { items } = await list();
  const since = items.map(({ firstBadAt }) => firstBadAt).toSorted();
  const begins = async (query: string) => (await list(query)).items.map(({ firstBadAt }) => firstBadAt);
  expect(await begins('?sort=since&order=asc')).toEqual(since);
  expect(await begins('?sort=since')).toEqual(since.toReversed());
  const first = await list('?sort=since&limit=2');
  const second = await list(`?sort=since&limit=100&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items].map(({ firstBadAt }) => firstBadAt)).toEqual(since.toReversed());
  const endedAt = items.find(({ no }) => no === 1)?.endedAt ?? '';
  const titles = async (query: string) => (await list(query)).items.map(({ no }) => no);
  expect(await titles(`?to=${since[0]}`)).toEqual([]);
  expect(await titles(`?from=${endedAt}`)).toContain(1);
  const after = await titles(`?from=${new Date(Date.parse(endedAt) + 1).toISOString()}`);
  expect(after).not.toContain(1);
  expect(after).toEqual(expect.arrayContaining(items.filter(({ state }) => state === 'open').map(({ no }) => no)));
  const csv = (await api.app.inject('/api/v1/incident-export?search=orders')).body.trimEnd().split('\r\n');
  expect(csv[0]).toMatch(/^incident,title,severity,state,/u);
  expect(csv.slice(1)).toEqual([expect.stringMatching(/^INC-1,orders failed,P2,resolved,/u)]);
});

test('what ended is forgotten, what is open is not', async () => {
  const { items } = await list();
  await forgetEndedIn(api.state)(nowMs + 401 * 24 * 60 * minuteMs);
  expect((await list()).items.map(({ no }) => no)).toEqual(
    items.filter(({ state }) => state === 'open').map(({ no }) => no),
  );
  expect((await api.app.inject('/api/v1/incidents/1')).statusCode).toBe(404);
});

test('a due time is noted with what became of it', async () => {
  nowMs = Date.parse('2026-11-28T02:31:00Z');
  const daily = { pipelineSchedule: '0 2 * * *', pipelineDeadline: '04:00' };
  await run('books', 'run-5', 'failed', daily);
  const tick = await beginTicks();
  await tick();
  const items = async () => occurrenceList.parse(await get('pipelines/shop/books/occurrences')).items;
  const due = { dueAt: '2026-11-28T02:00:00.000Z', deadlineAt: '2026-11-28T04:00:00.000Z' };
  expect(await items()).toEqual([{ ...due, state: 'failed', usableAt: null, runIds: ['run-5'] }]);
  nowMs += 60 * minuteMs;
  await run('books', 'run-6', 'succeeded', daily);
  await tick();
  expect(await items()).toEqual([
    { ...due, state: 'met', usableAt: '2026-11-28T03:31:00.000Z', runIds: ['run-5', 'run-6'] },
  ]);
});
