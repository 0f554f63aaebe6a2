import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { startServer, type Server } from '@sightglass/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCliWorkspace } from '../packages/cli/testing/run-cli.ts';
import { createWorkspace, patient } from '../packages/sdk/testing/run-program.ts';
import { logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { until } from './_processes.ts';
import { selfSigned } from './tds-server/certificate.ts';
import { temporaryFolder } from './temporary-folder.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly cookie: string | undefined;
}

interface Session {
  readonly cookie: string;
  /** What a page of ours sends with a change. */
  readonly headers: { readonly cookie: string; readonly 'x-sightglass-csrf': string };
}

const folder = temporaryFolder();
const files = { certificate: join(folder, 'tls', 'cert.pem'), key: join(folder, 'tls', 'key.pem') };
const extraCa = join(folder, 'ca.pem');
let ca = '';
let server: Server;
let root: Session;
let tokens: { read: string; send: string; limited: string };

const base = (): string => `https://127.0.0.1:${new URL(server.url).port}`;

const writeCertificate = async (): Promise<string> => {
  const pair = await selfSigned(30);
  await writeFile(files.certificate, pair.cert);
  await writeFile(files.key, pair.key);
  return pair.cert;
};

const send = (
  method: string,
  path: string,
  { body, headers = {} }: { body?: object | Uint8Array; headers?: object } = {},
) =>
  new Promise<Answer>((resolve, reject) => {
    const isBytes = body instanceof Uint8Array;
    const type = isBytes ? 'application/x-protobuf' : 'application/json';
    const options = {
      method,
      ca,
      agent: false,
      headers: { ...(body && { 'content-type': type }), ...headers },
    } as const;
    const call = request(`${base()}${path}`, options, async (response) => {
      const chunks = await response.toArray();
      const cookie = response.headers['set-cookie']?.[0];
      resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString(), cookie });
    });
    call.on('error', reject);
    call.end(body === undefined || isBytes ? body : JSON.stringify(body));
  });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const found = async (word: string, headers: object = bearer(tokens.read)): Promise<number> => {
  const { body } = await send('GET', `/api/v1/logs?q=${word}`, { headers });
  return (JSON.parse(body) as { items: unknown[] }).items.length;
};

/** Somebody sets a password by a link, and signs in; `path`: of the page for that. */
const signInFirst = async (path: string, name: string): Promise<Session> => {
  const password = 'correct horse battery';
  const body = { link: path.split('#')[1], name, password };
  expect(await send('POST', '/api/v1/password', { body })).toMatchObject({ status: 204 });
  const session = await send('POST', '/api/v1/session', { body: { name, password } });
  expect(session.cookie).toMatch(/^__Host-sightglass-session=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/u);
  const { csrf } = JSON.parse(session.body) as { csrf: string };
  const cookie = session.cookie?.split(';')[0] ?? '';
  return { cookie, headers: { cookie, 'x-sightglass-csrf': csrf } };
};

beforeAll(async () => {
  await mkdir(join(folder, 'tls'));
  ca = await writeCertificate();
  await writeFile(extraCa, ca);
  server = await startServer({
    host: '0.0.0.0',
    port: 0,
    grpcPort: 0,
    dataDir: join(folder, 'data'),
    signIn: { enabled: true },
    tls: files,
    log: () => {},
  });
  expect(new URL(server.url).protocol).toBe('https:');
  root = await signInFirst(server.firstAdminPath ?? '', 'root');
  const create = async (body: object): Promise<string> => {
    const made = await send('POST', '/api/v1/tokens', {
      body: { name: 't', expiresInDays: 1, ...body },
      headers: root.headers,
    });
    return (JSON.parse(made.body) as { token: string }).token;
  };
  tokens = {
    read: await create({ kind: 'api', rights: ['telemetry:read'] }),
    send: await create({ kind: 'ingest' }),
    limited: await create({ kind: 'ingest', signals: ['logs'], namespaces: ['sales'] }),
  };
});
afterAll(() => server[Symbol.asyncDispose]());

it('telemetry is taken over HTTP and gRPC from who shows a token for it, over TLS', async () => {
  const body = logsRequest([{ timeUnixNano: `${BigInt(Date.now()) * 1_000_000n}`, body: text('overhttp') }]);
  const post = (headers: object) => send('POST', '/v1/logs', { body, headers });
  expect(await post({})).toMatchObject({ status: 401 });
  expect(await post(bearer(`${tokens.send}x`))).toMatchObject({ status: 401 });
  expect(await post(bearer(tokens.read))).toMatchObject({ status: 403 });
  expect(await post(bearer(tokens.send))).toMatchObject({ status: 200 });

  const grpc = new Client(`127.0.0.1:${new URL(server.grpcUrl).port}`, credentials.createSsl(Buffer.from(ca)));
  const call = (token?: string, resource?: Readonly<Record<string, string>>) =>
    new Promise<number>((resolve) => {
      const metadata = new Metadata();
      if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
      const asIs = (bytes: Buffer): Buffer => bytes;
      const path = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
      const one = logsRequest(
        [{ timeUnixNano: `${BigInt(Date.now()) * 1_000_000n}`, body: text('overgrpc') }],
        resource,
      );
      grpc.makeUnaryRequest(path, asIs, asIs, Buffer.from(one), metadata, (error) => resolve(error?.code ?? 0));
    });
  expect([await call(), await call('sg_ingest_x'), await call(tokens.read), await call(tokens.send)]).toEqual([
    16, 16, 7, 0,
  ]);
  const ofFinance = { 'pipeline.name': 'invoices', 'pipeline.namespace': 'finance' };
  expect(await call(tokens.limited, ofFinance)).toBe(7);
  grpc.close();
  const limited = (namespace: string, signal = 'logs') =>
    send('POST', `/v1/${signal}`, {
      body: logsRequest([{ body: text('limited') }], { ...ofFinance, 'pipeline.namespace': namespace }),
      headers: bearer(tokens.limited),
    });
  expect(await limited('finance')).toMatchObject({ status: 403 });
  expect(await limited('sales', 'metrics')).toMatchObject({ status: 403 });
  expect(await limited('sales')).toMatchObject({ status: 200 });
  await until('both are found', async () => (await found('overhttp')) === 1 && (await found('overgrpc')) === 1);
  await until('what was within its limits is found', async () => (await found('limited')) === 1);
});

