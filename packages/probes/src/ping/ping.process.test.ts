import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pingReport, type PingReport } from '@sightglass/model/rest';
import {
  startPostgresServer,
  type PostgresServer,
} from '../../../../examples/flights/src/warehouse/postgres/server.ts';
import { listening } from '../../../../test/listening.ts';
import { startMysqlServer } from '../../../../test/mysql-server.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { selfSigned } from '../../../../test/tds-server/certificate.ts';
import { sqlServerErrors, type Script } from '../../../../test/tds-server/script.ts';
import { startTdsServer } from '../../../../test/tds-server/server.ts';
import { ping } from './ping.ts';
import { times } from '../../../../test/times.ts';
import { readTarget } from '../target/read-target.ts';

const pinged = async (url: string, timeoutMs = 30_000): Promise<PingReport> => {
  const report = await ping(readTarget(url), { timeoutMs });
  expect(pingReport.parse(report)).toEqual(report);
  expect(JSON.stringify(report)).not.toContain('hush-hush');
  return report;
};
const states = ({ steps }: PingReport): string => steps.map(({ name, state }) => `${name} ${state}`).join(', ');

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgresServer();
});
afterAll(() => postgres[Symbol.asyncDispose]());

const withUrl = (change: (url: URL) => void): string => {
  const url = new URL(postgres.url);
  change(url);
  return url.href;
};

test('PostgreSQL that is well: every step done and timed', async () => {
  const report = await pinged(postgres.url);
  expect(states(report)).toBe('dns ok, tcp ok, tls skipped, login ok, round-trip ok, read ok');
  expect(report).toMatchObject({ ok: true, system: 'postgresql', database: 'postgres', encrypted: false, error: null });
  expect(report.serverVersion).toMatch(/^PostgreSQL 18/);
  for (const { state, durationMs } of report.steps) expect(durationMs === null).toBe(state === 'skipped');
});

test('PostgreSQL behind a Unix socket', async () => {
  const folder = temporaryFolder();
  const { port, username, password } = new URL(postgres.url);
  await using listener = createServer((near) => {
    const far = connect(Number(port), '127.0.0.1');
    for (const side of [near, far]) side.on('error', () => undefined);
    near.pipe(far).pipe(near);
  });
  await once(listener.listen(join(folder, '.s.PGSQL.5433')), 'listening');
  const query = `host=${encodeURIComponent(folder)}&port=5433&sslmode=prefer`;
  const report = await pinged(`postgres://${username}:${password}@/postgres?${query}`);
  expect(states(report)).toBe('dns skipped, tcp ok, tls skipped, login ok, round-trip ok, read ok');
  expect(report).toMatchObject({ ok: true, host: folder, port: 5433, warnings: [] });
  const wrong = await pinged(`postgres://${username}:x@${encodeURIComponent(folder)}:5434/postgres`);
  expect(wrong).toMatchObject({ ok: false, error: { step: 'tcp', code: 'ENOENT' } });
});

test('PostgreSQL that offers no TLS will do where TLS is only preferred', async () => {
  const report = await pinged(withUrl((url) => url.searchParams.set('sslmode', 'prefer')));
  expect(report).toMatchObject({ ok: true, encrypted: false });
});

test('a server in another role than the URL requires is not shown as one where all went well', async () => {
  const report = await pinged(withUrl((url) => url.searchParams.set('target_session_attrs', 'standby')));
  expect(report).toMatchObject({ ok: false, role: 'primary', error: { step: 'read', class: 'unavailable' } });
  expect(states(report)).toContain('round-trip ok, read failed');
  const either = await pinged(withUrl((url) => url.searchParams.set('target_session_attrs', 'prefer-standby')));
  expect(either).toMatchObject({ ok: true, role: 'primary' });
});

const failures: readonly [string | null, (url: URL) => void, string, string][] = [
  ['28P01', (url: URL) => (url.password = 'wrong'), 'login', 'login'],
  ['3D000', (url: URL) => (url.pathname = '/nowhere'), 'login', 'no-database'],
  ['ECONNREFUSED', (url: URL) => (url.port = '1'), 'tcp', 'refused'],
  ['ENOTFOUND', (url: URL) => (url.hostname = 'nowhere.invalid'), 'dns', 'dns'],
  [null, (url: URL) => url.searchParams.set('sslmode', 'require'), 'tls', 'not-encrypted'],
];

test.each(failures)('PostgreSQL, %s', async (code, change, step, kind) => {
  const report = await pinged(withUrl(change));
  expect(report).toMatchObject({ ok: false, error: { code, step, class: kind } });
  expect(report.error?.advice).not.toBe('');
});

test('PostgreSQL with all connections taken: 53300', async () => {
  const clients: pg.Client[] = [];
  const role = new pg.Client({ connectionString: postgres.url });
  await role.connect();
  await role.query("CREATE ROLE narrow LOGIN PASSWORD 'hush-hush' CONNECTION LIMIT 1");
  const url = withUrl((changed) => {
    changed.username = 'narrow';
    changed.password = 'hush-hush';
  });
  clients.push(role, new pg.Client({ connectionString: url }));
  await clients[1]?.connect();
  const report = await pinged(url);
  for (const client of clients) await client.end();
  expect(report.error).toMatchObject({ code: '53300', class: 'too-many-connections', retryable: true, step: 'login' });
});

