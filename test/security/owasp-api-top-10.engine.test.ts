import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newToken } from '../../packages/server/src/access/secret-token.ts';
import { startTestApi, type TestApi } from '../../packages/server/src/rooms/_api.ts';
import { Browser, signInFirstAdmin } from '../_signed-in.ts';

/** The ten of OWASP API Security 2023, each as what would go wrong here. Every right of every route: `rooms/access/roles-and-routes.engine.test.ts`. */
let api: TestApi;
let admin: Browser;
let viewer: Browser;
const passwords = { admin: 'correct horse battery', viewer: 'ein langer satz' };

const join = async (name: string, role: string): Promise<Browser> => {
  const made = (await admin.send('POST', '/people', { name, role })).json<{ link: { path: string } }>();
  const browser = new Browser(api.app);
  await browser.send('POST', '/password', { link: made.link.path.split('#')[1], password: passwords.viewer });
  await browser.signIn(name, passwords.viewer);
  return browser;
};
const statusOf = async (
  browser: Browser,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: object,
  headers?: object,
) => (await browser.send(method, url, body, headers)).statusCode;
const items = async (browser: Browser, url: string) =>
  (await browser.send('GET', url)).json<{ items: { id: string; name?: string }[] }>().items;

beforeAll(async () => {
  api = await startTestApi(undefined, {
    signIn: { enabled: true },
    trustedProxies: ['127.0.0.1'],
    limits: { requestsPerMinute: 300 },
  });
  admin = await signInFirstAdmin(api.app, await api.access.firstAdminPath(), passwords.admin);
  viewer = await join('ada', 'viewer');
});
afterAll(() => api[Symbol.asyncDispose]());

describe('API1 broken object level authorization', () => {
  it('nobody ends or sees what is of somebody else by its id', async () => {
    const { id } = (await admin.send('POST', '/tokens', { kind: 'api', name: 'of root', expiresInDays: 1 })).json<{
      id: string;
    }>();
    const link = { namespace: 'default', pipeline: 'p', runId: 'r', expiresInDays: 1 };
    const shared = (await admin.send('POST', '/share-links', link)).json<{ id: string }>();
    const [session] = await items(admin, '/sessions');
    for (const url of [`/tokens/${id}`, `/share-links/${shared.id}`, `/sessions/${session?.id}`])
      expect([url, await statusOf(viewer, 'DELETE', url)]).toEqual([url, 404]);
    for (const url of ['/tokens', '/share-links', '/sessions'])
      expect([url, await statusOf(viewer, 'GET', `${url}?of=everybody`)]).toEqual([url, 403]);
    expect(JSON.stringify(await items(viewer, '/tokens'))).not.toContain('of root');
    expect(await statusOf(admin, 'GET', '/me')).toBe(200);
  });
});

describe('API2 broken authentication', () => {
  it('a session that was put into a browser before somebody signs in is not theirs afterwards (fixation)', async () => {
    const victim = new Browser(api.app);
    const planted = 'x'.repeat(32);
    victim.cookies.set('sightglass-session', planted);
    await victim.signIn('ada', passwords.viewer);
    expect(victim.cookies.get('sightglass-session')).not.toBe(planted);
    const attacker = new Browser(api.app);
    attacker.cookies.set('sightglass-session', planted);
    expect(await statusOf(attacker, 'GET', '/runs')).toBe(401);
  });

  it('a guessed token is refused, and guesses of one address come to an end', async () => {
    const guesser = new Browser(api.app, '198.51.100.20');
    const guess = () => statusOf(guesser, 'GET', '/runs', undefined, { authorization: `Bearer ${newToken('api')}` });
    const guesses = await Promise.all(Array.from({ length: 330 }, guess));
    expect(new Set(guesses)).toEqual(new Set([401, 429]));
    expect(guesses.at(-1)).toBe(429);
    expect(await statusOf(viewer, 'GET', '/me')).toBe(200);
  });

  it('a name that nobody has takes as long as a wrong password', async () => {
    const took = async (name: string, address: string): Promise<number> => {
      const startedAtMs = performance.now();
      await new Browser(api.app, address).signIn(name, 'a wrong password');
      return performance.now() - startedAtMs;
    };
    const least = async (name: string) => {
      const all = [];
      for (const host of [1, 2, 3]) all.push(await took(name, `198.51.100.${host}`));
      return Math.min(...all);
    };
    // A hash takes tens of milliseconds, an answer without one less than two.
    expect(await least('nobody-of-this-name')).toBeGreaterThan((await least('ada')) / 4);
  });
});

describe('API3 broken object property level authorization', () => {
  it('what a request may not set is not set, and no hash or digest is answered', async () => {
    const extra = { name: 'eve', role: 'viewer', id: 'chosen', disabled: true, passwordHash: 'x', hasPassword: true };
    const made = await admin.send('POST', '/people', extra);
    expect([400, 201]).toContain(made.statusCode);
    const [row] = await api.state.query<{ id: string; disabled: boolean; hash: string | null }>(
      "SELECT id, disabled, password_hash AS hash FROM people WHERE name = 'eve'",
    );
    if (row !== undefined)
      expect(row).toEqual({ id: expect.not.stringMatching('chosen') as string, disabled: false, hash: null });
    const bodies = await Promise.all(
      ['/people', '/tokens?of=everybody', '/sessions?of=everybody', '/me', '/share-links?of=everybody'].map(
        async (url) => (await admin.send('GET', url)).body,
      ),
    );
    expect(bodies.join('')).not.toMatch(/argon2|digest|password_hash|passwordHash/u);
  });
});