it('what a program could not send for want of a token is sent when it has one', async () => {
  await using workspace = await createWorkspace();
  const environment = {
    ...patient,
    SIGHTGLASS_URL: base(),
    NODE_EXTRA_CA_CERTS: extraCa,
    SIGHTGLASS_FLUSH_TIMEOUT_MS: '500',
    SIGHTGLASS_SUMMARY: 'off',
    SIGHTGLASS_LOG_CONSOLE: 'off',
  };
  const program = `
import { pipeline } from '@sightglass/sdk';
await pipeline('signed').run(async (run) => { run.log.info('withouttoken'); });`;
  const without = await workspace.run(program, environment);
  expect(without).toMatchObject({ code: 0 });
  expect(without.stderr).toContain('401');
  const again = { ...environment, SIGHTGLASS_TOKEN: tokens.send, SIGHTGLASS_FLUSH_TIMEOUT_MS: '20000' };
  expect(await workspace.run(program, again)).toMatchObject({ code: 0, stderr: '' });
  await until('both runs are found', async () => (await found('withouttoken')) === 2);
});

it('the command line shows its token', async () => {
  await using space = await createCliWorkspace();
  const env = { SIGHTGLASS_URL: base(), NODE_EXTRA_CA_CERTS: extraCa };
  const run = async (args: readonly string[], token = '') => {
    const { stdout, ...rest } = await space.run(args, { env: { ...env, SIGHTGLASS_TOKEN: token } });
    return { ...rest, stdout: stdout.toString() };
  };
  expect(await run(['whoami'])).toMatchObject({
    code: 1,
    stdout: 'Nobody: run `sightglass login`, or set SIGHTGLASS_TOKEN.\n',
  });
  expect(await run(['whoami'], tokens.read)).toMatchObject({ code: 0, stdout: 'token "t"\nrights: telemetry:read\n' });
  expect((await run(['runs', 'list'])).stderr).toContain('[SIGN_IN_NEEDED]');
  expect((await run(['runs', 'list'], tokens.read)).stdout).toContain('signed');
});

it('a cookie that another site of the domain could have set is not taken over TLS', async () => {
  const me = async (shown: string) => (await send('GET', '/api/v1/me', { headers: { cookie: shown } })).body;
  expect(await me(root.cookie)).toContain('"name":"root"');
  expect(await me(root.cookie.replace('__Host-', ''))).toContain('"person":null');
});

it('pages and health are open, everything else is not; metrics are for a token with that right', async () => {
  for (const path of ['/healthz', '/readyz', '/api/v1/me'])
    expect(await send('GET', path)).toMatchObject({ status: 200 });
  for (const path of ['/api/v1/runs', '/api/v1/live', '/api/openapi.json', '/metrics'])
    expect(await send('GET', path)).toMatchObject({ status: 401 });
  expect(await send('GET', '/metrics', { headers: bearer(tokens.read) })).toMatchObject({ status: 403 });
});

it('a member of a team sees what it owns', async () => {
  const { headers } = root;
  const made = await send('POST', '/api/v1/people', { body: { name: 'ada', role: 'viewer' }, headers });
  const { person, link } = JSON.parse(made.body) as { person: { id: string }; link: { path: string } };
  const member = await signInFirst(link.path, 'ada');
  const own = { namespaces: [], owners: [], services: ['of-ada'], systems: [], groups: [], members: [person.id] };
  const team = await send('POST', '/api/v1/teams', { body: { name: 'sales', ...own }, headers });
  expect(team).toMatchObject({ status: 201 });

  for (const service of ['of-ada', 'of-others']) {
    const record = { timeUnixNano: `${BigInt(Date.now()) * 1_000_000n}`, body: text('ofsomebody') };
    const body = logsRequest([record], { 'service.name': service });
    expect(await send('POST', '/v1/logs', { body, headers: bearer(tokens.send) })).toMatchObject({ status: 200 });
  }
  await until('both are found', async () => (await found('ofsomebody')) === 2);
  expect(await found('ofsomebody', { cookie: member.cookie })).toBe(1);
});
