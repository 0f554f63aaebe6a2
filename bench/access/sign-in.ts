// What sign-in costs: the same bodies, and the same page, by a token and without, in turns, on two servers of one process.
//   node --expose-gc --conditions=@sightglass/source bench/access/sign-in.ts
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../packages/server/src/server.ts';
import { logsBody } from '../_records.ts';
import { paired } from '../paired.ts';

const recordsPerBody = 500;
const password = 'correct horse battery';
const body = logsBody(0, recordsPerBody);

const start = async (enabled: boolean) => {
  const folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-bench-'));
  const server = await startServer({
    port: 0,
    grpcPort: 0,
    dataDir: folder.path,
    signIn: { enabled },
    limits: { requestsPerMinute: 1_000_000_000, recordsPerSecond: 1_000_000_000, bytesPerSecond: '1 TB' },
    log: () => {},
  });
  return {
    server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
};

/** The headers of a person's browser, and of a program. */
const signIn = async (url: string, path = '') => {
  const json = { 'content-type': 'application/json' };
  const post = (to: string, sent: object, headers = {}) =>
    fetch(`${url}/api/v1/${to}`, { method: 'POST', body: JSON.stringify(sent), headers: { ...json, ...headers } });
  await post('password', { link: path.split('#')[1], name: 'root', password });
  const session = await post('session', { name: 'root', password });
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { csrf } = (await session.json()) as { csrf: string };
  const made = await post(
    'tokens',
    { kind: 'ingest', name: 't', expiresInDays: 1 },
    { cookie, 'x-sightglass-csrf': csrf },
  );
  const { token } = (await made.json()) as { token: string };
  const admin = { cookie, 'x-sightglass-csrf': csrf };
  return { person: { cookie }, program: { authorization: `Bearer ${token}` }, member: await addMember(post, admin) };
};

type Post = (to: string, sent: object, headers?: Record<string, string>) => Promise<Response>;

/** The headers of the browser of somebody who sees what a team owns. */
const addMember = async (post: Post, admin: Record<string, string>): Promise<{ cookie: string }> => {
  const made = await post('people', { name: 'ada', role: 'viewer' }, admin);
  const { person, link } = (await made.json()) as { person: { id: string }; link: { path: string } };
  const team = { name: 'sales', namespaces: ['sales-*'], owners: [], services: [], systems: [], groups: [] };
  await post('teams', { ...team, members: [person.id] }, admin);
  await post('password', { link: link.path.split('#')[1], password });
  const session = await post('session', { name: 'ada', password });
  return { cookie: session.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
};

const sending = (url: string, headers: Record<string, string>) => async (calls: number) => {
  for (let call = 0; call < calls; call += 1) {
    const response = await fetch(`${url}/v1/logs`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-protobuf', ...headers },
    });
    if (response.status !== 200) throw new Error(`answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }
};

const reading =
  (url: string, headers: Record<string, string>, path = 'apis/x/breaker') =>
  async (calls: number) => {
    for (let call = 0; call < calls; call += 1) {
      const response = await fetch(`${url}/api/v1/${path}`, { headers });
      if (response.status !== 200) throw new Error(`answered ${response.status}`);
      await response.arrayBuffer();
    }
  };

await using open = await start(false);
await using guarded = await start(true);
const { person, program, member } = await signIn(guarded.server.url, guarded.server.firstAdminPath);
const [url, signedUrl] = [open.server.url, guarded.server.url];
const intake = await paired(
  { name: 'a body of 500 by a token', run: sending(signedUrl, program) },
  { name: 'without a sign-in', run: sending(url, {}) },
  200,
);
const page = await paired(
  { name: 'a request by a session', run: reading(signedUrl, person) },
  { name: 'without a sign-in', run: reading(url, {}) },
  200,
);
const inTeam = await paired(
  { name: 'a list of runs by a member of a team', run: reading(signedUrl, member, 'runs') },
  { name: 'without a sign-in', run: reading(url, {}, 'runs') },
  30,
);
console.log(
  JSON.stringify({
    intakePercent: Math.round((intake.ratio - 1) * 1_000) / 10,
    requestMs: (page.nsPerCall[0] - page.nsPerCall[1]) / 1e6,
    requestInTeamMs: (inTeam.nsPerCall[0] - inTeam.nsPerCall[1]) / 1e6,
  }),
);
