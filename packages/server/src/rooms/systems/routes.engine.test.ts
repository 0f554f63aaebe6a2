import { runIdAt, watchEvents } from '@sightglass/model';
import { databaseHistory, hostList, runPage, systemList } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesOf, logsRequest, text } from '../../wire/_sample.ts';
import { ownMetricsRequest } from '../../wire/own-metrics.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { useEvent } from '../datasets/_uses.ts';
import { warehouseAt } from '../databases/_databases.ts';
import { checkedEvent } from '../databases/database-event.ts';
import { eventsRequest, lifecycleEvent, runEvents, unixNanoOf } from '../runs/_runs.ts';

const minuteMs = 60_000;
const nowMs = Math.floor(Date.now() / minuteMs) * minuteMs;
const ago = (minutes: number): number => nowMs - minutes * minuteMs;
const traceId = 'cd'.repeat(16);
const ended = runIdAt(ago(40));
const gone = runIdAt(ago(90));
const going = runIdAt(ago(2));

/** `beatMs`: a sign comes so often. */
const started = (runId: string, atMs: number, pipeline: string, beatMs = 3_600_000): object =>
  lifecycleEvent('runStarted', atMs, {
    runId,
    pipelineName: pipeline,
    pipelineNamespace: 'examples',
    runStartedAt: new Date(atMs).toISOString(),
    runHeartbeatIntervalMs: beatMs,
  });
const calls = (runId: string, atMs: number, failed: number, name: string): object =>
  lifecycleEvent('calls', atMs, {
    runId,
    pipelineName: 'flights',
    pipelineNamespace: 'examples',
    dependencyName: name,
    dependencyEndpoint: 'GET /',
    dependencyCalls: 10,
    dependencyRequests: 10,
    dependencyRequestsFailed: failed,
    dependencyErrors: failed === 0 ? {} : { '5xx': failed },
    serverAddress: 'api.example.com',
    serverPort: 443,
  });
const inDatabase = {
  'db.system.name': 'postgresql',
  'server.address': 'db',
  'server.port': 5432,
  'db.namespace': 'shop',
  'pipeline.run.id': ended,
  'pipeline.name': 'flights',
  'pipeline.namespace': 'examples',
};
const statements = {
  timeUnixNano: unixNanoOf(ago(40) + 20_000),
  eventName: 'pipeline.db.statements.counted',
  body: text('x'),
  attributes: attributesOf({ ...inDatabase, 'pipeline.db.fingerprint': 'f', 'pipeline.db.calls': 3 }),
};
const rolledBack = {
  timeUnixNano: unixNanoOf(ago(40) + 20_000),
  eventName: 'pipeline.db.transaction.finished',
  body: text('x'),
  attributes: attributesOf({
    ...inDatabase,
    'pipeline.db.transaction.outcome': 'rolled-back',
    'error.type': 'deadlock',
  }),
};
const check = (minutes: number, isWell: boolean): Uint8Array =>
  checkedEvent({
    name: 'warehouse',
    state: isWell ? 'up' : 'down',
    outcome: isWell ? 'well' : 'failed',
    report: {
      system: 'postgresql',
      host: 'db',
      port: 5432,
      database: 'shop',
      checkedAt: new Date(ago(minutes)).toISOString(),
      ok: isWell,
      durationMs: 10 + minutes,
      steps: [],
      error: isWell
        ? null
        : { step: 'tcp', class: 'refused', code: 'ECONNREFUSED', message: 'no', advice: 'start it', retryable: true },
      warnings: [],
      serverVersion: null,
      encrypted: false,
      certificate: null,
    } as never,
  });
const sample = (minutes: number, connections: number, commits: number): Uint8Array =>
  ownMetricsRequest(
    'dependencies',
    [
      ['pipeline.dependency.connections', connections],
      ['pipeline.dependency.commits', commits],
    ].map(([name, value]) => ({
      name: String(name),
      unit: '1',
      value: Number(value),
      attributes: { dependencyName: 'warehouse' },
    })),
    ago(minutes),
  );
