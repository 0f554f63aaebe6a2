import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestProvider, testClient, type TestProvider } from '../../../../../test/oidc-provider.ts';
import type { ConfigInput } from '../../config/schema.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { ProviderBrowser } from './_provider-browser.ts';

type Oidc = NonNullable<NonNullable<ConfigInput['signIn']>['oidc']>;

let provider: TestProvider;
let api: TestApi;
beforeAll(async () => {
  provider = await startTestProvider(['http://localhost'], { groups: ['groups', 'roles'] });
  api = await startTestApi(
    undefined,
    { signIn: { enabled: true, oidc: settings() } },
    { OIDC_SECRET: testClient.secret },
  );
  await root.create();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});
beforeEach(() => Object.assign(provider, { isSilent: false, idTokenSeconds: 3_600 }));

const settings = (): Oidc => ({
  issuer: provider.issuer,
  clientId: testClient.id,
  clientSecret: 'env:OIDC_SECRET',
  label: 'Example Login',
  allowed: { groups: ['data', 'data-admins'], domains: ['example.com'] },
  roles: { 'data-admins': 'admin', 'data-ops': 'operator' },
  timeout: '1s',
});

/** The admin of this server, who signs in with a password. */
const root = {
  password: 'correct horse battery',
  async create() {
    const link = (await api.access.firstAdminPath())?.split('#')[1];
    const payload = { link, name: 'root', password: root.password };
    await api.app.inject({ method: 'POST', url: '/api/v1/password', payload });
  },
  signIn: () =>
    api.app.inject({ method: 'POST', url: '/api/v1/session', payload: { name: 'root', password: root.password } }),
  async headers() {
    const answer = await root.signIn();
    const [cookie] = answer.cookies as { name: string; value: string }[];
    return { cookie: `${cookie?.name}=${cookie?.value}`, 'x-sightglass-csrf': answer.json<{ csrf: string }>().csrf };
  },
};

const me = async (browser: ProviderBrowser) =>
  (await browser.get('/api/v1/me')).json<{ person: { name: string; role: string } | null; csrf: string }>();
const found = async (name: string) => (await api.access.people.list()).find((person) => person.name === name);
const logged = async (action: string) =>
  (await api.access.log.list({ action, limit: 20 })).map(({ target, before, after }) => ({ target, before, after }));