test('PostgreSQL that is killed, and started again', async () => {
  await postgres.crash();
  expect((await pinged(postgres.url)).error).toMatchObject({ step: 'tcp', class: 'refused', retryable: true });
  await postgres.restart();
  expect((await pinged(postgres.url)).ok).toBe(true);
});

test('PostgreSQL over TLS: encrypted, and verified where that is asked for', async () => {
  const certificate = await selfSigned(60);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  for (const [name, text] of Object.entries(certificate)) {
    await client.query(
      `COPY (SELECT regexp_split_to_table($$${text}$$, '\\n')) TO PROGRAM 'umask 077; cat > server.${name}'`,
    );
  }
  await client.query("ALTER SYSTEM SET ssl_cert_file = 'server.cert'");
  await client.query("ALTER SYSTEM SET ssl_key_file = 'server.key'");
  await client.query('ALTER SYSTEM SET ssl = on');
  await client.query('SELECT pg_reload_conf()');
  await client.end();
  const withMode = (sslmode: string) => withUrl((url) => url.searchParams.set('sslmode', sslmode));
  for (const mode of ['prefer', 'no-verify']) {
    expect(await pinged(withMode(mode))).toMatchObject({ ok: true, encrypted: true });
  }
  expect((await pinged(`${postgres.url}?ssl=true`)).error).toMatchObject({ step: 'tls', class: 'certificate' });
  const report = await pinged(withMode('require'));
  expect(report).toMatchObject({ ok: true, encrypted: true, certificate: { subject: 'localhost', daysLeft: 60 } });
  expect(states(report)).toContain('tls ok, login ok');
  expect((await pinged(withMode('verify-full'))).error).toMatchObject({ step: 'tls', class: 'certificate' });
  const file = join(temporaryFolder(), 'authority.pem');
  await writeFile(file, certificate.cert);
  expect((await pinged(`${withMode('verify-full')}&sslrootcert=${file}`)).ok).toBe(true);
});

test.concurrent.each(['postgres', 'mssql', 'mysql'])(
  '%s that hangs is given up in time, and the step is named',
  async (scheme) => {
    await using server = await listening(() => undefined);
    const report = await pinged(`${scheme}://u:hush-hush@127.0.0.1:${server.port}/d`, 2_000);
    expect(report.error).toMatchObject({ class: 'timeout', step: scheme === 'mssql' ? 'tls' : 'login' });
  },
);

test.each(['postgres', 'mssql', 'mysql'])('%s that answers rubbish is unwell, and we are not', async (scheme) => {
  await using server = await listening((socket) => {
    socket.on('data', () => undefined);
    socket.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(40)));
  });
  const report = await pinged(`${scheme}://u:hush-hush@127.0.0.1:${server.port}/d`, 1_000);
  expect(report.ok).toBe(false);
  expect(['malformed-reply', 'timeout', 'reset', 'other']).toContain(report.error?.class);
});

test('whatever bytes come back: a report, and in time', async () => {
  const reply = fc.record({
    scheme: fc.constantFrom('postgres', 'mssql', 'mysql'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 300 }),
  });
  const atOnce = 8;
  await fc.assert(
    fc.asyncProperty(fc.array(reply, { minLength: 1, maxLength: atOnce, size: 'max' }), async (replies) => {
      await Promise.all(
        replies.map(async ({ scheme, bytes }) => {
          await using server = await listening((socket) => {
            socket.write(bytes);
            socket.on('data', () => socket.write(bytes));
          });
          const report = await pinged(`${scheme}://u:hush-hush@127.0.0.1:${server.port}/d?encrypt=false`, 400);
          expect(report.ok).toBe(false);
          expect(report.error?.advice).not.toBe('');
        }),
      );
    }),
    { numRuns: times(2) },
  );
});

test('MySQL that is well, that lets us not in, and that offers no encryption', async () => {
  await using server = await startMysqlServer();
  const at = (user: string, query = '') => `mysql://${user}:hush-hush@127.0.0.1:${server.port}/orders${query}`;
  expect(await pinged(at('loader'))).toMatchObject({ ok: true, system: 'mysql', serverVersion: 'MySQL 8.4.0' });
  expect((await pinged(at('stranger'))).error).toMatchObject({ code: '1045', class: 'login', step: 'login' });
  const unencrypted = await pinged(at('loader', '?ssl-mode=REQUIRED'));
  expect(unencrypted.error).toMatchObject({ class: 'not-encrypted', step: 'tls' });
});

test.each([
  ['stranger', '1045', 'login'],
  ['lost', '1049', 'no-database'],
  ['locked', '3118', 'login'],
])('MySQL lets %s not in: %s', async (user, code, kind) => {
  await using server = await startMysqlServer();
  const { error } = await pinged(`mysql://${user}:hush-hush@127.0.0.1:${server.port}/orders`);
  expect(error).toMatchObject({ code, class: kind, step: 'login' });
});

