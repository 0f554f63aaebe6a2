import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, test } from 'vitest';
import { configShape } from '../../config/schema.ts';
import { selfSigned } from '../../../../../test/tds-server/certificate.ts';
import { probe } from './loop-probe.ts';

const listening = async (server: Server & { closeAllConnections(): void }) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
const http = (listener: RequestListener) => listening(createServer(listener));
const probed = (given: object) => {
  const [api] = configShape.parse({ apis: [{ name: 'stock', ...given }] }).apis;
  if (api === undefined) throw new Error('one API was given');
  return probe(api, new AbortController().signal);
};

test('a healthy API passes, and says how long it took', async () => {
  await using server = await http((_request, response) => void response.end('{"status":"ok"}'));
  const result = await probed({ url: `http://127.0.0.1:${server.port}/health`, contains: 'ok' });
  expect(result).toMatchObject({ state: 'pass', status: 200, certificateExpiresAtMs: undefined });
  expect(result.durationMs).toBeGreaterThan(0);
});

test('headers are sent', async () => {
  await using server = await http((request, response) => {
    response.writeHead(request.headers['authorization'] === 'Bearer t' ? 200 : 401).end();
  });
  const url = `http://127.0.0.1:${server.port}/`;
  expect(await probed({ url, headers: { authorization: 'Bearer t' } })).toMatchObject({ state: 'pass' });
  expect(await probed({ url })).toMatchObject({ state: 'fail', error: '4xx', status: 401 });
});

test('one that never answers, or never ends, is given up in time', async () => {
  await using silent = await http(() => undefined);
  await using endless = await http((_request, response) => void response.write('a'));
  for (const { port } of [silent, endless]) {
    expect(await probed({ url: `http://127.0.0.1:${port}/`, timeoutMs: 100 })).toMatchObject({
      state: 'fail',
      error: 'timeout',
      problem: 'no answer in 100 ms',
    });
  }
});

test('a body without end is not read to its end', async () => {
  await using server = await http((_request, response) => {
    const chunk = Buffer.alloc(65_536);
    const write = () => {
      while (response.write(chunk));
      response.once('drain', write);
    };
    write();
  });
  const { state, problem } = await probed({ url: `http://127.0.0.1:${server.port}/` });
  expect([state, problem]).toEqual(['fail', 'the body is longer than 1048576 bytes']);
});

test('nobody there, and no such host', async () => {
  const gone = await http(() => undefined);
  await gone[Symbol.asyncDispose]();
  expect(await probed({ url: `http://127.0.0.1:${gone.port}/` })).toMatchObject({ error: 'refused' });
  expect(await probed({ url: 'http://no-such-host.invalid/' })).toMatchObject({ error: 'dns' });
});

test('a certificate is checked, and its end is told', async () => {
  const listener: RequestListener = (_request, response) => void response.end('ok');
  const dayMs = 86_400_000;
  const certificate = await selfSigned(90);
  await using server = await listening(createHttpsServer(certificate, listener));
  const url = `https://127.0.0.1:${server.port}/`;
  expect(await probed({ url })).toMatchObject({ state: 'fail', error: 'tls' });
  setDefaultCACertificates([...getCACertificates(), certificate.cert]);
  const trusted = await probed({ url });
  expect(trusted).toMatchObject({ state: 'pass', status: 200 });
  expect(Math.round(((trusted.certificateExpiresAtMs ?? 0) - Date.now()) / dayMs)).toBe(90);
});
