import { defaultSettings } from '@sightglass/model/alerting';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { occurrencesIn } from '../../incidents/occurrences/store-occurrences.ts';
import { attributesOf, logsRequest, text } from '../../../wire/_sample.ts';
import { allReceivedAt } from '../../../reception/reception-time.ts';
import type { Need } from '../../../access/decide.ts';
import { startTestApi, type TestApi } from '../../_api.ts';
import { createLookAround } from '../../incidents/look-around.ts';
import { createTick } from '../../incidents/loop.ts';
import { storedWorldIn } from '../../incidents/world.ts';
import { insertMarked, type Mark, sharedRunId, sharedTraceId, traceIdOf } from '../../_marked.ts';
import { type AskedMark, plainUrls, routesOf, urlsFor } from './_marked-addresses.ts';
import { checkOf, sampleOf } from './_marked-database.ts';

/** Every GET route that OpenAPI lists, asked by a member of one team: nothing of another team, nor of none, is in any answer. */
const red: Mark = { word: 'redmark', hex: 'a1' };
const blue: Mark = { word: 'bluemark', hex: 'b2' };
const gray: Mark = { word: 'graymark', hex: 'c3' };
/** Somebody that nobody has heard of. */
const nobody: Mark = { word: 'nonemark', hex: 'd4' };

const nowMs = Date.now();
let api: TestApi;
const tokens = new Map<Mark, string>();
/** Routes that show telemetry. */
const reading = new Set<string>();
/** Numbers of incidents, by the word of whose they are. */
const incidents = new Map<string, number>();
let adminToken = '';

const team = ({ word }: Mark) => ({
  name: `${word} team`,
  namespaces: [`${word}-*`],
  owners: [`${word}-people`],
  services: [`${word}-pl?in`],
  systems: [`${word}-*`],
  groups: [],
});

beforeAll(async () => {
  const systemsOf = ({ word }: Mark) => ({ name: `${word}-db`, url: `postgres://etl@${word}.test:5432/${word}_shop` });
  const marks = [red, blue, gray];
  api = await startTestApi(undefined, {
    signIn: { enabled: true },
    dependencies: marks.map(systemsOf),
    apis: marks.map(({ word }) => ({ name: `${word}-api`, url: 'http://127.0.0.1:1/' })),
    pipelines: marks.map(({ word }) => ({
      namespace: `${word}-sales`,
      name: `${word}-planned`,
      owner: `${word}-people`,
    })),
    spanRules: marks.map(({ word }) => ({
      service: `${word}-plain`,
      rootSpan: `${word} *`,
      pipeline: `${word}-made`,
      namespace: `${word}-sales`,
    })),
  });
  api.app.addHook('onRoute', ({ url, config }) => {
    if ((config as { need?: Need }).need === 'telemetry:read') reading.add(url.replaceAll(/:(\w+)/gu, '{$1}'));
  });
  await api.app.ready();
  for (const mark of marks) await insertMarked(api.engine, mark, nowMs);
  await api.engine.insert('logs', marks.map(checkOf));
  for (const mark of marks) api.samples.set(`${mark.word}-db`, sampleOf(mark));
  await openIncidents();
  await api.state.query(
    `INSERT INTO notifications (key, incident_no, seq, kind, channel, target, at, body)
     SELECT 'told ' || no, no, 99, 'opened', 'mail', 'data@example.com', now(), json_build_object('incidentNo', no, 'kind', 'opened',
       'reason', 'it is new', 'severity', severity, 'title', body ->> 'title', 'channel', 'mail', 'target', 'data@example.com') FROM incidents`,
  );
  for (const mark of [red, blue]) {
    const { id } = await api.access.people.create(`${mark.word}-person`, 'operator');
    await api.access.teams.create({ ...team(mark), members: [id] });
    tokens.set(mark, await tokenOf(id));
  }
  adminToken = await tokenOf((await api.access.people.create('ada', 'admin')).id);
});
afterAll(() => api[Symbol.asyncDispose]());

const asked = (mark: Mark): AskedMark => ({ ...mark, incidentNo: incidents.get(mark.word) });

