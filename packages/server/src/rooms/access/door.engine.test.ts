import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createAttempts, SignInDelayedError } from '../../access/attempts.ts';
import { failuresIn } from '../../access/store/failures.ts';
import { serverKeyIn } from '../../access/store/server-key.ts';
import { attributesOf, text } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { eventsRequest, runEvents, unixNanoOf } from '../runs/_runs.ts';
import { Browser, signInFirstAdmin } from '../../../../../test/_signed-in.ts';

let api: TestApi;
let admin: Browser;
const password = 'correct horse battery';
beforeAll(async () => {
  api = await startTestApi(undefined, { signIn: { enabled: true }, trustedProxies: ['127.0.0.1'] });
  admin = await signInFirstAdmin(api.app, await api.access.firstAdminPath(), password);
});
afterAll(() => api[Symbol.asyncDispose]());
afterEach(() => vi.useRealTimers());

const guess = async (browser: Browser, name: string, guessed = 'a wrong password'): Promise<number> =>
  (await browser.signIn(name, guessed)).statusCode;

it('who guesses a password from one address keeps no other address waiting, nor a browser that signed in before', async () => {
  vi.useFakeTimers({ toFake: ['Date'] }); // a slow machine would have waited already
  const attacker = new Browser(api.app, '198.51.100.7');
  for (let tried = 0; tried < 5; tried++) expect(await guess(attacker, 'root')).toBe(401);
  expect(await guess(attacker, 'root')).toBe(429);
  expect(await guess(new Browser(api.app, '198.51.100.7'), 'root', password)).toBe(429);
  expect(await guess(new Browser(api.app, '203.0.113.9'), 'root', password)).toBe(200);
  const known = new Browser(api.app, '203.0.113.10');
  expect(await guess(known, 'root', password)).toBe(200);
  known.forgetSession();
  expect([...known.cookies.keys()]).toEqual(['sightglass-device']);
  const besideTheAttacker = new Browser(api.app, '198.51.100.7');
  besideTheAttacker.cookies.set('sightglass-device', known.cookies.get('sightglass-device') ?? '');
  expect(await guess(besideTheAttacker, 'root', password)).toBe(200);
  besideTheAttacker.cookies.set('sightglass-device', `${'x'.repeat(32)}.${'x'.repeat(43)}`);
  expect(await guess(besideTheAttacker, 'root', password)).toBe(429);
});

it('guesses from many addresses have new addresses wait, not a browser that signed in before, whose own guesses are counted', async () => {
  const attempts = createAttempts(failuresIn(api.state), serverKeyIn(api.state));
  const begin = async (from: object) => {
    try {
      await attempts.begin({ name: 'Many', address: '192.0.2.1', ...from });
      return 'tried';
    } catch (error) {
      return error instanceof SignInDelayedError ? 'waits' : error;
    }
  };
  for (let index = 0; index < 101; index++) expect(await begin({ address: `10.1.${index}.1` })).toBe('tried');
  expect(await begin({ address: '10.2.0.1' })).toBe('waits');
  for (let index = 0; index < 5; index++) expect(await begin({ device: 'd' })).toBe('tried');
  expect(await begin({ device: 'd' })).toBe('waits');
  await attempts.forgive('many');
  expect([await begin({ address: '10.2.0.1' }), await begin({ device: 'd' })]).toEqual(['tried', 'tried']);
});

it('a password typed as a name is nowhere kept, and two tries of it are known as one', async () => {
  const typed = 'Hunter2-is-my-password';
  for (const name of [typed, typed.toLowerCase(), 'another']) await guess(new Browser(api.app, '192.0.2.77'), name);
  type Entry = { target: string; after: { nameHash: string } | null };
  const { items } = (await admin.send('GET', '/access-log?action=session.refused')).json<{ items: Entry[] }>();
  const hashes = items.filter(({ target }) => target === '***').map(({ after }) => after?.nameHash ?? '');
  expect(hashes).toHaveLength(3);
  expect(new Set(hashes).size).toBe(2);
  const kept = await api.state.query(
    'SELECT t::text FROM access_log t UNION ALL SELECT t::text FROM sign_in_failures t',
  );
  expect(JSON.stringify(kept).toLowerCase()).not.toContain('hunter2');
});

