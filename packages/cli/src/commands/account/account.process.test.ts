import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Server, startServer } from '@sightglass/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../../../../test/_processes.ts';
import { type CliOptions, type CliWorkspace, createCliWorkspace } from '../../../testing/run-cli.ts';

/** One server and one home, from the first admin on; the steps follow one another. */
let space: CliWorkspace;
let server: Server;
const password = 'correct horse battery';
const dataDir = (): string => join(space.dir, 'data');
const credentials = (): string => join(space.dir, '.config', 'sightglass', 'credentials.json');

const run = async (args: readonly string[], options: Pick<CliOptions, 'env' | 'input'> = {}) => {
  const env = {
    ...((server as Server | undefined) && { SIGHTGLASS_URL: server.url }),
    XDG_CONFIG_HOME: '',
    SIGHTGLASS_TOKEN: '',
    ...options.env,
  };
  const { code, stdout, stderr } = await space.runHere(args, { ...options, env });
  return { code, stdout: stdout.toString(), stderr };
};
const api = (method: string, path: string, body?: object, headers = {}) =>
  fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
const signIn = async (link: string) => {
  expect((await api('POST', '/password', { link: link.trim().split('#')[1], password })).status).toBe(204);
  const answer = await api('POST', '/session', { name: 'root', password });
  const { csrf } = (await answer.json()) as { csrf: string };
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-sightglass-csrf': csrf };
};
let headers: { cookie: string };

beforeAll(async () => {
  space = await createCliWorkspace();
  const before = await run(['admin', 'create', 'root', '--data', dataDir()]);
  expect(before).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^http:\/\/127\.0\.0\.1:4318\/password#\S+\n$/u) as string,
  });
  server = await startServer({ port: 0, grpcPort: 0, dataDir: dataDir(), signIn: { enabled: true }, log: () => {} });
  headers = await signIn(before.stdout);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await space[Symbol.asyncDispose]();
});

it('an admin who forgot the password has a way in while the server runs, which is in the access log', async () => {
  const settings = join(space.dir, 'behind-a-path.yaml');
  await writeFile(settings, 'basePath: /sightglass/\n');
  const given = await run(['admin', 'link', 'ROOT', '--data', dataDir(), '--config', settings, '--json']);
  expect(given).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('http://127.0.0.1:4318/sightglass/password#') as string,
  });
  headers = await signIn((JSON.parse(given.stdout) as { link: string }).link);
  const log = (await (await api('GET', '/access-log?action=password-link', undefined, headers)).json()) as {
    items: object[];
  };
  const entry = { actorKind: 'machine', action: 'password-link.created', target: 'root' };
  expect(log.items).toMatchObject([entry, entry]);
  expect(await run(['admin', 'link', 'nobody', '--data', dataDir()])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no person "nobody"') as string,
  });
  expect(await run(['admin', 'create', 'a b', '--data', dataDir()])).toMatchObject({ code: 2 });
});

/** Starts `login`; resolves with what the page gives for the address that it printed. */
const begin = async (typing: Pick<CliOptions, 'isTyped'> = {}) => {
  const env = { SIGHTGLASS_URL: server.url, XDG_CONFIG_HOME: '' };
  const login = space.start(['login', '--no-browser'], { env, ...typing });
  await login.printed('type it here');
  const address = new URL(/\S+\/command-line\?\S+/u.exec(login.errors())?.[0] ?? '');
  const [challenge, name, port] = ['challenge', 'name', 'port'].map((part) => address.searchParams.get(part));
  const consent = await api('POST', '/command-line/consent', { challenge, name }, headers);
  return { login, port, code: ((await consent.json()) as { code: string }).code };
};

it('a command line signs in by a browser of this machine, makes and rotates tokens, and signs out', async () => {
  const { login, port, code } = await begin();
  expect((await fetch(`http://127.0.0.1:${port}/?code=WRONG-WRONG`)).status).toBe(200);
  await until('the wrong code is refused', () => login.errors().includes('This code is wrong'));
  expect(await (await fetch(`http://127.0.0.1:${port}/?code=${code}`)).text()).toContain('go back to the terminal');
  const { stdout, ...done } = await login.done;
  expect(done).toMatchObject({ code: 0 });
  expect(stdout.toString()).toContain(`Signed in at ${server.url} as root`);
  expect((await stat(credentials())).mode & 0o777).toBe(0o600);
  expect((await run(['whoami'])).stdout).toMatch(/^token ".* command line"\nrights: telemetry:read/u);
  expect(
    await run(['whoami'], { env: { SIGHTGLASS_URL: server.url.replace('127.0.0.1', 'localhost') } }),
  ).toMatchObject({ code: 1 });

  const made = await run(['token', 'create', 'nightly', '--kind', 'ingest', '--days', '7']);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sg_ingest_\S+\n$/u) as string });
  const { items } = JSON.parse((await run(['token', 'list', '--all', '--json'])).stdout) as {
    items: { id: string; name: string }[];
  };
  const id = items.find(({ name }) => name === 'nightly')?.id.slice(0, 8) ?? '';
  const rotated = await run(['token', 'rotate', id, '--overlap', '60']);
  expect(rotated).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sg_ingest_\S+\n$/u) as string });
  const send = async (token: string) =>
    (await api('POST', '/../../v1/logs', {}, { authorization: `Bearer ${token.trim()}` })).status;
  expect([await send(made.stdout), await send(rotated.stdout)]).toEqual([200, 200]);
  expect(await run(['token', 'rotate', id])).toMatchObject({ code: 1 });
  expect(await run(['token', 'revoke', id])).toMatchObject({ code: 0, stdout: '"nightly" works no longer.\n' });
  expect([await send(made.stdout), await send(rotated.stdout)]).toEqual([401, 200]);
  expect(await run(['token', 'revoke', 'none'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('sightglass token list') as string,
  });

  const { token } = Object.values(
    JSON.parse(await readFile(credentials(), 'utf8')) as Record<string, { token: string }>,
  )[0] ?? { token: '' };
  await chmod(credentials(), 0o644);
  expect(await run(['whoami'])).toMatchObject({ code: 2, stderr: expect.stringContaining('chmod 600') as string });
  await chmod(credentials(), 0o600);
  expect(await run(['logout'])).toMatchObject({ code: 0 });
  expect(await run(['logout'])).toMatchObject({ code: 1 });
  expect((await api('GET', '/me', undefined, { authorization: `Bearer ${token}` })).status).toBe(401);
  expect(await run(['whoami'])).toMatchObject({ code: 1 });
});

it('a command line without a browser takes the code that is typed', async () => {
  const { login, code } = await begin({ isTyped: true });
  login.child.stdin?.write(`${code.toLowerCase()}\n`);
  expect(await login.done).toMatchObject({ code: 0 });
  await run(['logout']);
});