describe('whom the provider signs in', () => {
  it('has an account, the role of the groups, and the page that was asked for', async () => {
    provider.account = { sub: 'u1', preferred_username: 'ada', name: 'Ada Lovelace', groups: ['data', 'data-ops'] };
    const browser = new ProviderBrowser(api.app);
    expect(await browser.signIn('/runs?last=7d')).toBe('/runs?last=7d');
    expect(await me(browser)).toMatchObject({ person: { name: 'ada', role: 'operator' } });
    expect((await browser.get('/api/v1/runs')).statusCode).toBe(200);
    expect(await found('ada')).toMatchObject({
      isProvided: true,
      hasPassword: false,
      groups: ['data', 'data-ops'],
    });
    expect((await logged('session.begun'))[0]).toMatchObject({
      target: 'ada',
      after: { by: 'Example Login', role: 'operator', groups: ['data', 'data-ops'] },
    });
  });
  it('has other rights after the groups have changed, from that sign-in on', async () => {
    const browser = new ProviderBrowser(api.app);
    await browser.signIn();
    provider.account = { sub: 'u1', preferred_username: 'ada', groups: ['data', 'data-admins'] };
    expect(await me(browser)).toMatchObject({ person: { role: 'operator' } });
    await browser.signIn();
    expect((await browser.get('/api/v1/people')).statusCode).toBe(200);
    expect(await me(browser)).toMatchObject({ person: { name: 'ada', role: 'admin' } });
    provider.account = { sub: 'u1', preferred_username: 'renamed', groups: ['data'] };
    await browser.signIn();
    expect(await me(browser)).toMatchObject({ person: { name: 'ada', role: 'viewer' } });
    expect((await logged('person.changed'))[0]).toMatchObject({
      target: 'ada',
      before: { role: 'admin' },
      after: { role: 'viewer' },
    });
  });

  it('keeps the groups with the requests that follow', async () => {
    const browser = new ProviderBrowser(api.app);
    provider.account = { sub: 'u1', groups: ['data', 'data-ops'] };
    await browser.signIn();
    for (let request = 0; request < 3; request++) expect((await browser.get('/api/v1/runs')).statusCode).toBe(200);
    expect(await found('ada')).toMatchObject({ role: 'operator', groups: ['data', 'data-ops'] });
  });

  it('is told apart by issuer and subject, never by an e-mail address or a name', async () => {
    const same = { preferred_username: 'grace', email: 'grace@example.com', email_verified: true };
    const ids = [];
    for (const sub of ['u2', 'u3']) {
      provider.account = { ...same, sub };
      const browser = new ProviderBrowser(api.app);
      await browser.signIn();
      ids.push(await me(browser));
    }
    expect(ids).toMatchObject([{ person: { name: 'grace', role: 'viewer' } }, { person: { name: 'grace-2' } }]);
    provider.account = { ...same, sub: 'u4', preferred_username: 'ROOT' };
    const browser = new ProviderBrowser(api.app);
    await browser.signIn();
    expect(await me(browser)).toMatchObject({ person: { name: 'ROOT-2', role: 'viewer' } });
  });

  it('has a role by groups and no password, also for an admin', async () => {
    const { id } = (await found('ada')) ?? { id: '' };
    const asAdmin = async (method: 'PUT' | 'POST', url: string, payload?: object) =>
      (
        await api.app.inject({
          method,
          url: `/api/v1/people/${id}${url}`,
          headers: await root.headers(),
          ...(payload && { payload }),
        })
      ).json<unknown>();
    const refused = { status: 409, type: 'urn:sightglass:problem:by-provider' };
    expect(await asAdmin('PUT', '', { role: 'admin', disabled: false })).toMatchObject(refused);
    expect(await asAdmin('POST', '/password-link')).toMatchObject(refused);
    expect(await asAdmin('PUT', '', { role: 'operator', disabled: true })).toMatchObject({ disabled: true });
    const browser = new ProviderBrowser(api.app);
    provider.account = { sub: 'u1', groups: ['data', 'data-ops'] };
    expect(await browser.signIn()).toBe('/sign-in?failed=provider');
    expect(await browser.failure()).toContain('"ada" may not sign in any more');
    expect(await asAdmin('PUT', '', { role: 'operator', disabled: false })).toMatchObject({ disabled: false });
  });

  it('is out when the groups let in no more, with every token and link, and in again when they do', async () => {
    const letIn = { sub: 'u1', groups: ['data', 'data-ops'] };
    provider.account = letIn;
    const browser = new ProviderBrowser(api.app);
    await browser.signIn();
    const personId = (await found('ada'))?.id ?? '';
    const { tokens, shareLinks } = api.access;
    const rights = ['telemetry:read'] as const;
    const made = await tokens.create({ kind: 'api', name: 't', personId, rights, expiresAt: null });
    const run = { namespace: 'default', pipeline: 'p', runId: 'r' };
    const link = await shareLinks.create(run, personId, new Date(Date.now() + 60_000));
    const ask = async (url: string, { token }: { readonly token: string }) =>
      (await api.app.inject({ url: `/api/v1${url}`, headers: { authorization: `Bearer ${token}` } })).statusCode;
    const statuses = async () => [await ask('/runs', made), await ask('/share-links/own', link)];
    expect(await statuses()).toEqual([200, 200]);
    provider.account = { sub: 'u1', groups: ['elsewhere'] };
    expect(await new ProviderBrowser(api.app).signIn()).toBe('/sign-in?failed=provider');
    expect([...(await statuses()), (await browser.get('/api/v1/runs')).statusCode]).toEqual([401, 401, 401]);
    expect(await shareLinks.list(personId)).toEqual([]);
    provider.account = letIn;
    await browser.signIn();
    expect(await statuses()).toEqual([200, 200]);
  });

  it('signs out there too, and comes back to a page that signs nobody in', async () => {
    const browser = new ProviderBrowser(api.app);
    await browser.signIn();
    const csrf = { 'x-sightglass-csrf': (await me(browser)).csrf };
    const { continueAt } = (await browser.get('/api/v1/session', 'DELETE', csrf)).json<{ continueAt: string }>();
    const url = new URL(continueAt);
    expect(url.href).toContain(`${provider.issuer}/session/end?`);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe('http://localhost/sign-in');
    expect(url.searchParams.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/u);
    expect(await browser.follow(continueAt)).toBe(continueAt); // the question whether to sign out
    expect(await me(browser)).toMatchObject({ person: null, provider: { name: 'Example Login' } });
  });
});

