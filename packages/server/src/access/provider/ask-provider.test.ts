import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestProvider, testClient, type TestProvider } from '../../../../../test/oidc-provider.ts';
import { askProvider, type Secrets } from './ask-provider.ts';
import { checkClocks } from './explain.ts';
import type { ProviderSignInError } from './refusal.ts';
import { testSettings } from './_settings.ts';

const redirectUri = 'http://localhost/api/v1/oidc/callback';
let provider: TestProvider;
beforeAll(async () => {
  provider = await startTestProvider(['http://localhost']);
  provider.account = { sub: 'u1', preferred_username: 'ada', groups: ['data'] };
});
afterAll(() => provider[Symbol.asyncDispose]());
afterEach(() => {
  vi.useRealTimers();
  Object.assign(provider, { isSilent: false, idTokenSeconds: 3_600, onToken: undefined });
});

const asking = (given: object = {}) =>
  askProvider(testSettings(provider.issuer, { clientSecret: testClient.secret, ...given }));

/** Where the provider leads a browser that asks for this. */
const answerTo = async (address: string): Promise<URL> => {
  const cookies = new Map<string, string>();
  let url = new URL(address);
  while (url.origin === provider.issuer) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      cookies.set(name, value);
    }
    const to = response.headers.get('location');
    if (to === null) throw new Error(`${url.href} leads nowhere: ${response.status} ${await response.text()}`);
    url = new URL(to, url);
  }
  return url;
};
const came = async (ask: ReturnType<typeof askProvider>, secrets: Secrets): Promise<URL> =>
  answerTo(await ask.signInUrl(secrets, redirectUri));
const refusalOf = (work: Promise<unknown>): Promise<ProviderSignInError> =>
  work.then(
    () => expect.fail('It succeeded.'),
    (error: unknown) => error as ProviderSignInError,
  );

it('asks with PKCE, nonce, state and the scope that brings the groups', async () => {
  const ask = asking();
  const { searchParams } = new URL(await ask.signInUrl(ask.newSecrets(), redirectUri));
  expect(Object.fromEntries(searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    scope: 'openid profile email groups',
    nonce: expect.stringMatching(/^.{40,}$/u) as string,
    state: expect.stringMatching(/^.{40,}$/u) as string,
  });
  expect(await asking({ scopes: ['team'] }).offer()).toEqual({ scopes: ['openid', 'team'], canSignOut: true });
});

it('learns who it is, with claims that the token leaves out', async () => {
  const ask = asking();
  const secrets = ask.newSecrets();
  expect(await ask.identify(await came(ask, secrets), secrets)).toMatchObject({
    issuer: provider.issuer,
    subject: 'u1',
    claims: { preferred_username: 'ada', groups: ['data'] },
  });
});