test('MySQL with all connections taken says so before the handshake: 1040', async () => {
  const message = Buffer.from('Too many connections');
  const packet = Buffer.concat([Buffer.from([3 + message.length, 0, 0, 0, 0xff, 0x10, 0x04]), message]);
  await using server = await listening((socket) => socket.end(packet));
  const { error } = await pinged(`mysql://loader:hush-hush@127.0.0.1:${server.port}/orders`);
  expect(error).toMatchObject({ code: '1040', class: 'too-many-connections', retryable: true, step: 'login' });
});

const well: Script = {
  reply: () => ({ columns: ['name', 'state', 'version'], rows: [['flights', 'ONLINE', '16.0']] }),
};
const pingedTds = async (script: Script, query = '', timeoutMs = 30_000) => {
  const server = await startTdsServer(script);
  const report = await pinged(`mssql://loader:hush-hush@127.0.0.1:${server.port}/flights${query}`, timeoutMs);
  const { logins } = server;
  await server[Symbol.asyncDispose]();
  return { report, logins };
};

test('SQL Server that is well, over TLS with a certificate of its own making', async () => {
  const script: Script = { ...well, encryption: 'on', certificate: await selfSigned(90) };
  const { report, logins } = await pingedTds(script, '?trustServerCertificate=true');
  expect(states(report)).toBe('dns ok, tcp ok, tls ok, login ok, round-trip ok, read ok');
  expect(report).toMatchObject({ ok: true, encrypted: true, serverVersion: 'SQL Server 16.0', warnings: [] });
  expect(report.certificate).toMatchObject({ subject: 'localhost', daysLeft: 90 });
  expect(logins).toMatchObject([{ user: 'loader', application: 'sightglass-ping', encrypted: true }]);
});

test('a certificate nobody trusted signed is refused unless its authority is named; then it is verified', async () => {
  const certificate = await selfSigned(3);
  const refused = await pingedTds({ ...well, encryption: 'on', certificate });
  expect(refused.report.error).toMatchObject({ step: 'tls', class: 'certificate' });
  expect(refused.logins).toEqual([]);
  const file = join(temporaryFolder(), 'authority.pem');
  await writeFile(file, certificate.cert);
  const { report } = await pingedTds({ ...well, encryption: 'on', certificate }, `?sslrootcert=${file}`);
  expect(report.error).toBe(null);
  expect(report.warnings).toEqual([expect.stringMatching(/expires on .*, in 3 days/)]);
});

test('an expired certificate is refused where it is verified, and warned of where it is not', async () => {
  const script: Script = { ...well, encryption: 'on', certificate: await selfSigned(-2) };
  expect((await pingedTds(script)).report.error).toMatchObject({ step: 'tls', class: 'certificate' });
  const { report } = await pingedTds(script, '?trustServerCertificate=true');
  expect(report.warnings).toEqual([expect.stringContaining('expired on')]);
});

test('a SQL Server that offers no encryption never sees the password of who asked for it', async () => {
  const { report, logins } = await pingedTds(well);
  expect(report.error).toMatchObject({ step: 'tls', class: 'not-encrypted' });
  expect(logins).toEqual([]);
});

test.each([
  [{ login: { error: sqlServerErrors.loginFailed } }, '18456', 'login', 'login'],
  [{ login: { error: sqlServerErrors.noDatabase } }, '4060', 'login', 'no-database'],
  [{ login: { error: sqlServerErrors.unavailable } }, '40613', 'login', 'unavailable'],
  [{ reply: () => ({ error: sqlServerErrors.lockTimeout }) }, '1222', 'round-trip', 'lock-timeout'],
  [{ reply: () => ({ error: sqlServerErrors.deadlock }) }, '1205', 'round-trip', 'deadlock'],
] satisfies [Script, string, string, string][])('SQL Server: %j', async (script, code, step, kind) => {
  const { report } = await pingedTds(script, '?encrypt=false');
  expect(report).toMatchObject({ ok: false, error: { code, step, class: kind } });
});

test.concurrent.each([
  [{ prelogin: 'hang' }, 'timeout'],
  [{ login: 'hang' }, 'timeout'],
  [{ reply: () => 'hang' }, 'timeout'],
  [{ prelogin: 'reset' }, 'reset'],
  [{ login: 'reset' }, 'reset'],
  [{ reply: () => 'reset' }, 'reset'],
  [{ prelogin: 'garbage' }, undefined],
  [{ login: 'garbage' }, undefined],
  [{ reply: () => 'garbage' }, undefined],
] satisfies [Script, string | undefined][])('SQL Server that misbehaves: %o', async (script, kind) => {
  const { report } = await pingedTds(script, '?encrypt=false', kind === 'timeout' ? 1_000 : 30_000);
  expect(report.ok).toBe(false);
  if (kind !== undefined) expect(report.error?.class).toBe(kind);
});
