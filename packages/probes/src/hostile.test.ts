import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { expect, test as testInOrder } from 'vitest';
import { pingReport, type PingReport } from '@sightglass/model/rest';
import { listening } from '../../../test/listening.ts';
import { selfSigned } from '../../../test/tds-server/certificate.ts';
import { startTdsServer } from '../../../test/tds-server/server.ts';
import { ping } from './ping/ping.ts';
import { readTarget } from './target/read-target.ts';

/** They wait for limits of time: all at once they wait as long as one. */
const test = testInOrder.concurrent;

const engines = ['postgres', 'mssql', 'mysql'] as const;
const unencrypted = { postgres: '', mssql: '?encrypt=false', mysql: '' } as const;
const encrypted = { postgres: '?sslmode=require', mssql: '?trustServerCertificate=true', mysql: '?ssl-mode=REQUIRED' };

const pinged = async (url: string, timeoutMs: number): Promise<PingReport> => {
  const report = await ping(readTarget(url), { timeoutMs });
  expect(pingReport.parse(report)).toEqual(report);
  expect(JSON.stringify(report)).not.toContain('hush-hush');
  expect(report.ok).toBe(false);
  expect(report.error?.advice).not.toBe('');
  return report;
};
const pingedBy = async (onSocket: (socket: Socket) => void, rest: string, scheme: string, timeoutMs = 1_500) => {
  await using server = await listening(onSocket);
  return await pinged(`${scheme}://u:hush-hush@127.0.0.1:${server.port}/d${rest}`, timeoutMs);
};

/** What each protocol begins a reply with, so that the drivers go on reading. */
const beginnings = {
  postgres: Buffer.from([0x52, 0, 0, 1, 0]),
  mssql: Buffer.from([0x04, 0x01, 0, 43, 0, 0, 1, 0]),
  mysql: Buffer.from([0x4a, 0, 0, 0, 10]),
};

/** Messages that never come to an end: of one huge length, or of packets that always promise another. */
const endless = {
  postgres: Buffer.from([0x52, 0x7f, 0xff, 0xff, 0xff, ...Array<number>(251).fill(0)]),
  mssql: Buffer.from([0x04, 0, 0x80, 0, ...Array<number>(32_764).fill(0)]),
  mysql: Buffer.from([0xff, 0xff, 0xff, 0, ...Array<number>(252).fill(0)]),
};

const dripping = (bytes: Buffer) => (socket: Socket) => {
  let at = 0;
  socket.on('data', () => undefined);
  const timer = setInterval(() => socket.write(Buffer.from([bytes[at++] ?? 0x20])), 100);
  socket.on('close', () => clearInterval(timer));
};

test.each(engines)('%s that sends a byte now and then is given up in time', async (scheme) => {
  const { error } = await pingedBy(dripping(beginnings[scheme]), unencrypted[scheme], scheme);
  expect(error).toMatchObject({ class: 'timeout', code: 'ETIMEDOUT' });
});

test.each(engines)('%s that hangs up in the middle of the handshake is cut off', async (scheme) => {
  const hangUp = (socket: Socket): void => {
    if (scheme === 'mysql') socket.end(beginnings.mysql);
    else socket.once('data', () => socket.end(beginnings[scheme].subarray(0, 3)));
  };
  const { error } = await pingedBy(hangUp, unencrypted[scheme], scheme, 5_000);
  expect(error?.class).toBe('reset');
});

test.each([
  ['postgres', unencrypted.postgres],
  ['postgres', encrypted.postgres],
  ['mssql', unencrypted.mssql],
  ['mssql', encrypted.mssql],
])('%s%s that is a web server is told to be none', async (scheme, rest) => {
  const answer = (socket: Socket): void =>
    void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  const { error } = await pingedBy(answer, rest, scheme, 5_000);
  expect(error).toMatchObject({
    class: 'malformed-reply',
    message: expect.stringContaining('"HTTP/1.1 400 Bad Request"'),
  });
});

test.each(engines)('%s that is an SSH server is not waited for', async (scheme) => {
  const { error } = await pingedBy(
    (socket) => socket.write('SSH-2.0-OpenSSH_9.6\r\n'),
    unencrypted[scheme],
    scheme,
    60_000,
  );
  expect(error).toMatchObject({ class: 'malformed-reply', message: expect.stringContaining('"SSH-2.0-OpenSSH_9.6"') });
});