describe('nobody is signed in', () => {
  it('by a code that was used, or has expired', async () => {
    const ask = asking();
    const secrets = ask.newSecrets();
    const url = await came(ask, secrets);
    await ask.identify(url, secrets);
    expect(await refusalOf(ask.identify(url, secrets))).toMatchObject({ reason: 'code-refused' });
    const late = await came(ask, secrets);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 });
    expect(await refusalOf(ask.identify(late, secrets))).toMatchObject({ reason: 'code-refused' });
  });

  it.each([
    ['state', 'answer-invalid'],
    ['nonce', 'answer-invalid'],
    ['verifier', 'code-refused'],
  ] as const)('with another %s than was asked with', async (part, reason) => {
    const ask = asking();
    const secrets = ask.newSecrets();
    const url = await came(ask, secrets);
    const other = { ...secrets, [part]: ask.newSecrets()[part] };
    expect(await refusalOf(ask.identify(url, other))).toMatchObject({ reason });
  });

  it('when the provider says no, in words of ours', async () => {
    const ask = asking();
    const secrets = ask.newSecrets();
    const url = new URL(
      `${redirectUri}?error=access_denied&error_description=x%00y&state=${secrets.state}&iss=${provider.issuer}`,
    );
    expect(await refusalOf(ask.identify(url, secrets))).toMatchObject({
      reason: 'provider-refused',
      message: 'Example Login did not sign you in: it was refused there.',
    });
  });

  it('with a secret that the provider does not take', async () => {
    const ask = asking({ clientSecret: 'not this one' });
    const secrets = ask.newSecrets();
    expect(await refusalOf(ask.identify(await came(ask, secrets), secrets))).toMatchObject({
      reason: 'client-refused',
    });
  });

  it.each([60, 3_600])(
    'by a provider whose clock is 10 min late: both clocks are named (a token of %i s)',
    async (seconds) => {
      const ask = asking();
      const secrets = ask.newSecrets();
      provider.idTokenSeconds = seconds;
      provider.onToken = () => {
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 600_000 });
        return () => void vi.useRealTimers();
      };
      const url = await came(ask, secrets);
      const { reason, message } = await refusalOf(ask.identify(url, secrets));
      expect(reason).toBe('clocks-differ');
      expect(message).toMatch(
        /The clock of this server showed \S+Z when that of Example Login showed \S+Z, 60\d s apart/u,
      );
    },
  );

  it('while the provider is silent, and then again', async () => {
    const ask = asking({ timeout: 300 });
    const secrets = ask.newSecrets();
    const url = await came(ask, secrets);
    provider.isSilent = true;
    expect(await refusalOf(ask.identify(url, secrets))).toMatchObject({ reason: 'provider-away' });
    const other = asking({ timeout: 300 });
    expect(await refusalOf(other.signInUrl(secrets, redirectUri))).toMatchObject({
      reason: 'provider-away',
      message: expect.stringContaining('who has a password here signs in with it') as string,
    });
    provider.isSilent = false;
    expect(await other.signInUrl(secrets, redirectUri)).toContain(provider.issuer);
  });
});

describe('a discovery document', () => {
  it.each([
    ['of a server that fails', 503, 'text/html', '<html>', 'provider-away'],
    ['that is a page', 200, 'text/html', '<html>', 'provider-away'],
    ['that is cut', 200, 'application/json', '{"issuer":', 'provider-away'],
    ['of another issuer', 200, 'application/json', '{"issuer":"https://other.test/"}', 'answer-invalid'],
  ])('%s', async (_, status, type, body, reason) => {
    const server = createServer((_request, response) => response.writeHead(status, { 'content-type': type }).end(body));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const ask = asking({ issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const refusal = await refusalOf(ask.signInUrl(ask.newSecrets(), redirectUri));
    expect(refusal.reason).toBe(reason);
    if (reason === 'answer-invalid') expect(refusal.message).toContain('"https://other.test/"');
    expect(await ask.signOutUrl('', 'http://localhost/sign-in')).toBeUndefined();
    server.close();
  });

  it('may be named itself', async () => {
    const ask = asking({ issuer: `${provider.issuer}/.well-known/openid-configuration` });
    expect(await ask.signInUrl(ask.newSecrets(), redirectUri)).toContain(`${provider.issuer}/auth`);
  });
});

it.each([
  [0, true],
  [120, true],
  [-120, true],
  [300, false],
  [-300, false],
  [Number.NaN, false],
])('a clock that is %i s before ours', (seconds, isTaken) => {
  const nowMs = Date.parse('2026-11-30T12:00:00Z');
  const claims = { iat: nowMs / 1_000 + seconds, exp: nowMs / 1_000 + 3_600 };
  const check = () => checkClocks(claims, testSettings('https://login.example.com'), nowMs);
  if (isTaken) expect(check).not.toThrow();
  else expect(check).toThrow('The clock of this server showed 2026-11-30T12:00:00Z when that of Example Login showed');
});

it('an ID token that is too long for an address is left out of the sign-out', async () => {
  const ask = asking();
  const hint = async (token: string) =>
    new URL((await ask.signOutUrl(token, 'http://localhost/sign-in')) ?? '').searchParams.get('id_token_hint');
  expect([await hint('a.b.c'), await hint('x'.repeat(5_000))]).toEqual(['a.b.c', null]);
});
