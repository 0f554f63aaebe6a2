import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { selfSigned } from '../../../../../../test/tds-server/certificate.ts';
import { channelsOf } from '../_channels.ts';
import { startSmtpServer } from '../_smtp-server.ts';
import type { MailChannel } from '../config.ts';
import { createMailSender } from './send.ts';

const secret = 'hush-hush-password';
let tls: { readonly key: string; readonly cert: string };
beforeAll(async () => void (tls = await selfSigned(100)));

const channel = (given: Record<string, unknown>): MailChannel => {
  const usual = {
    name: 'mail',
    kind: 'email',
    host: '127.0.0.1',
    from: 'Sightglass <s@example.com>',
    timeoutSeconds: 5,
  };
  return channelsOf([{ ...usual, ...given } as never])[0] as MailChannel;
};
const raw = 'Subject: x\r\n\r\nx\r\n';
const send = (given: Record<string, unknown>) =>
  createMailSender(channel(given), Date.now).send('data@example.com', raw);

describe('case 36: mixed-up encryption has three clear errors, and the password is never in clear', () => {
  const auth = { user: 'robot', password: secret };
  test('TLS towards a port that speaks STARTTLS', async () => {
    await using smtp = await startSmtpServer({ tls, password: secret });
    const { outcome, answer } = await send({ port: smtp.port, security: 'tls', ...auth });
    expect({ outcome, answer }).toEqual({
      outcome: 'failed',
      answer: expect.stringContaining('security: tls is for port 465'),
    });
    expect(smtp.wire()).not.toContain(Buffer.from(secret).toString('base64'));
  });
  test('STARTTLS towards a port that speaks TLS', async () => {
    await using smtp = await startSmtpServer({ tls, password: secret, isTlsFromBegin: true });
    const { outcome, answer } = await send({ port: smtp.port, security: 'starttls', timeoutSeconds: 1, ...auth });
    expect({ outcome, answer }).toEqual({
      outcome: 'failed',
      answer: expect.stringContaining('port and security mixed up'),
    });
    expect(smtp.wire()).not.toContain(secret);
  });
  test('a server without STARTTLS', async () => {
    await using smtp = await startSmtpServer({ password: secret });
    const { outcome, answer } = await send({ port: smtp.port, security: 'starttls', ...auth });
    expect({ outcome, answer }).toEqual({
      outcome: 'failed',
      answer: expect.stringContaining('does not offer STARTTLS'),
    });
    const said = smtp.wire();
    expect(said).not.toContain('AUTH');
    expect(said).not.toContain('MAIL FROM');
  });
});

test('case 37: a certificate of an own authority needs ca: or its fingerprint, and another one is refused', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sightglass-mail-'));
  const ca = join(folder.path, 'ca.pem');
  await writeFile(ca, tls.cert);
  await using smtp = await startSmtpServer({ tls });
  const of = { port: smtp.port, security: 'starttls' };
  const { fingerprint256 } = new X509Certificate(tls.cert);
  expect((await send(of)).answer).toMatch(/self-signed certificate.*ca:.*fingerprint:/u);
  expect((await send({ ...of, ca })).outcome).toBe('accepted');
  expect((await send({ ...of, fingerprint: fingerprint256 })).outcome).toBe('accepted');
  const other = await send({ ...of, fingerprint: fingerprint256.replaceAll(/[0-9]/gu, '0') });
  expect(other).toMatchObject({ outcome: 'failed', answer: expect.stringContaining(fingerprint256) });
  expect(smtp.taken).toHaveLength(2);
});

test('a refused password says so, and never itself; it is tried again, as the message is not what was refused', async () => {
  await using smtp = await startSmtpServer({ tls, password: 'another' });
  const { fingerprint256 } = new X509Certificate(tls.cert);
  const { outcome, answer } = await send({
    port: smtp.port,
    fingerprint: fingerprint256,
    user: 'robot',
    password: secret,
  });
  expect({ outcome, answer }).toEqual({
    outcome: 'failed',
    answer: expect.stringMatching(/^535 .*Are user and password right\?/u),
  });
  expect(answer).not.toContain(secret);
});

test('case 35: basic authentication that is off says how; a token that ends is renewed', async () => {
  const { fingerprint256: fingerprint } = new X509Certificate(tls.cert);
  await using off = await startSmtpServer({
    tls,
    password: 'x',
    authRefusal: '5.7.139 Authentication unsuccessful, basic authentication is disabled.',
  });
  expect((await send({ port: off.port, fingerprint, user: 'robot', password: secret })).answer).toMatch(
    /5\.7\.139.*set oauth2/u,
  );

  let good = 'token-1';
  let given = 0;
  await using smtp = await startSmtpServer({ tls, isGoodToken: (token) => token === good });
  await using tokens = await startHttp(() =>
    JSON.stringify({ access_token: `token-${(given += 1)}`, expires_in: 3600 }),
  );
  const oauth2 = { tokenUrl: tokens.url, clientId: 'sightglass', clientSecret: 'hush' };
  const sender = createMailSender(channel({ port: smtp.port, fingerprint, user: 'robot', oauth2 }), Date.now);
  expect((await sender.send('a@example.com', raw)).outcome).toBe('accepted');
  good = 'token-2';
  expect(await sender.send('a@example.com', raw)).toMatchObject({ outcome: 'accepted' });
  expect(given).toBeGreaterThan(1);
});

describe('case 38: a server that hangs is given up at the deadline', () => {
  test.each([
    ['says nothing', () => {}],
    ['sends a byte a second', (socket: Socket) => setInterval(() => socket.write('2'), 200).unref()],
    [
      'hangs after STARTTLS',
      (socket: Socket) => {
        socket.write('220 here\r\n');
        socket.on('data', (chunk) => {
          if (chunk.toString().startsWith('EHLO')) socket.write('250-here\r\n250 STARTTLS\r\n');
          else if (chunk.toString().startsWith('STARTTLS')) socket.write('220 go ahead\r\n');
        });
      },
    ],
  ] as const)('one that %s', async (_name, serve) => {
    await using server = await startTcp(serve);
    const { outcome, answer } = await send({ port: server.port, timeoutSeconds: 1 });
    expect({ outcome, answer }).toEqual({
      outcome: 'failed',
      answer: expect.stringMatching(/no end within 1 s|Greeting never|imeout|timed out/u),
    });
  });
});

const listening = async (server: Server) => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
};
const startTcp = (serve: (socket: Socket) => unknown) => listening(createServer(serve));
const startHttp = async (body: () => string) => {
  const { createServer: createHttp } = await import('node:http');
  const server = createHttp((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end(body()));
  });
  const open = await listening(server as unknown as Server);
  return { ...open, url: `http://127.0.0.1:${open.port}/token` };
};
