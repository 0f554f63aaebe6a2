import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { startServer, type Server } from '@sightglass/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findDashboard } from '../../packages/cli/src/local-server/dashboard.ts';
import { startTestProvider, testClient, type TestProvider } from '../oidc-provider.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A server behind a proxy that is this test: on all addresses, under a path and a name. */
let server: Server;
let provider: TestProvider;
const address = 'https://sightglass.example.com/sightglass';
beforeAll(async () => {
  provider = await startTestProvider([address]);
  server = await startServer({
    host: '0.0.0.0',
    port: 0,
    grpcPort: 0,
    metricsPort: 0,
    dataDir: temporaryFolder(),
    dashboardDir: findDashboard().folder,
    signIn: {
      enabled: true,
      oidc: {
        issuer: provider.issuer,
        clientId: testClient.id,
        clientSecret: 'env:OIDC_SECRET',
        allowed: { everybody: true },
      },
    },
    basePath: '/sightglass/',
    allowedHosts: ['Sightglass.example.com'],
    trustedProxies: Object.values(networkInterfaces()).flatMap((of) => (of ?? []).map(({ address }) => address)),
    env: { OIDC_SECRET: testClient.secret },
    log: () => {},
  });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

const ownAddress = (): string =>
  Object.values(networkInterfaces())
    .flatMap((of) => of ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';

const get = (path: string, headers: Record<string, string>, host = '127.0.0.1') =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const port = Number(new URL(server.url).port);
    request({ host, port, path, headers, agent: false }, (response) => {
      response.toArray().then((chunks: Buffer[]) => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      }, reject);
    })
      .on('error', reject)
      .end();
  });

const ours = { host: 'sightglass.example.com', 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.5' };

it('pages, their files and the API are under the path, and without it', async () => {
  const page = await get('/sightglass/runs', ours);
  expect(page.body).toContain('<meta name="sightglass-base" content="/sightglass">');
  const [, script = ''] = /<script type="module"[^>]* src="([^"]+)"/.exec(page.body) ?? [];
  expect(script).toMatch(/^\/sightglass\/assets\//);
  expect(await get(script, ours)).toMatchObject({ status: 200 });
  expect((await get('/sightglass', ours)).body).toBe(page.body);
  expect(await get('/sightglass/docs', ours)).toMatchObject({
    status: 302,
    headers: { location: '/sightglass/docs/' },
  });
  for (const path of ['/sightglass/api/v1/me', '/api/v1/me', '/sightglass/healthz'])
    expect(await get(path, ours)).toMatchObject({ status: 200 });
  expect(server.firstAdminPath).toMatch(/^\/sightglass\/password#/);
});

it('no address leads to another site', async () => {
  for (const path of [
    '//evil.example',
    '/\\evil.example',
    '/sightglass//evil.example/..',
    '/docs//evil.example',
    '/%2F%2Fevil.example',
  ]) {
    const { status, headers } = await get(path, ours);
    expect([path, status >= 300 && status < 400, headers['location']]).toEqual([path, false, undefined]);
  }
});

it('only its own names are answered, health checks aside, and TLS is demanded of browsers that used it', async () => {
  const statusAs = async (host: string, path = '/api/v1/me') =>
    (await get(path, { ...ours, host }, ownAddress())).status;
  expect([await statusAs('sightglass.example.com'), await statusAs(ownAddress())]).toEqual([200, 200]);
  expect([await statusAs('evil.example'), await statusAs('sightglass.example.com.evil.example')]).toEqual([421, 421]);
  expect([await statusAs('10.0.0.1', '/healthz'), await statusAs('probe.example', '/readyz')]).toEqual([200, 200]);
  expect((await get('/healthz', ours)).headers['strict-transport-security']).toBe('max-age=31536000');
  const plain = await get('/healthz', { host: ours.host });
  expect(plain.headers).not.toHaveProperty('strict-transport-security');
});

it('metrics are on a port of their own of this machine, and elsewhere for who may', async () => {
  expect(server.metricsUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  const response = await fetch(server.metricsUrl ?? '');
  expect(await response.text()).toContain('sightglass_intake_bytes_total');
  expect((await fetch(new URL('/api/v1/runs', server.metricsUrl))).status).toBe(404);
  expect((await get('/metrics', ours)).status).toBe(401);
});

/** Bytes as they are; resolves with all that came back, answers of further requests too. */
const sendRaw = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(bytes));
    let answer = '';
    socket.setTimeout(2_000, () => socket.end());
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', reject).on('close', () => resolve(answer));
  });

