import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createSocketServer, type AddressInfo, type Server } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { configShape } from '../../../config/schema.ts';
import { selfSigned } from '../../../../../../test/tds-server/certificate.ts';
import { watchApis } from '../loop.ts';
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

/** A server of bytes, not of HTTP. */
const answering = async (bytes: string) => {
  const sockets = new Set<{ destroy(): void }>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('data', () => socket.write(bytes));
  });
  return listening(Object.assign(server, { closeAllConnections: () => sockets.forEach((socket) => socket.destroy()) }));
};

const upgraded = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
test.each([
  ['an upgrade nobody asked for', upgraded, 'HTTP 101, expected 2xx'],
  ['an upgrade with bytes behind it', `${upgraded}xx`, 'HTTP 101, expected 2xx'],
  ['a status no server may send', 'HTTP/1.1 099 Odd\r\n\r\n', undefined],
  ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', undefined],
  ['only what announces an answer', 'HTTP/1.1 103 Early Hints\r\n\r\n', 'no answer in 300 ms'],
  ['less than it announces', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf', 'no answer in 300 ms'],
])('an answer that is %s fails, and ends', async (_name, bytes, problem) => {
  await using server = await answering(bytes);
  const result = await probed({ url: `http://127.0.0.1:${server.port}/`, timeoutMs: 300 });
  expect(result).toMatchObject({ state: 'fail', problem: problem ?? expect.any(String) });
});

test('an upgrade is healthy where it is what is expected', async () => {
  await using server = await answering(upgraded);
  expect(await probed({ url: `http://127.0.0.1:${server.port}/`, status: [101] })).toMatchObject({ state: 'pass' });
});

test('a connection that is closed without an answer fails at once', async () => {
  await using server = await http((_request, response) => void response.socket?.end());
  expect(await probed({ url: `http://127.0.0.1:${server.port}/`, timeoutMs: 60_000 })).toMatchObject({
    state: 'fail',
    error: 'reset',
  });
});

const json = Buffer.from('\uFEFF{"status":"ok"}');
test.each<[string, Buffer, string, string]>([
  ['gzip', gzipSync(json), 'application/json', 'gzip'],
  ['x-gzip', gzipSync(json), 'application/json', 'X-GZIP'],
  ['deflate', deflateSync(json), 'application/json', 'deflate'],
  ['deflate without its header', deflateRawSync(json), 'application/json', 'deflate'],
  ['br', brotliCompressSync(json), 'application/json', 'br'],
  ['zstd', zstdCompressSync(json), 'application/json', 'zstd'],
  ['two codings', brotliCompressSync(gzipSync(json)), 'application/json', 'gzip, br'],
  ['identity', json, 'application/json', 'identity'],
  ['UTF-16', Buffer.from('{"status":"ok"}', 'utf16le'), 'application/json; charset=utf-16le', ''],
])('a body sent as %s is read as what it says', async (_name, bytes, type, coding) => {
  await using server = await http((_request, response) => {
    response.writeHead(200, { 'content-type': type, ...(coding === '' ? {} : { 'content-encoding': coding }) });
    response.end(bytes);
  });
  const schema = { type: 'object', required: ['status'], properties: { status: { const: 'ok' } } };
  const url = `http://127.0.0.1:${server.port}/`;
  expect(await probed({ url, contains: '"ok"', schema })).toMatchObject({ state: 'pass' });
});

test.each<[string, Buffer, string, string]>([
  ['a bomb', gzipSync(Buffer.alloc(4e6)), 'gzip', 'the body is longer than 1048576 bytes'],
  [
    'cut off',
    gzipSync(json).subarray(0, 20),
    'gzip',
    'the body is not the gzip it calls itself: unexpected end of file',
  ],
  ['another coding', json, 'gzip', 'the body is not the gzip it calls itself: incorrect header check'],
  ['an unknown coding', json, 'compress', 'the body is encoded as "compress", which is not known here'],
])('a body that is %s is a failure of the body', async (_name, bytes, coding, problem) => {
  await using server = await http((_request, response) => {
    response.writeHead(200, { 'content-encoding': coding }).end(bytes);
  });
  const result = await probed({ url: `http://127.0.0.1:${server.port}/` });
  expect(result).toMatchObject({ state: 'fail', error: 'schema', problem });
});

test('the watch ends at once while an API leaves a probe without an answer', async () => {
  const asked = Promise.withResolvers<void>();
  await using server = await http(() => asked.resolve());
  const url = `http://127.0.0.1:${server.port}/`;
  const { apis } = configShape.parse({ apis: [{ name: 'stock', url, timeoutMs: 60_000 }] });
  const emitted: string[] = [];
  {
    const emit = async (_logs: Uint8Array, key: string) => emitted.push(key);
    await using _watch = watchApis({ apis, emit, onError: (error) => expect.fail(String(error)) });
    await asked.promise;
  }
  expect(emitted).toEqual([]);
});