const blocked = {
  timeUnixNano: unixNanoOf(ago(39)),
  eventName: watchEvents.blockerFound.name,
  body: text('blocked'),
  attributes: attributesOf({
    'pipeline.dependency.name': 'warehouse',
    'pipeline.dependency.blocker.session': '7',
    'pipeline.dependency.blocker.application': `sg 00-${traceId}-b7ad6b7169203331-01`,
    'pipeline.dependency.blocked.session': '8',
    'pipeline.dependency.blocked.application': 'report',
    'pipeline.dependency.blocked.duration': 30_000,
  }),
};

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(undefined, { dependencies: [warehouseAt('db')] });
  const { engine } = api;
  const at = (minutes: number) => ({ receivedAt: new Date(ago(minutes)) });
  await engine.insert(
    'logs',
    [
      eventsRequest(runEvents({ runId: ended, startedAtMs: ago(40), traceId }), { 'host.name': 'host-a' }),
      eventsRequest([calls(ended, ago(40), 0, 'airports'), statements, rolledBack], { 'host.name': 'host-a' }),
    ],
    at(39),
  );
  await engine.insert(
    'logs',
    [eventsRequest([started(gone, ago(90), 'lost-one', 10_000)], { 'host.name': 'host-b' })],
    at(90),
  );
  await engine.insert(
    'logs',
    [
      eventsRequest([started(going, ago(0), 'flights'), calls(going, ago(0), 10, 'weather')], {
        'host.name': 'host-c',
      }),
      eventsRequest([started(`${going}x`, ago(0) + 600_000, 'ahead')], { 'host.name': 'host-d' }),
    ],
    at(0),
  );
  await engine.insert('logs', [
    check(30, true),
    check(20, false),
    check(19, false),
    check(5, true),
    eventsRequest([
      useEvent({
        runId: going,
        pipeline: 'flights',
        pipelineNamespace: 'examples',
        role: 'output',
        namespace: 's3://lake',
        name: 'a.csv',
        atMs: ago(1),
      }),
      useEvent({ runId: 'x', pipeline: 'report', role: 'input', namespace: 's3://lake', name: 'a.csv', atMs: ago(50) }),
      useEvent({ runId: 'x', pipeline: 'report', role: 'input', namespace: 'file', name: '/in/b.csv', atMs: ago(50) }),
    ]),
    logsRequest([blocked], { 'service.name': 'sightglass' }),
  ]);
  await engine.insert('metrics', [sample(30, 4, 100), sample(20, 9, 130), sample(5, 5, 20)]);
});
afterAll(() => api[Symbol.asyncDispose]());