it.each([
  ['two lengths', 'Content-Length: 4\r\nContent-Length: 60\r\n'],
  ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n'],
  ['chunks under another name', 'Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n'],
  ['chunks behind a tab', 'Transfer-Encoding:\tchunked\r\nContent-Length: 4\r\n'],
  ['a folded header', 'Transfer-Encoding:\r\n chunked\r\nContent-Length: 4\r\n'],
  ['a blank before the colon', 'Content-Length : 4\r\n'],
])('no second request is smuggled in by %s', async (_, headers) => {
  const smuggled = 'GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const answer = await sendRaw(
    `POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n0\r\n\r\n${smuggled}`,
  );
  expect(answer.match(/^HTTP\/1\.1 /gmu) ?? []).toHaveLength(1);
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /u);
  expect(answer).not.toContain('"signIn"');
});

it('no address leads out of the folder of files', async () => {
  const out = [
    '../package.json',
    '..%2fpackage.json',
    '%2e%2e/package.json',
    '..%5cpackage.json',
    '....//package.json',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '..%252fpackage.json',
    '%00/../package.json',
  ];
  for (const path of out.flatMap((one) => [
    `/${one}`,
    `/assets/${one}`,
    `/docs/${one}`,
    `/sightglass/assets/../${one}`,
  ])) {
    const answer = await sendRaw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect([path, /"dependencies"|root:x:/u.test(answer)]).toEqual([path, false]);
    expect([path, answer.startsWith('HTTP/1.1 5')]).toEqual([path, false]);
  }
});

/** Cookies of a response, as the next request sends them. */
const cookiesOf = (lines: unknown): string =>
  (Array.isArray(lines) ? (lines as string[]) : []).map((line) => line.split(';')[0]).join('; ');

it('a provider leads back under the path, to the page that was asked for', async () => {
  provider.account = { sub: 'u1', preferred_username: 'ada' };
  const next = encodeURIComponent('/sightglass/runs?last=7d');
  const start = await get(`/sightglass/api/v1/oidc/start?next=${next}`, ours);
  const browser = cookiesOf(start.headers['set-cookie']);
  let url = new URL(String(start.headers['location']));
  expect(url.searchParams.get('redirect_uri')).toBe(`${address}/api/v1/oidc/callback`);
  const kept = new Map<string, string>();
  for (let steps = 0; url.origin === provider.issuer && steps < 8; steps += 1) {
    const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      kept.set(name, value);
    }
    url = new URL(answer.headers.get('location') ?? '', url);
  }
  expect(`${url.origin}${url.pathname}`).toBe(`${address}/api/v1/oidc/callback`);
  const back = await get(`${url.pathname}${url.search}`, { ...ours, cookie: browser });
  expect([back.status, back.headers['location']]).toEqual([303, '/sightglass/runs?last=7d']);
  const session = cookiesOf(back.headers['set-cookie']);
  expect(session).toMatch(/__Host-sightglass-session=/u);
  const me = await get('/sightglass/api/v1/me', { ...ours, cookie: session });
  expect(JSON.parse(me.body)).toMatchObject({ person: { name: 'ada' } });
  const failed = await get('/sightglass/api/v1/oidc/callback?code=x&state=y', { ...ours, cookie: browser });
  expect([failed.status, failed.headers['location']]).toEqual([303, '/sightglass/sign-in?failed=provider']);
});