describe('API4 unrestricted resource consumption', () => {
  it('a page, a body and an address have a bound', async () => {
    expect(await statusOf(viewer, 'GET', '/logs?limit=1000000000')).toBe(400);
    expect(await statusOf(viewer, 'POST', '/tokens', { kind: 'api', name: 'x'.repeat(70_000), expiresInDays: 1 })).toBe(
      413,
    );
    expect(await statusOf(viewer, 'GET', `/logs?q=${'(a OR '.repeat(3_000)}`)).toBe(400);
  });
});

describe('API5 broken function level authorization', () => {
  it.each([
    ['POST', '/people', { name: 'mallory', role: 'admin' }],
    ['POST', '/tokens', { kind: 'ingest', name: 't', expiresInDays: 1 }],
    ['POST', '/share-links', { namespace: 'default', pipeline: 'p', runId: 'r', expiresInDays: 1 }],
    ['GET', '/access-log', undefined],
    ['GET', '/access-log-export', undefined],
    ['GET', '/senders', undefined],
  ] as const)('a viewer may not %s %s', async (method, url, body) =>
    expect(await statusOf(viewer, method, url, body)).toBe(403),
  );

  it('a token that may little is not the way to one that may more, by rotating that', async () => {
    type Made = { id: string; token: string };
    const [mighty, usual, small] = await Promise.all(
      ([['people:manage'], ['telemetry:read'], ['tokens:own', 'telemetry:read']] as const).map(async (rights) => {
        const wish = { kind: 'api', name: 'a token', expiresInDays: 1, rights };
        return (await admin.send('POST', '/tokens', wish)).json<Made>();
      }),
    );
    const program = new Browser(api.app);
    const headers = { authorization: `Bearer ${small?.token}` };
    const rotate = (of: Made | undefined) =>
      program.send('POST', `/tokens/${of?.id}/rotation`, { overlapMinutes: 5 }, headers);
    const refused = await rotate(mighty);
    expect([refused.statusCode, refused.body]).toEqual([403, expect.stringContaining('people:manage')]);
    expect([(await rotate(usual)).statusCode, (await rotate(small)).statusCode]).toEqual([201, 201]);
  });
});

describe('API6 unrestricted access to sensitive business flows', () => {
  it('a link for a password sets one once, of many at the same time', async () => {
    const made = (await admin.send('POST', '/people', { name: 'flow', role: 'viewer' })).json<{
      link: { path: string };
    }>();
    const set = (password: string) =>
      statusOf(new Browser(api.app), 'POST', '/password', { link: made.link.path.split('#')[1], password });
    const statuses = await Promise.all(Array.from({ length: 5 }, (_, index) => set(`a long password ${index}`)));
    expect(statuses.toSorted((a, b) => a - b)).toEqual([204, 410, 410, 410, 410]);
  });
});

describe('API7 server side request forgery', () => {
  it('no request names an address that the server would ask (probes: rooms/external-apis/probing)', async () => {
    const { paths } = api.app.swagger() as unknown as {
      paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
    };
    const names = Object.values(paths).flatMap((of) =>
      Object.values(of).flatMap(({ parameters = [] }) => parameters.map(({ name }) => name)),
    );
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => /^(?:url|uri|host|address|callback|webhook)$/iu.test(name))).toEqual([]);
  });
});

describe('API8 security misconfiguration', () => {
  it('answers have the headers that keep browsers safe, and no error shows where it happened', async () => {
    const { headers } = await viewer.send('GET', '/me');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('x-powered-by');
    const broken = await viewer.send('GET', '/logs?q=%22');
    expect(broken.body).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/u);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling of the domain', { 'sec-fetch-site': 'same-site' }],
    ['a page without the token', { 'x-sightglass-csrf': '' }],
  ])('a change that comes from %s is refused (CSRF)', async (_, headers) => {
    const body = { kind: 'api', name: 't', expiresInDays: 1 };
    expect(await statusOf(viewer, 'POST', '/tokens', body, headers)).toBe(403);
  });

  it('a form of another site cannot sign anybody in', async () => {
    const response = await api.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { 'content-type': 'text/plain' },
      payload: JSON.stringify({ name: 'ada', password: passwords.viewer }),
    });
    expect([response.statusCode, response.headers['set-cookie']]).toEqual([415, undefined]);
  });
});

describe('API9 improper inventory management', () => {
  it('there is one version, and the document needs a sign-in', async () => {
    const status = async (url: string) => (await api.app.inject({ url })).statusCode;
    expect([await status('/api/openapi.json'), await status('/api/v0/runs'), await status('/api/v2/runs')]).toEqual([
      401, 404, 404,
    ]);
  });
});

describe('API10 unsafe consumption of APIs', () => {
  it('names that programs send are data: in the document of a refusal too', async () => {
    const response = await viewer.send('GET', `/runs/${encodeURIComponent('<script>alert(1)</script>')}`);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
  });
});
