import { createHash } from 'node:crypto';
import type { Right } from '@sightglass/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../_api.ts';
import { browserClass } from './_session-browser.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(undefined, { signIn: { enabled: true } });
});
afterAll(() => api[Symbol.asyncDispose]());

const Browser = browserClass(() => api.app);
type Browser = InstanceType<typeof Browser>;

const secretOf = (path: string | undefined): string => path?.split('#')[1] ?? '';
const passwords = { root: 'correct horse battery', ada: 'ein langer satz', bob: 'noch ein langer satz' };
const admin = new Browser();

/** A new person who has signed in. */
const join = async (name: keyof typeof passwords, role: string): Promise<Browser> => {
  const made = await admin.send('POST', '/people', { name, role });
  expect(made.statusCode).toBe(201);
  const { link } = made.json<{ link: { path: string } }>();
  const browser = new Browser();
  const set = { link: secretOf(link.path), password: passwords[name] };
  expect((await browser.send('POST', '/password', set)).statusCode).toBe(204);
  expect((await browser.signIn(name.toUpperCase(), passwords[name])).statusCode).toBe(200);
  return browser;
};
const idOf = async (name: string): Promise<string> =>
  (await api.access.people.list()).find((person) => person.name === name)?.id ?? '';

describe('the first admin', () => {
  it('comes by a link that works once', async () => {
    const nobody = new Browser();
    expect((await nobody.send('GET', '/runs')).json()).toMatchObject({
      status: 401,
      type: 'urn:sightglass:problem:sign-in-needed',
    });
    expect((await nobody.send('GET', '/me')).json()).toMatchObject({ signIn: 'on', rights: [], needsFirstAdmin: true });
    const { id } = await api.access.people.create('waiting', 'admin'); // without a password: is no way in
    const link = secretOf(await api.access.firstAdminPath());
    const set = (body: object) => nobody.send('POST', '/password', { link, ...body });
    expect((await set({ password: passwords.root })).json()).toMatchObject({
      status: 422,
      detail: expect.stringContaining('name') as string,
    });
    expect((await set({ name: 'root', password: 'password' })).statusCode).toBe(422);
    const both = await Promise.all([1, 2].map(() => set({ name: 'root', password: passwords.root })));
    expect(both.map(({ statusCode }) => statusCode).toSorted((one, other) => one - other)).toEqual([204, 410]);
    expect((await admin.signIn('root', passwords.root)).json()).toMatchObject({
      person: { name: 'root', role: 'admin' },
    });
    expect((await admin.send('GET', '/runs')).statusCode).toBe(200);
    expect(await api.access.firstAdminPath()).toBeUndefined();
    await api.access.people.remove(id);
    const late = await api.access.links.create(null, 60_000); // of a start that saw no admin yet
    const second = { link: late, name: 'second', password: passwords.root };
    expect((await nobody.send('POST', '/password', second)).statusCode).toBe(410);
  });

  it('cannot take the last admin away', async () => {
    const id = await idOf('root');
    const change = (body: object) => admin.send('PUT', `/people/${id}`, body);
    expect((await change({ role: 'viewer', disabled: false })).json()).toMatchObject({ status: 409 });
    expect((await change({ role: 'admin', disabled: true })).statusCode).toBe(409);
    expect((await admin.send('DELETE', `/people/${id}`)).statusCode).toBe(409);
    expect((await admin.send('GET', '/me')).json()).toMatchObject({ person: { role: 'admin' } });
  });
});