it('what somebody chose for the pages is kept with the account', async () => {
  const headers = await root.headers();
  const put = (payload: object) => api.app.inject({ method: 'PUT', url: '/api/v1/me/profile', payload, headers });
  const chosen = { displayName: 'Root R.', timeZone: 'Europe/Berlin', language: 'de-DE', theme: 'dark' };
  expect((await put(chosen)).json()).toEqual(chosen);
  const { cookie } = await root.headers();
  const shown = await api.app.inject({ url: '/api/v1/me', headers: { cookie } });
  expect(shown.json()).toMatchObject({ person: { name: 'root', profile: chosen } });
  for (const wrong of [{ timeZone: 'Mars/Olympus' }, { language: 'tlh' }, { theme: 'pink' }, { displayName: 'a\0' }])
    expect((await put({ ...chosen, ...wrong })).statusCode).toBe(400);
});

describe('nobody is signed in', () => {
  const refusal = async (browser: ProviderBrowser, address: string): Promise<string> => {
    expect(await browser.follow(address)).toBe('/sign-in?failed=provider');
    expect(await me(browser)).toMatchObject({ person: null });
    return (await browser.failure()) ?? '';
  };

  it('by an answer that was used, is of another browser, or of no sign-in at all', async () => {
    provider.account = { sub: 'u1', groups: ['data'] };
    const [browser, other] = [new ProviderBrowser(api.app), new ProviderBrowser(api.app)];
    const answer = await browser.answerOf('/api/v1/oidc/start');
    await other.answerOf('/api/v1/oidc/start');
    expect(await refusal(other, answer)).toContain('begun in another browser');
    expect(await refusal(other, answer.replace(/state=[^&]+/u, ''))).toContain('begun in another browser');
    expect(await browser.follow(answer)).toBe('/');
    expect(await me(browser)).toMatchObject({ person: { name: 'ada' } });
    const second = await browser.answerOf('/api/v1/oidc/start');
    const state = new URL(second, browser.base).searchParams.get('state') ?? '';
    const mixed = answer.replace(/state=[^&]+/u, `state=${state}`);
    expect(await browser.follow(mixed)).toBe('/sign-in?failed=provider');
    expect(await browser.failure()).toContain('works once');
  });

  it('to another page than one of ours', async () => {
    const browser = new ProviderBrowser(api.app);
    expect(await browser.signIn('//evil.test/')).toBe('/');
  });

  it('who is let in by nothing; no account is made, and the claims that came are noted with stars', async () => {
    provider.account = {
      sub: 'u9',
      preferred_username: 'eve',
      email: 'eve@example.com',
      email_verified: false,
      roles: ['hidden'],
    };
    expect(await refusal(new ProviderBrowser(api.app), '/api/v1/oidc/start')).toContain('has not verified your e-mail');
    provider.account = {
      sub: 'u9',
      preferred_username: 'eve',
      email: 'eve@other.test',
      email_verified: true,
      roles: ['hidden'],
    };
    expect(await refusal(new ProviderBrowser(api.app), '/api/v1/oidc/start')).toContain('none of your groups');
    expect(await found('eve')).toBeUndefined();
    const [entry] = await logged('session.refused');
    expect(entry).toMatchObject({
      target: 'eve',
      after: { reason: 'not-allowed', claims: { sub: '***', roles: ['***'] } },
    });
    expect(JSON.stringify(entry)).not.toContain('hidden');
  });

  it('as more than the lowest where the groups did not come; that is noted too', async () => {
    provider.account = {
      sub: 'u10',
      preferred_username: 'heidi',
      email: 'heidi@example.com',
      email_verified: true,
      roles: ['data-admins'],
    };
    const browser = new ProviderBrowser(api.app);
    await browser.signIn();
    expect(await me(browser)).toMatchObject({ person: { name: 'heidi', role: 'viewer' } });
    expect((await logged('session.begun'))[0]).toMatchObject({
      after: { reason: 'groups-missing', claims: { roles: ['***'] } },
    });
  });

  it('unknown to an admin, who also finds what to register at the provider', async () => {
    const headers = await root.headers();
    const shown = async (host: string) =>
      (await api.app.inject({ url: '/api/v1/sign-in', headers: { ...headers, host } })).json<unknown>();
    expect(await shown('localhost')).toMatchObject({
      provider: {
        redirectUri: 'http://localhost/api/v1/oidc/callback',
        signedOutUri: 'http://localhost/sign-in',
        offer: { scopes: ['openid', 'profile', 'email', 'groups'], canSignOut: true },
      },
      recent: expect.arrayContaining([
        expect.objectContaining({ action: 'session.refused', target: 'eve' }),
        expect.objectContaining({ action: 'session.begun', target: 'ada' }),
      ]) as unknown,
    });
    expect(JSON.stringify(await shown('localhost'))).not.toContain(testClient.secret);
  });

  it('while the provider is away; with a password all is as before', async () => {
    const browser = new ProviderBrowser(api.app);
    const answer = await browser.answerOf('/api/v1/oidc/start');
    provider.isSilent = true;
    expect(await refusal(browser, answer)).toContain('Example Login does not answer');
    expect((await root.signIn()).statusCode).toBe(200);
  });

  it('of whom nothing can be recorded: no account is made, no session, no other role', async () => {
    const dump = async () =>
      JSON.stringify(
        await api.state.query(
          'SELECT p.*, s.id FROM people p LEFT JOIN sessions s ON s.person_id = p.id ORDER BY p.id, s.id',
        ),
      );
    const before = await dump();
    await api.state.query('ALTER TABLE access_log RENAME TO access_log_away');
    const statuses = [];
    for (const account of [
      { sub: 'u-new', preferred_username: 'judy', groups: ['data'] },
      { sub: 'u1', preferred_username: 'ada', groups: ['data', 'data-admins'] },
    ]) {
      provider.account = account;
      const browser = new ProviderBrowser(api.app);
      const { statusCode, headers } = await browser.get(await browser.answerOf('/api/v1/oidc/start'));
      statuses.push([statusCode, String(headers['set-cookie']).includes('sightglass-session=')]);
    }
    await api.state.query('ALTER TABLE access_log_away RENAME TO access_log');
    expect(statuses).toEqual([
      [500, false],
      [500, false],
    ]);
    expect(await dump()).toBe(before);
  });

  it('after many answers that were made up, for a while', async () => {
    const browser = new ProviderBrowser(api.app);
    const before = await api.access.log.list({ limit: 1 });
    const tries = Array.from({ length: 24 }, () => browser.follow('/api/v1/oidc/callback?code=x&state=y'));
    expect(new Set(await Promise.all(tries))).toEqual(new Set(['/sign-in?failed=provider']));
    expect(await refusal(browser, '/api/v1/oidc/callback?code=x&state=y')).toContain('Try again in');
    expect(await api.access.log.list({ limit: 1 })).toEqual(before);
  });
});