const get = async (path: string): Promise<unknown> => {
  const response = await api.app.inject(`/api/v1/${path}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};
const systemsAt = async (query = '') => systemList.parse(await get(`systems${query}`));

test('all that runs depend on is one list, trouble first, with who uses it', async () => {
  const { items, sentence, counts, verdict, kinds, total } = await systemsAt();
  expect(items.map(({ name, shown }) => [name, shown.word])).toEqual([
    ['weather', 'Not responding'],
    ['host-b', 'No signal'],
    ['host-d', 'Clock is wrong'],
    ['warehouse', 'Not checked yet'],
    ['s3://lake', 'Not watched'],
    ['host-a', 'Not seen lately'],
    ['airports', 'Healthy'],
    ['host-c', 'Sends'],
  ]);
  expect([counts, verdict.id, kinds, total]).toEqual([
    { all: 8, trouble: 3, answering: 2, answeredLast: 0, unknown: 3 },
    'unhealthy',
    { database: 1, api: 2, 'file-store': 1, host: 4 },
    8,
  ]);
  expect(sentence).toBe(
    '3 of 8 systems are in trouble. weather is not responding: none of 10 requests in the last 24 hours succeeded (5xx 10). Of 3 nothing is known now.',
  );
  const flights = { namespace: 'examples', pipeline: 'flights' };
  const named = new Map(items.map((item) => [item.name, item]));
  expect(named.get('warehouse')).toMatchObject({ place: 'PostgreSQL · db:5432/shop', usedBy: [flights], runsNow: [] });
  expect(named.get('weather')).toMatchObject({ usedBy: [flights], runsNow: [{ ...flights, runId: going }] });
  expect(named.get('s3://lake')).toMatchObject({
    place: 'S3',
    pipelines: 2,
    isKnownNow: false,
    runsNow: [{ ...flights, runId: going }],
    sentence: expect.stringMatching(/by flights, one of 2 pipelines; nothing checks whether it answers now\.$/u),
  });
  expect(named.get('host-c')).toMatchObject({ usedBy: [flights], runsNow: [{ ...flights, runId: going }] });
});

test('the list is narrowed, ordered, paged and written to a file', async () => {
  expect((await systemsAt('?kind=host')).sentence).toContain('2 of 4 hosts are in trouble.');
  expect((await systemsAt('?search=FLIGHTS%20ware')).items.map(({ name }) => name)).toEqual(['warehouse']);
  expect((await systemsAt('?sort=name&limit=2')).items.map(({ name }) => name)).toEqual(['airports', 'host-a']);
  const first = await systemsAt('?limit=5');
  const second = await systemsAt(`?limit=5&cursor=${first.nextCursor}`);
  expect([first.items.length, second.items.length, second.nextCursor]).toEqual([5, 3, null]);
  expect(await systemsAt('?search=nobody')).toMatchObject({
    items: [],
    sentence: 'No matching system is known in that time.',
  });
  const csv = (await api.app.inject('/api/v1/system-export?kind=database')).body.split('\r\n');
  expect(csv.slice(0, 2)).toEqual([
    'kind,name,place,state,verdict,needs_attention,known_now,since,last_at,pipelines,used_by,runs_now,sentence',
    'database,warehouse,PostgreSQL · db:5432/shop,Not checked yet,unknown,false,false,,,1,examples/flights,,warehouse has not been checked yet.',
  ]);
  const lines = (await api.app.inject('/api/v1/system-export?format=ndjson')).body.trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { name: string }).name)[0]).toBe('weather');
});

test('a host is what its runs say: silence while a run went on is trouble, silence without one is not known', async () => {
  const { items, total } = hostList.parse(await get('hosts'));
  expect(total).toBe(4);
  const [silent, ahead] = items;
  expect(silent).toMatchObject({ name: 'host-b', lost: 1, running: 0, lostSince: new Date(ago(90)).toISOString() });
  expect(ahead).toMatchObject({ name: 'host-d', clock: { isCertain: true } });
  const [one] = hostList.parse(await get('hosts?name=host-a')).items;
  expect(one).toMatchObject({
    runs: 1,
    failed: 0,
    cpuTimeMs: 1_200.25,
    peakRssBytes: 90_000_000,
    verdict: { id: 'unknown' },
  });
  const short = `hosts?from=${new Date(ago(10)).toISOString()}`;
  expect(hostList.parse(await get(short)).items.map(({ name }) => name)).toContain('host-b');
});

test('a database over time: checks, samples, transactions, and when it was down or blocked', async () => {
  const from = new Date(ago(60)).toISOString();
  const { items, bands, stepMs } = databaseHistory.parse(await get(`dependencies/warehouse/history?from=${from}`));
  expect([stepMs, items.length > 59 && items.length < 63]).toEqual([minuteMs, true]);
  const step = (minutes: number) => items.find(({ at }) => Date.parse(at) === ago(minutes));
  expect(step(30)).toMatchObject({
    checks: 1,
    failed: 0,
    durationMs: { p50: 40, max: 40 },
    connections: 4,
    commits: null,
  });
  expect(step(20)).toMatchObject({ failed: 1, durationMs: null, errors: { refused: 1 }, connections: 9, commits: 30 });
  expect(step(5)).toMatchObject({ connections: 5, commits: 20 });
  expect(step(40)).toMatchObject({ observed: { committed: 0, rolledBack: 1 }, errors: { deadlock: 1 }, checks: 0 });
  expect(bands).toMatchObject([
    {
      kind: 'blocking',
      from: new Date(ago(39) - 30_000).toISOString(),
      sessions: 1,
      runs: [{ runId: ended, pipeline: 'flights' }],
    },
    { kind: 'down', from: new Date(ago(20)).toISOString(), to: new Date(ago(5)).toISOString() },
  ]);
  const year = await get(`dependencies/warehouse/history?from=${new Date(ago(525_600)).toISOString()}`);
  expect(databaseHistory.parse(year).items.length).toBeLessThanOrEqual(120);
  expect((await api.app.inject('/api/v1/dependencies/nobody/history')).statusCode).toBe(404);
});

test.each([
  ['database:warehouse', [39.7, 39.6], [ended]],
  ['database:warehouse', [60, 41], []],
  ['database:warehouse', [30, 20], []],
  ['api:airports', [39.7, 39.6], [ended]],
  ['api:weather', [0.5, -1], [going]],
  ['file-store:s3://lake', [0.5, -1], [going]],
  ['file-store:s3://other', [120, 0], []],
  ['host:host-b', [120, 80], [gone]],
  ['host:nobody', [120, 0], []],
])('runs that used %s and went on %j minutes ago', async (system, [from = 0, to = 0], expected) => {
  const range = `from=${new Date(ago(from)).toISOString()}&to=${new Date(ago(to)).toISOString()}`;
  const { items } = runPage.parse(await get(`runs?system=${system}&${range}`));
  expect(items.map(({ runId }) => runId)).toEqual(expected);
});

test.each(['warehouse', 'database:', 'disk:x', 'database:nobody'])('%s is no system', async (system) => {
  expect((await api.app.inject(`/api/v1/runs?system=${system}`)).statusCode).toBe(400);
});