describe('a person', () => {
  it('has the rights of the role, from the next request on', async () => {
    const ada = await join('ada', 'viewer');
    expect((await ada.send('GET', '/runs')).statusCode).toBe(200);
    expect((await ada.send('GET', '/people')).json()).toMatchObject({
      status: 403,
      detail: expect.stringContaining('the role admin has') as string,
    });
    const isolate = () => ada.send('PUT', '/apis/x/isolation', { isolated: true, reason: 'x' });
    expect((await isolate()).statusCode).toBe(403);
    const id = await idOf('ada');
    expect((await admin.send('PUT', `/people/${id}`, { role: 'operator', disabled: false })).statusCode).toBe(200);
    expect((await isolate()).statusCode).toBe(404);
    await admin.send('PUT', `/people/${id}`, { role: 'operator', disabled: true });
    expect((await ada.send('GET', '/runs')).statusCode).toBe(401);
    expect((await ada.signIn('ada', passwords.ada)).statusCode).toBe(401);
  });

  it('of a name that another has, in other case, is refused', async () => {
    expect((await admin.send('POST', '/people', { name: 'ADA', role: 'viewer' })).statusCode).toBe(409);
  });

  it('signs out for good', async () => {
    const bob = await join('bob', 'viewer');
    const { cookie, csrf } = bob;
    expect((await bob.send('DELETE', '/session')).json()).toEqual({ continueAt: null });
    Object.assign(bob, { cookie, csrf });
    expect((await bob.send('GET', '/runs')).statusCode).toBe(401);
  });

  it.each(['session', 'role', 'token'])('a live stream ends soon after its %s', async (what) => {
    const id = await idOf('bob');
    await api.access.people.change(id, { role: 'viewer', disabled: false });
    const browser = new Browser();
    browser.cookie = `sightglass-session=${await api.access.sessions.begin(id, { address: '', userAgent: '' })}`;
    const rights: Right[] = ['telemetry:read'];
    const made = await api.access.tokens.create({ kind: 'api', name: 't', personId: null, rights, expiresAt: null });
    const headers = what === 'token' ? { authorization: `Bearer ${made.token}` } : {};
    const stream = browser.send('GET', '/live', undefined, headers);
    const mine = (await browser.send('GET', '/me')).json<{ person: { sessionId: string } }>().person;
    if (what === 'session') await api.access.sessions.end(mine.sessionId);
    else if (what === 'token') await api.access.tokens.revoke(made.id);
    else await api.access.people.change(id, { role: 'viewer', disabled: true });
    expect(await stream).toMatchObject({ statusCode: 200, body: expect.stringContaining(': open') as string });
    await api.access.people.change(id, { role: 'viewer', disabled: false });
  });

  it('changes the password with the one before; every session ends', async () => {
    const [one, other] = [new Browser(), new Browser()];
    for (const browser of [one, other]) await browser.signIn('bob', passwords.bob);
    const change = (current: string, next: string) => one.send('PUT', '/me/password', { current, next });
    expect((await change('wrong wrong wrong', passwords.bob)).statusCode).toBe(401);
    expect((await change(passwords.bob, 'password')).statusCode).toBe(422);
    expect((await change(passwords.bob, 'the next long one')).statusCode).toBe(204);
    expect((await other.send('GET', '/runs')).statusCode).toBe(401);
    expect((await other.signIn('bob', passwords.bob)).statusCode).toBe(401);
    expect((await other.signIn('bob', 'the next long one')).statusCode).toBe(200);
  });

  it('has to wait after several wrong passwords before, and not after an admin gave a link', async () => {
    const bob = new Browser();
    await bob.signIn('bob', 'the next long one');
    const guess = () => bob.send('PUT', '/me/password', { current: 'wrong', next: 'another long one' });
    const guesses = await Promise.all(Array.from({ length: 9 }, guess));
    expect(guesses.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
    expect(guesses.filter(({ statusCode }) => statusCode === 429)).toHaveLength(4);
    const made = await admin.send('POST', `/people/${await idOf('bob')}/password-link`);
    const set = { link: secretOf(made.json<{ path: string }>().path), password: 'the next long one' };
    expect((await bob.send('POST', '/password', set)).statusCode).toBe(204);
    expect((await bob.signIn('bob', 'the next long one')).statusCode).toBe(200);
  });

  it('sees and ends own sessions, not those of others', async () => {
    const bob = new Browser();
    await bob.signIn('bob', 'the next long one');
    type Listed = { items: { id: string; isOwn: boolean; personName: string }[] };
    const { items } = (await bob.send('GET', '/sessions')).json<Listed>();
    expect(items.filter(({ isOwn }) => isOwn)).toHaveLength(1);
    expect(new Set(items.map(({ personName }) => personName))).toEqual(new Set(['bob']));
    expect((await bob.send('GET', '/sessions?of=everybody')).statusCode).toBe(403);
    const all = (await admin.send('GET', '/sessions?of=everybody')).json<Listed>().items;
    const ofAdmin = all.find(({ personName }) => personName === 'root')?.id ?? '';
    expect((await bob.send('DELETE', `/sessions/${ofAdmin}`)).statusCode).toBe(404);
    expect((await admin.send('DELETE', `/sessions/${items.find(({ isOwn }) => isOwn)?.id}`)).statusCode).toBe(204);
    expect((await bob.send('GET', '/runs')).statusCode).toBe(401);
  });
});

describe('signing in', () => {
  it('says the same of a wrong name and a wrong password, and then has people wait', async () => {
    const attempt = (name: string) => new Browser().signIn(name, 'a wrong password');
    expect((await attempt('nobody')).json()).toMatchObject({
      status: 401,
      detail: 'The name or the password is wrong.',
    });
    const wrong = Array.from({ length: 12 }, () => attempt('root'));
    const right = new Browser().signIn('root', passwords.root);
    const answers = await Promise.all(wrong);
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    const delayed = answers.find(({ statusCode }) => statusCode === 429);
    expect(delayed?.headers['retry-after']).toBe('1');
    expect((await right).statusCode).toBe(429);
  });

  it('sets a cookie that scripts and other sites do not get', async () => {
    const browser = new Browser();
    const { headers } = await browser.signIn('bob', 'the next long one');
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^sightglass-session=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/u),
      expect.stringMatching(
        /^sightglass-device=[\w-]{32}\.[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Strict$/u,
      ),
    ]);
  });

  it('a change from a page that is not ours is refused', async () => {
    const token = (headers: object) =>
      admin.send('POST', '/tokens', { kind: 'api', name: 't', expiresInDays: 1 }, headers);
    expect((await token({ 'x-sightglass-csrf': 'wrong' })).json()).toMatchObject({
      status: 403,
      type: 'urn:sightglass:problem:csrf-refused',
    });
    expect((await token({ 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await token({ 'sec-fetch-site': 'same-origin' })).statusCode).toBe(201);
  });

  it.each(['text/plain', 'text/plain; application/json', 'application/x-www-form-urlencoded'])(
    'is not done by a form of another site (%s)',
    async (type) => {
      const payload = JSON.stringify({ name: 'bob', password: 'the next long one' });
      const headers = { 'content-type': type };
      const answer = await api.app.inject({ method: 'POST', url: '/api/v1/session', payload, headers });
      expect(answer.json()).toMatchObject({ status: 415, type: 'urn:sightglass:problem:content-type-invalid' });
    },
  );

  it('answers are kept by no browser and no proxy', async () => {
    for (const url of ['/me', '/runs', '/people']) {
      const { statusCode, headers } = await admin.send('GET', url);
      expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
    }
  });
});

it.each([
  ['POST', '/session', { name: 'a\0b', password: 'x' }],
  ['POST', '/tokens', { kind: 'api', name: 'a\0b', expiresInDays: 1 }],
  ['DELETE', '/tokens/a%00b', undefined],
  ['GET', '/access-log?actor=a%00', undefined],
] as const)('%s %s with a character that is not stored is refused', async (method, url, body) =>
  expect((await admin.send(method, url, body)).json()).toMatchObject({
    status: 400,
    // Where the shape of the request knows it before the state does, it is the parameter.
    type: expect.stringMatching(/:(?:character|parameter)-invalid$/u) as string,
  }),
);

describe('a token', () => {
  const withToken = (token: string, url: string, method: 'GET' | 'POST' | 'PUT' = 'GET') =>
    api.app.inject({ method, url: `/api/v1${url}`, headers: { authorization: `Bearer ${token}` } });
  const create = async (browser: Browser, body: object) =>
    (await browser.send('POST', '/tokens', { name: 'loader', expiresInDays: 7, ...body })).json<{
      id: string;
      token: string;
      status?: number;
    }>();

  it('works until it is revoked, with its own rights', async () => {
    const { id, token } = await create(admin, { kind: 'api', rights: ['telemetry:read'] });
    expect((await withToken(token, '/runs')).statusCode).toBe(200);
    expect((await withToken(token, '/people')).statusCode).toBe(403);
    expect((await withToken(token, '/tokens')).statusCode).toBe(403);
    expect((await admin.send('DELETE', `/tokens/${id}`)).statusCode).toBe(204);
    expect((await withToken(token, '/runs')).json()).toMatchObject({
      status: 401,
      type: 'urn:sightglass:problem:token-unknown',
    });
  });

  it('is followed by another with the same rights, and both work for a while', async () => {
    const old = await create(admin, { kind: 'api', rights: ['telemetry:read'] });
    const rotate = (id: string, overlapMinutes: number) =>
      admin.send('POST', `/tokens/${id}/rotation`, { overlapMinutes });
    const [first, second] = await Promise.all([rotate(old.id, 60), rotate(old.id, 60)]);
    const statuses = [first, second].map(({ statusCode }) => statusCode);
    expect(statuses.toSorted((one, other) => one - other)).toEqual([201, 404]);
    const next = (first.statusCode === 201 ? first : second).json<{ id: string; token: string }>();
    for (const { token } of [old, next]) expect((await withToken(token, '/runs')).statusCode).toBe(200);
    expect((await withToken(next.token, '/people')).statusCode).toBe(403);
    const last = (await rotate(next.id, 0)).json<{ token: string }>();
    expect([
      (await withToken(next.token, '/runs')).statusCode,
      (await withToken(last.token, '/runs')).statusCode,
    ]).toEqual([401, 200]);
  });

  it('makes no other, unless it was made for that', async () => {
    const ask = (token: string, payload: object) =>
      api.app.inject({ method: 'POST', url: '/api/v1/tokens', payload, headers: { authorization: `Bearer ${token}` } });
    const wish = { kind: 'api', name: 'child', expiresInDays: 1 };
    const usual = await create(admin, { kind: 'api' });
    expect((await ask(usual.token, wish)).statusCode).toBe(403);
    const maker = await create(admin, { kind: 'api', rights: ['tokens:own', 'telemetry:read'] });
    const child = (await ask(maker.token, wish)).json<{ token: string }>();
    expect((await withToken(child.token, '/runs')).statusCode).toBe(200);
    expect((await ask(child.token, wish)).statusCode).toBe(403);
    expect((await ask(maker.token, { ...wish, kind: 'ingest' })).statusCode).toBe(403);
    expect((await ask(maker.token, { ...wish, rights: ['people:manage'] })).statusCode).toBe(403);
    const nobodys = await api.access.tokens.create({
      kind: 'api',
      name: 't',
      personId: null,
      rights: ['tokens:own'],
      expiresAt: null,
    });
    expect((await ask(nobodys.token, wish)).statusCode).toBe(409);
  });

  it('comes to a command line by a code, once, for who began it', async () => {
    const verifier = 'v'.repeat(43);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const consent = await admin.send('POST', '/command-line/consent', { challenge, name: 'laptop' });
    const { code } = consent.json<{ code: string }>();
    expect(code).toMatch(/^[2-9A-Z]{5}-[2-9A-Z]{5}$/u);
    const fetchToken = (with_: object) =>
      new Browser().send('POST', '/command-line/token', { code, verifier, ...with_ });
    expect((await fetchToken({ verifier: 'w'.repeat(43) })).statusCode).toBe(410);
    const given = (await fetchToken({ code: ` ${code.toLowerCase()} ` })).json<{ token: string; person: string }>();
    expect(given.person).toBe('root');
    expect((await withToken(given.token, '/people')).statusCode).toBe(200);
    expect((await withToken(given.token, '/tokens')).statusCode).toBe(200);
    expect((await fetchToken({})).statusCode).toBe(410);
  });

  it('of a person has no more rights than the person has now', async () => {
    const bob = new Browser();
    await bob.signIn('bob', 'the next long one');
    expect(await create(bob, { kind: 'api', rights: ['people:manage'] })).toMatchObject({ status: 403 });
    expect(await create(bob, { kind: 'ingest' })).toMatchObject({ status: 403 });
    const id = await idOf('bob');
    await admin.send('PUT', `/people/${id}`, { role: 'operator', disabled: false });
    const { token } = await create(bob, { kind: 'api' });
    expect((await withToken(token, '/apis/x/isolation', 'PUT')).statusCode).not.toBe(403);
    await admin.send('PUT', `/people/${id}`, { role: 'viewer', disabled: false });
    expect((await withToken(token, '/apis/x/isolation', 'PUT')).statusCode).toBe(403);
    await admin.send('PUT', `/people/${id}`, { role: 'viewer', disabled: true });
    expect((await withToken(token, '/runs')).statusCode).toBe(401);
  });

  it('for sending telemetry reads nothing', async () => {
    const { token } = await create(admin, { kind: 'ingest', expiresInDays: null });
    expect((await withToken(token, '/runs')).statusCode).toBe(403);
    expect((await withToken(token, '/apis/x/breaker')).statusCode).toBe(200);
  });
});

it('the access log has every change with who, what, before and after, only grows, and holds no secret', async () => {
  type Entry = {
    at: string;
    action: string;
    actorName: string;
    target: string;
    before: object | null;
    after: object | null;
  };
  const { items } = (await admin.send('GET', '/access-log?limit=200')).json<{ items: Entry[] }>();
  const times = items.map(({ at }) => at);
  expect(times.length).toBeGreaterThan(20);
  expect(times).toEqual(times.toSorted().toReversed());
  expect(items).toContainEqual(
    expect.objectContaining({
      action: 'person.changed',
      actorName: 'root',
      target: 'ada',
      before: { role: 'viewer', disabled: false },
      after: { role: 'operator', disabled: false },
    }),
  );
  const actions = new Set(items.map(({ action }) => action));
  for (const action of ['session.begun', 'session.refused', 'password.set', 'token.created', 'token.revoked'])
    expect(actions).toContain(action);
  expect(actions).toContain('password.refused');
  expect(items).toContainEqual(expect.objectContaining({ action: 'person.created', target: 'root' }));
  // Attempts that had to wait are not written down: whoever makes them could fill the disk.
  const refusedRoot = items.filter(({ action, target }) => action === 'session.refused' && target === 'root');
  expect(refusedRoot).toHaveLength(5);
  const text = JSON.stringify(items);
  for (const secret of [...Object.values(passwords), 'sg_api_', admin.csrf]) expect(text).not.toContain(secret);
  const odd = await Promise.all([
    new Browser().signIn('a\0', 'x'),
    admin.send('POST', '/tokens', { kind: 'ingest', name: 'a\0', expiresInDays: null }),
    admin.send('GET', '/access-log?actor=%00'),
  ]);
  expect(odd.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400]);
  const begun = (await admin.send('GET', '/access-log?action=session')).json<{ items: Entry[] }>().items;
  expect(new Set(begun.map(({ action }) => action.split('.')[0]))).toEqual(new Set(['session']));
});