it('sensitive reads are in the access log, which is searched and exported', async () => {
  await admin.send('GET', '/logs/export?format=csv&q=needle');
  await admin.send('GET', '/run-export?format=ndjson');
  const actions = async (query: string) => {
    const { items } = (await admin.send('GET', `/access-log?${query}`)).json<{ items: { action: string }[] }>();
    return items.map(({ action }) => action);
  };
  expect(await actions('q=NEEDLE')).toEqual(['logs.exported']);
  expect(await actions('action=runs')).toEqual(['runs.exported']);
  const csv = (await admin.send('GET', '/access-log-export?format=csv&action=logs')).body.split('\r\n');
  expect(csv[0]).toBe('at,actorKind,actorId,actorName,action,target,address,before,after');
  expect(csv[1]).toContain(',root,logs.exported,/logs/export,127.0.0.1,,"{""q"":""needle""');
  expect(csv).toHaveLength(3);
  const lines = (await admin.send('GET', '/access-log-export?format=ndjson')).body.trim().split('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ action: 'access-log.exported', actorName: 'root' });
  expect(await actions('action=access-log')).toContain('access-log.exported');
});

it('a link shows its run to whoever has it, nothing else, and until it is revoked', async () => {
  const run = { namespace: 'default', pipeline: 'a/b', runId: 'r 1' };
  const made = (await admin.send('POST', '/share-links', { ...run, expiresInDays: 1 })).json<{
    id: string;
    path: string;
  }>();
  const [page, token = ''] = made.path.split('#');
  expect([page, token]).toEqual(['/shared', expect.stringMatching(/^sg_share_/u)]);
  const visitor = new Browser(api.app, '203.0.113.77');
  const shows = async (url: string, method: 'GET' | 'POST' | 'DELETE' = 'GET') =>
    (await visitor.send(method, url, undefined, { authorization: `Bearer ${token}` })).statusCode;
  const address = '/pipelines/default/a%2Fb/runs/r%201';
  const ofRun = 'runId=r+1&pipeline=a%2Fb';
  const shown = ['/share-links/own', `/logs?${ofRun}&namespace=default`, `/logs/count?${ofRun}`, `${address}/checks`];
  for (const url of [...shown, address]) expect([url, await shows(url)]).not.toEqual([url, 403]);
  const hidden = [
    '/runs',
    '/runs/r%201',
    '/logs',
    '/logs?runId=r%201',
    '/logs?runId=r%201&pipeline=a%2Fb&namespace=other',
    '/logs?runId=other&pipeline=a%2Fb',
    '/logs?runId=r%201&pipeline=other',
    '/logs?runId=r%201&runId=other',
    '/logs?runId[]=r%201',
    '/logs/export?runId=r%201',
    '/logs/tail?runId=r%201',
    '/live',
    `${address}/neighbours`,
    '/pipelines/default/a%2Fb/runs/other',
    '/pipelines/other/a%2Fb/runs/r%201',
    '/pipelines/default/a%2Fb',
    '/people',
    '/tokens',
    '/sessions',
    '/share-links',
    '/senders',
    '/access-log',
    '/search?q=a',
    '/traces',
    '/systems',
  ];
  for (const url of hidden) expect([url, await shows(url)]).toEqual([url, 403]);
  expect([await shows('/share-links', 'POST'), await shows(`/share-links/${made.id}`, 'DELETE')]).toEqual([403, 403]);
  const me = (await visitor.send('GET', '/me', undefined, { authorization: `Bearer ${token}` })).body;
  expect(me).not.toContain('root');
  type Logged = { items: { address: string; actorName: string; target: string }[] };
  const opened = (await admin.send('GET', '/access-log?action=share-link.opened')).json<Logged>().items;
  expect(opened).toEqual([
    expect.objectContaining({ address: '203.0.113.77', actorName: 'link to run r 1', target: 'default/a/b r 1' }),
  ]);
  expect((await admin.send('GET', '/share-links')).json()).toMatchObject({
    items: [{ id: made.id, runId: 'r 1', personName: 'root', lastOpenedAt: expect.any(String) as string }],
  });
  expect((await admin.send('DELETE', `/share-links/${made.id}`)).statusCode).toBe(204);
  expect(await shows('/share-links/own')).toBe(401);
});

it('a link shows records of its run alone, also where its address names no namespace', async () => {
  const [pipeline, runId] = ['linked', '2026-11-30'];
  const log = (body: string, namespace?: string): object => ({
    timeUnixNano: unixNanoOf(Date.now()),
    body: text(body),
    attributes: attributesOf({
      'pipeline.name': pipeline,
      'pipeline.run.id': runId,
      ...(namespace !== undefined && { 'pipeline.namespace': namespace }),
    }),
  });
  await api.engine.insert('logs', [
    eventsRequest([
      ...runEvents({ runId, pipeline, namespace: 'sales', startedAtMs: Date.now() - 60_000 }),
      log('entry of sales', 'sales'),
      log('entry of nobody'),
      log('entry of finance', 'finance'),
    ]),
  ]);
  const of = { namespace: 'sales', pipeline, runId };
  const { path } = (await admin.send('POST', '/share-links', { ...of, expiresInDays: 1 })).json<{ path: string }>();
  const visitor = new Browser(api.app, '203.0.113.78');
  const headers = { authorization: `Bearer ${path.split('#')[1]}` };
  const asked = async <Answer>(url: string) => (await visitor.send('GET', url, undefined, headers)).json<Answer>();
  const { links } = await asked<{ links: { logs: string } }>(`/pipelines/sales/${pipeline}/runs/${runId}`);
  const query = `${new URL(links.logs, 'http://here').search}&q=entry`;
  const { items } = await asked<{ items: { body: string }[] }>(`/logs${query}`);
  expect(items.map(({ body }) => body).toSorted()).toEqual(['entry of nobody', 'entry of sales']);
  const { buckets } = await asked<{ buckets: { count: number }[] }>(`/logs/histogram${query}`);
  const sum = buckets.reduce((count, bucket) => count + bucket.count, 0);
  expect([await asked(`/logs/count${query}`), sum]).toEqual([{ count: 2 }, 2]);
  await api.engine.insert('logs', [
    eventsRequest(runEvents({ runId, pipeline, namespace: 'finance', startedAtMs: Date.now() - 60_000 })),
  ]);
  const alone = await asked<{ items: { body: string }[] }>(`/logs${query}`);
  expect(alone.items.map(({ body }) => body)).toEqual(['entry of sales']);
});

it('a link to a run that was made of a trace shows what of the trace is of no other pipeline', async () => {
  const traceId = 'cd'.repeat(16);
  const log = (body: string, attributes: Readonly<Record<string, string>> = {}): object => ({
    timeUnixNano: unixNanoOf(Date.now()),
    body: text(body),
    traceId: Buffer.from(traceId, 'hex'),
    attributes: attributesOf(attributes),
  });
  const records = [log('of the trace'), log('of another pipeline', { 'pipeline.name': 'another' })];
  await api.engine.insert('logs', [eventsRequest(records)]);
  const of = { namespace: 'default', pipeline: 'made', runId: traceId };
  const { path } = (await admin.send('POST', '/share-links', { ...of, expiresInDays: 1 })).json<{ path: string }>();
  const visitor = new Browser(api.app, '203.0.113.79');
  const headers = { authorization: `Bearer ${path.split('#')[1]}` };
  const shown = await visitor.send('GET', `/logs?traceId=${traceId}`, undefined, headers);
  expect(shown.json<{ items: object[] }>().items).toMatchObject([{ body: 'of the trace' }]);
  for (const query of [`traceId=${'ef'.repeat(16)}`, `traceId=${traceId}&runId=other`, `traceId=${traceId}&traceId=x`])
    expect([query, (await visitor.send('GET', `/logs?${query}`, undefined, headers)).statusCode]).toEqual([query, 403]);
});

it('a token that sends may be limited to signals and namespaces, which goes on in the one that follows it', async () => {
  const scope = { signals: ['logs'], namespaces: ['sales', 'shop-*'] };
  const wish = { name: 'w', expiresInDays: 1 };
  const { id } = (await admin.send('POST', '/tokens', { ...wish, kind: 'ingest', ...scope })).json<{ id: string }>();
  const next = (await admin.send('POST', `/tokens/${id}/rotation`, {})).json<{ id: string }>();
  const { items } = (await admin.send('GET', '/tokens?of=everybody')).json<{ items: { id: string }[] }>();
  for (const one of [id, next.id]) expect(items.find((item) => item.id === one)).toMatchObject(scope);
  for (const wrong of [
    { kind: 'api', ...scope },
    { kind: 'ingest', signals: [] },
    { kind: 'ingest', signals: ['profiles'] },
    { kind: 'ingest', namespaces: [] },
  ])
    expect((await admin.send('POST', '/tokens', { ...wish, ...wrong })).statusCode).toBe(400);
});

it('what cannot be recorded is not done', async () => {
  const { person } = (await admin.send('POST', '/people', { name: 'ada', role: 'viewer' })).json<{
    person: { id: string };
  }>();
  const token = (await admin.send('POST', '/tokens', { kind: 'ingest', name: 't', expiresInDays: 1 })).json<{
    id: string;
  }>();
  const team = { name: 't', namespaces: ['x'], owners: [], services: [], systems: [], groups: [], members: [] };
  const ofTeam = `/teams/${(await admin.send('POST', '/teams', team)).json<{ id: string }>().id}`;
  const hold = { reason: 'a case', namespace: null, pipeline: null, from: '2026-01-01T00:00:00Z', to: null };
  const ofHold = `/legal-holds/${(await admin.send('POST', '/legal-holds', hold)).json<{ id: string }>().id}`;
  const rule = { service: 's', rootSpan: 'r', pipeline: 'p', stages: [] };
  const ofRule = `/span-rules/${(await admin.send('POST', '/span-rules', rule)).json<{ id: string }>().id}`;
  const chosen = { displayName: 'Root', timeZone: null, language: null, theme: null };
  const dump = async () => {
    const tables = 'people tokens sessions password_links api_breakers teams legal_holds erasures'.split(' ');
    const rows = await Promise.all(tables.map((table) => api.state.query(`SELECT * FROM ${table} ORDER BY 1`)));
    const rules = (await admin.send('GET', '/span-rules')).json<{ items: { id: string; state: string }[] }>().items;
    const standing = rules.filter(({ state }) => state !== 'removing').map(({ id }) => id);
    return JSON.stringify([...rows, standing], (name, value: unknown) => (name === 'last_used_at' ? undefined : value));
  };
  const before = await dump();
  await api.state.query('ALTER TABLE access_log RENAME TO access_log_away');
  const answers = [
    await admin.send('POST', '/people', { name: 'bob', role: 'admin' }),
    await admin.send('PUT', `/people/${person.id}`, { role: 'admin', disabled: false }),
    await admin.send('DELETE', `/people/${person.id}`),
    await admin.send('POST', `/people/${person.id}/password-link`),
    await admin.send('POST', '/tokens', { kind: 'ingest', name: 'u', expiresInDays: 1 }),
    await admin.send('DELETE', `/tokens/${token.id}`),
    await admin.send('POST', '/teams', { ...team, name: 'another' }),
    await admin.send('PUT', ofTeam, { ...team, namespaces: ['y'] }),
    await admin.send('DELETE', ofTeam),
    await admin.send('POST', '/legal-holds', hold),
    await admin.send('DELETE', ofHold),
    await admin.send('POST', '/span-rules', { ...rule, rootSpan: 'another' }),
    await admin.send('DELETE', ofRule),
    await admin.send('POST', '/erasures', { find: 'somebody@example.com' }),
    await admin.send('POST', '/backup'),
    await admin.send('PUT', '/me/profile', chosen),
    await admin.send('PUT', '/me/password', { current: password, next: 'another long password' }),
    await new Browser(api.app, '192.0.2.78').signIn('root', password),
    await admin.send('DELETE', '/session'),
  ];
  await api.state.query('ALTER TABLE access_log_away RENAME TO access_log');
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 500));
  expect(await dump()).toBe(before);
  const { items } = (await admin.send('GET', '/access-log?action=telemetry')).json<{ items: unknown[] }>();
  expect(items).toEqual([]);
  expect((await admin.send('GET', '/people')).statusCode).toBe(200);
});