test('a file of authorities that is not there', async () => {
  const { error } = await pinged(
    'postgres://u:hush-hush@127.0.0.1:1/d?sslmode=verify-full&sslrootcert=/nope.pem',
    5_000,
  );
  expect(error).toMatchObject({ step: 'tls', class: 'certificate', code: 'EAUTHORITYFILE' });
});

test.each(engines)('%s that hangs up at once is cut off', async (scheme) => {
  const { error } = await pingedBy((socket) => socket.end(), unencrypted[scheme], scheme, 5_000);
  expect(error?.class).toBe('reset');
});

test.each(engines)('%s that sends without end is left before it fills the memory', async (scheme) => {
  const chunk = Buffer.alloc(1_048_576, endless[scheme]);
  let sent = 0;
  const flooding = (socket: Socket): void => {
    const flood = (): void => {
      while (!socket.destroyed && socket.write(chunk)) sent += 1;
    };
    socket.on('data', () => undefined).on('drain', flood);
    flood();
  };
  const { error } = await pingedBy(flooding, unencrypted[scheme], scheme, 5_000);
  expect(['malformed-reply', 'timeout', 'reset']).toContain(error?.class);
  expect(sent).toBeLessThan(200);
});

test.each([
  [
    'a first reply that says nothing',
    [0x04, 0x01, 0, 9, 0, 0, 1, 0, 0xff],
    'not-encrypted',
    /is this really the database/,
  ],
  [
    'rubbish in the shape of one',
    [0x04, 0x01, 0, 12, 0, 0, 1, 0, 0x5e, 0x13, 0x77, 0xff],
    'malformed-reply',
    /check host, port/,
  ],
] as const)('SQL Server: %s may be of no database at all', async (_what, reply, expected, advice) => {
  const answering = (socket: Socket): void => void socket.on('data', () => socket.write(Buffer.from(reply)));
  const { error } = await pingedBy(answering, encrypted.mssql, 'mssql', 5_000);
  expect(error).toMatchObject({ step: 'tls', class: expected, advice: expect.stringMatching(advice) });
});

test('a login that does not end may be of no database at all', async () => {
  const { error } = await pingedBy(() => undefined, unencrypted.postgres, 'postgres');
  expect(error).toMatchObject({ step: 'login', advice: expect.stringContaining('is this really the database') });
});

test.each(['postgres', 'mysql'] as const)('%s whose TLS is rubbish, or never comes', async (scheme) => {
  const answering = (then: (socket: Socket) => void) => (socket: Socket) => {
    if (scheme === 'postgres')
      socket.once('data', () => socket.write('S', () => socket.once('data', () => then(socket))));
    else socket.once('data', () => then(socket));
  };
  const rubbish = await pingedBy(
    answering((socket) => socket.write('rubbish, and not TLS')),
    encrypted[scheme],
    scheme,
  );
  expect(['certificate', 'timeout', 'malformed-reply']).toContain(rubbish.error?.class);
  const silence = await pingedBy(
    answering(() => undefined),
    encrypted[scheme],
    scheme,
  );
  expect(silence.error).toMatchObject({ class: 'timeout' });
});

const postgresWithCertificate = async (daysLeft: number, sslmode: string) => {
  const certificate = await selfSigned(daysLeft);
  const secure = (socket: Socket): void => {
    socket.once('data', () => {
      socket.write('S');
      new TLSSocket(socket, { isServer: true, ...certificate }).on('error', () => undefined);
    });
  };
  return pingedBy(secure, `?sslmode=${sslmode}`, 'postgres');
};

test('PostgreSQL with a certificate that has expired, or that nobody trusted signed', async () => {
  const expired = await postgresWithCertificate(-2, 'verify-full');
  expect(expired.error).toMatchObject({ step: 'tls', class: 'certificate' });
  const untrusted = await postgresWithCertificate(90, 'verify-full');
  expect(untrusted.error).toMatchObject({ step: 'tls', class: 'certificate', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  const unverified = await postgresWithCertificate(-2, 'require');
  expect(unverified).toMatchObject({ encrypted: true, error: { step: 'login', class: 'timeout' } });
  expect(unverified.warnings).toEqual([expect.stringContaining('expired on')]);
});

test('a server that repeats the password is quoted without it', async () => {
  const message = { number: 18456, severity: 14, message: "Login failed: 'hush-hush' is wrong." };
  await using server = await startTdsServer({ login: { error: message } });
  const url = `mssql://loader:hush-hush@127.0.0.1:${server.port}/flights?encrypt=false`;
  expect((await pinged(url, 5_000)).error?.message).toBe("Login failed: '***' is wrong.");
});