/** One look around, which opens an incident for what has failed. */
const openIncidents = async (): Promise<void> => {
  const lookAround = createLookAround(api.rooms, (_room, error) => {
    throw error;
  });
  const world = storedWorldIn(api.state);
  const tick = await createTick({
    world,
    noteOccurrences: () => occurrencesIn(api.state).note([red, blue].map(occurrenceOf)),
    lookAround,
    settings: defaultSettings,
    receptionTime: () => allReceivedAt(Date.now()),
  });
  await tick();
  for (const { word } of [red, blue, gray]) {
    const [row] = await api.state.query<{ no: number }>(
      'SELECT no FROM incidents WHERE position($1 IN body::text) > 0',
      [word],
    );
    if (row === undefined) throw new Error(`${word} has no incident`);
    incidents.set(word, row.no);
  }
};

const occurrenceOf = ({ word }: Mark) => {
  const pipeline = { namespace: `${word}-sales`, pipeline: `${word}-orders`, runIds: [`${word}-run`] };
  return { ...pipeline, dueAtMs: 0, deadlineAtMs: null, state: 'met' as const, usableAtMs: 1_000 };
};

const tokenOf = async (personId: string): Promise<string> =>
  (
    await api.access.tokens.create({
      kind: 'api',
      name: 't',
      personId,
      rights: ['telemetry:read', 'apis:isolate', 'span-rules:manage'],
      expiresAt: null,
    })
  ).token;

const ask = async (token: string | undefined, url: string) => {
  const { statusCode, body } = await api.app.inject({
    url,
    headers: { authorization: `Bearer ${token}`, 'accept-encoding': 'identity' },
  });
  return { statusCode, body };
};

/** Answers about telemetry that hold no names: counts, what is due, and what is refused. */
const nameless = new Set([
  '/api/v1/alerting/health',
  '/api/v1/channels',
  '/api/v1/pipelines/{namespace}/{name}/plan',
  '/api/v1/pipelines/{namespace}/{name}/calendar',
  '/api/v1/run-hours',
  '/api/v1/run-verdicts',
  '/api/v1/logs/record',
  '/api/v1/logs/count',
  '/api/v1/logs/histogram',
  '/api/v1/traces/histogram',
  '/api/v1/dependencies/{name}/sample',
  '/api/v1/apis/{name}/history',
  '/api/v1/retention',
  '/api/v1/data-inventory',
  '/api/v1/privacy',
  '/api/v1/share-links/own',
  '/api/v1/rules',
  '/api/v1/silences',
]);

/** What differs from one moment to the next. */
const timeless = (body: string): string =>
  body
    .replaceAll(/\d{4}-\d\d-\d\d(?:T|%20| )[\d:.]+Z?/gu, '<time>')
    .replaceAll(/(INC-|incidents\/|"no":)\d+/gu, '$10')
    .replaceAll(/\d+ (?:second|minute)s?/gu, '<time>')
    .replaceAll(/"(\w*(?:Ms|version))":"?[\w.-]+"?/gu, '"$1":0');
const without = (text: string, { word, hex }: Mark): string =>
  timeless(text.replaceAll(word, '<word>').replaceAll(new RegExp(`(?:${hex}){8,}`, 'gu'), '<id>'));

describe('to a member of a team', () => {
  it('no route shows what is of another team, or of none', async () => {
    const shown = new Set<string>();
    const all = routesOf(api.app).flatMap((route) =>
      plainUrls(route, asked(red)).map((url) => ({ url, path: route.path })),
    );
    await eightAtOnce(all, async ({ url, path }) => {
      const { statusCode, body } = await ask(tokens.get(red), url);
      expect([url, statusCode < 500 ? '' : body]).toEqual([url, '']);
      for (const { word, hex } of [blue, gray])
        expect([url, body.includes(word), body.includes(hex.repeat(8))]).toEqual([url, false, false]);
      if (statusCode === 200 && body.includes(red.word)) shown.add(path);
    });
    const blank = routesOf(api.app).filter(({ path }) => reading.has(path) && !shown.has(path) && !nameless.has(path));
    expect(blank.map(({ path }) => path)).toEqual([]);
  });

  it('names of another team are answered as unknown ones', async () => {
    const pairs = routesOf(api.app).flatMap((route) => {
      const unknown = urlsFor(route, asked(nobody));
      return urlsFor(route, asked(blue)).map((url, index) => ({ url, other: unknown[index] ?? '' }));
    });
    const named = pairs.filter(({ url, other }) => url !== other);
    expect(named.length).toBeGreaterThan(100);
    await eightAtOnce(named, async ({ url, other }) => {
      const [answer, expected] = await Promise.all([ask(tokens.get(red), url), ask(tokens.get(red), other)]);
      expect([url, answer.statusCode, without(answer.body, blue)]).toEqual([
        url,
        expected.statusCode,
        without(expected.body, nobody),
      ]);
    });
  });
});

describe('live', () => {
  it('a member sees records of their pipelines and services as they arrive, and no count of others', async () => {
    const url = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const response = await fetch(`${url}/api/v1/logs/tail`, {
      headers: { authorization: `Bearer ${tokens.get(red)}` },
    });
    const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
    let seen = (await reader.read()).value ?? '';
    const record = (body: string, attributes = {}) => ({ body: text(body), attributes: attributesOf(attributes) });
    const ofBoth = [
      record('bluemark here', { 'pipeline.name': 'p', 'pipeline.namespace': 'bluemark-sales' }),
      record('redmark here', { 'pipeline.name': 'p', 'pipeline.namespace': 'redmark-sales' }),
      record('bluemark of none'),
    ];
    api.tail.offer('logs', logsRequest(ofBoth, { 'service.name': 'bluemark-plain' }), ofBoth.length);
    api.tail.offer('logs', logsRequest([record('the last of redmark')], { 'service.name': 'redmark-plain' }), 1);
    while (!seen.includes('the last')) seen += (await reader.read()).value ?? '';
    await reader.cancel();
    expect(seen).toContain('redmark here');
    expect(seen).not.toMatch(/bluemark (?:here|of none)/u);
  });

  it('a stream ends when what its viewer may see has changed', async () => {
    const { id } = await api.access.people.create('moved', 'viewer');
    const made = await api.access.teams.create({ ...team(gray), name: 'gray', members: [id] });
    const response = await fetch(`${api.app.listeningOrigin}/api/v1/live`, {
      headers: { authorization: `Bearer ${await tokenOf(id)}` },
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await api.access.teams.remove(made?.id ?? '');
    while (!(await reader.read()).done);
    expect((await ask(await tokenOf(id), '/api/v1/pipelines')).body).not.toContain(gray.word);
  });
});

describe('an incident of two teams', () => {
  it('is not shown, and no team reads that nothing is open', async () => {
    const shared = JSON.stringify([`${red.word}-sales/${red.word}-orders`, `${blue.word}-sales/${blue.word}-orders`]);
    await api.state.query(
      `INSERT INTO incidents (no, version, state, severity, opened_at, body)
       SELECT 900000, version, 'open', severity, opened_at, (body::jsonb || jsonb_build_object('no', 900000, 'pipelines', $2::jsonb))::json
       FROM incidents WHERE no = $1`,
      [incidents.get(blue.word) ?? 0, shared],
    );
    const { body } = await ask(tokens.get(red), '/api/v1/incidents?state=open');
    expect(body).not.toContain(blue.word);
    expect(JSON.parse(body)).toMatchObject({
      openShared: 1,
      sentence: expect.stringContaining('One more concerns other teams too: admins see it.') as string,
    });
    expect((await ask(tokens.get(red), '/api/v1/incidents/900000')).statusCode).toBe(404);
    expect(JSON.parse((await ask(adminToken, '/api/v1/incidents')).body)).toMatchObject({ openShared: 0 });
    const cannotLook = { kind: 'sightglass', namespace: '', name: 'pipelines', part: '' };
    await api.state.query(
      `UPDATE incidents SET body = (body::jsonb || jsonb_build_object('pipelines', '[]'::jsonb, 'root', $1::jsonb))::json WHERE no = 900000`,
      [JSON.stringify(cannotLook)],
    );
    expect(JSON.parse((await ask(tokens.get(red), '/api/v1/incidents')).body)).toMatchObject({ openShared: 1 });
    await api.state.query('DELETE FROM incidents WHERE no = 900000');
  });
});

describe('a database of a team', () => {
  it('has its checks and that it was looked into, which are of no pipeline, and shows no sessions', async () => {
    const get = async (path: string) => {
      const { statusCode, body } = await ask(tokens.get(red), `/api/v1/dependencies/${path}`);
      return { statusCode, ...(JSON.parse(body) as { items: { checks: number }[] }) };
    };
    expect(await get('redmark-db')).toMatchObject({ sampledAt: api.samples.get('redmark-db')?.sampledAt });
    expect((await get('redmark-db/history')).items.map(({ checks }) => checks)).toContain(1);
    expect(await get('redmark-db/sample')).toMatchObject({ statusCode: 403 });
    expect(await get('bluemark-db/sample')).toMatchObject({ statusCode: 404 });
  });
});

describe('limits', () => {
  it('totals count what is seen: the parts of two teams and of none are the whole', async () => {
    const count = async (token: string | undefined, url: string) =>
      JSON.parse((await ask(token, url)).body) as { count: number };
    const [ofRed, ofAll] = [
      await count(tokens.get(red), '/api/v1/logs/count'),
      await count(adminToken, '/api/v1/logs/count'),
    ];
    const ofNobody = 4; // of a service that sends for pipelines, and of no pipeline; one of them our own
    expect(ofRed.count).toBeGreaterThan(10);
    expect(ofAll.count).toBe(3 * (ofRed.count + ofNobody));
  });

  it('who is in no team sees nothing and reads why, and an admin sees everything', async () => {
    const { id } = await api.access.people.create('alone', 'viewer');
    const [alone, admin] = [await ask(await tokenOf(id), '/api/v1/runs'), await ask(adminToken, '/api/v1/runs')];
    expect(JSON.parse(alone.body)).toMatchObject({
      status: 403,
      detail: expect.stringContaining('"t" is in no team') as string,
    });
    for (const { word } of [red, blue, gray]) expect(admin.body).toContain(word);
  });

  it('of two runs with one id each team has its own; of a trace with spans of both, its own spans', async () => {
    const run = await ask(tokens.get(red), `/api/v1/runs/${sharedRunId}`);
    expect(JSON.parse(run.body)).toMatchObject({ pipeline: 'redmark-orders' });
    expect((await ask(adminToken, `/api/v1/runs/${sharedRunId}`)).statusCode).toBe(409);
    const trace = await ask(tokens.get(red), `/api/v1/traces/${sharedTraceId}`);
    expect(trace.body).toContain('redmark span');
    expect(trace.body).not.toContain(blue.word);
    expect((await ask(tokens.get(red), `/api/v1/traces/${traceIdOf(blue)}`)).statusCode).toBe(404);
  });

  it('a member changes nothing of another team', async () => {
    const change = async (method: 'PUT' | 'POST' | 'DELETE', path: string, payload?: object) =>
      (
        await api.app.inject({
          method,
          url: `/api/v1${path}`,
          headers: { authorization: `Bearer ${tokens.get(red)}` },
          ...(payload && { payload }),
        })
      ).statusCode;
    const rule = { service: 's', rootSpan: 'r', pipeline: 'p', stages: [] };
    const ofBlue = (
      JSON.parse((await ask(adminToken, '/api/v1/span-rules')).body) as { items: { id: string; namespace: string }[] }
    ).items.find(({ namespace }) => namespace === 'bluemark-sales');
    const isolated = { isolated: true, reason: 'mine' };
    expect(await change('PUT', '/apis/bluemark-api/isolation', isolated)).toBe(404);
    expect(await change('PUT', '/apis/redmark-api/isolation', isolated)).toBe(200);
    expect(await change('POST', '/span-rules', { ...rule, namespace: 'bluemark-sales' })).toBe(403);
    // Its runs would show the names of spans that are not theirs.
    const ofBlueSpans = {
      ...rule,
      service: 'bluemark-plain',
      rootSpan: '*',
      pipeline: '*',
      namespace: 'redmark-sales',
    };
    expect(await change('POST', '/span-rules', ofBlueSpans)).toBe(403);
    expect(await change('POST', '/span-rules', { ...ofBlueSpans, service: 'redmark-plain' })).toBe(200);
    expect(await change('DELETE', `/span-rules/${ofBlue?.id}`)).toBe(404);
  });
});

const eightAtOnce = async <Item>(items: readonly Item[], job: (item: Item) => Promise<void>): Promise<void> => {
  const left = items.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const item of left) await job(item);
    }),
  );
};
