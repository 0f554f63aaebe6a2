import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import protobuf from 'protobufjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEvents } from '../events/_events.ts';
import { logsRequest, spansRequest, text } from '../wire/_sample.ts';
import { openSpool, type Spool } from '../spool/spool.ts';
import { createIntake } from './accept.ts';
import { createJsonReader } from './json/json-reader.ts';
import { createOtlpHttp, signalOfPath } from './otlp-http.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

const limits = { mostBytes: 100_000, mostDecodedBytes: 1_000_000, mostJsonBytes: 50_000, readTimeoutMs: 300 };
const statusType = protobuf
  .parse('syntax = "proto3"; message Status { int32 code = 1; string message = 2; }')
  .root.lookupType('Status');
const partialType = protobuf
  .parse(
    'syntax = "proto3"; message Response { Partial partial = 1; } message Partial { int64 rejected = 1; string message = 2; }',
  )
  .root.resolveAll()
  .lookupType('Response');

let folder: string;
let spool: Spool;
let server: Server;
let url: string;
const json = createJsonReader();
let stored: { signal: string; bytes: number }[];

const start = async (mostBytesInSpool = 1e9): Promise<void> => {
  const events = createEvents(() => {});
  spool = await openSpool({ folder, events, mostBytes: mostBytesInSpool });
  const intake = createIntake({
    spool,
    events,
    onAccepted: (signal, body) => stored.push({ signal, bytes: body.length }),
    mostBytesInFlight: 1e7,
  });
  const answer = createOtlpHttp({ intake, events, json, limits });
  server = createServer(
    (request, response) => void answer(signalOfPath(request.url ?? '') ?? 'logs', request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

beforeEach(async () => {
  folder = temporaryFolder();
  stored = [];
  await start();
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await spool[Symbol.asyncDispose]();
});

const post = (path: string, body: Uint8Array | string, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    body: body as Uint8Array<ArrayBuffer>,
    headers: { 'content-type': 'application/x-protobuf', ...headers },
  });

const log = logsRequest([{ body: text('hello '.repeat(200)) }]);
const statusOf = async (response: Response) =>
  statusType.toObject(statusType.decode(new Uint8Array(await response.arrayBuffer()))) as {
    code: number;
    message: string;
  };

describe('OTLP/HTTP', () => {
  it.each([
    { encoding: 'identity', body: log },
    { encoding: 'gzip', body: gzipSync(log) },
    { encoding: 'deflate', body: deflateSync(log) },
    { encoding: 'zstd', body: zstdCompressSync(log) },
    { encoding: 'br', body: brotliCompressSync(log) },
  ])('takes protobuf in $encoding', async ({ encoding, body }) => {
    const response = await post('/v1/logs', body, { 'content-encoding': encoding });
    expect([response.status, response.headers.get('content-type'), (await response.arrayBuffer()).byteLength]).toEqual([
      200,
      'application/x-protobuf',
      0,
    ]);
    expect(stored).toEqual([{ signal: 'logs', bytes: log.length }]);
  });

  it.each([
    { encoding: 'zstd', body: Buffer.concat([zstdCompressSync(log), zstdCompressSync(log)]) },
    { encoding: 'gzip', body: Buffer.concat([gzipSync(log), gzipSync(log)]) },
  ])('takes every part of a body in several $encoding frames', async ({ encoding, body }) => {
    expect((await post('/v1/logs', body, { 'content-encoding': encoding })).status).toBe(200);
    expect(stored).toEqual([{ signal: 'logs', bytes: 2 * log.length }]);
  });

  it.each([
    { encoding: 'zstd', body: Buffer.concat([zstdCompressSync(log), Buffer.from('junkjunk')]) },
    { encoding: 'deflate', body: Buffer.concat([deflateSync(log), deflateSync(log)]) },
    { encoding: 'br', body: Buffer.concat([brotliCompressSync(log), Buffer.from('junk')]) },
    { encoding: 'gzip', body: Buffer.concat([gzipSync(log), Buffer.from('junkjunk')]) },
  ])('refuses what follows the end of a body in $encoding', async ({ encoding, body }) => {
    const response = await post('/v1/logs', body, { 'content-encoding': encoding });
    expect([response.status, (await statusOf(response)).message]).toEqual([
      400,
      expect.stringContaining(`not valid ${encoding}`),
    ]);
    expect(stored).toEqual([]);
  });

  it.each([
    { name: 'fields in snake_case', path: '/v1/logs', body: '{"resource_logs":[{}]}', expected: /no log records/ },
    {
      name: 'logs sent to the path of traces',
      path: '/v1/traces',
      body: '{"resourceLogs":[{}]}',
      expected: /no spans/,
    },
  ])('warns of a request without records: $name', async ({ path, body, expected }) => {
    const response = await post(path, body, { 'content-type': 'application/json' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ partialSuccess: { errorMessage: expect.stringMatching(expected) } });
    expect(stored).toEqual([]);
  });

  it('takes JSON and answers JSON', async () => {
    const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'hi' } }] }] }] });
    const response = await post('/v1/logs', body, { 'content-type': 'application/json; charset=utf-8' });
    expect([response.status, await response.json()]).toEqual([200, {}]);
    expect(stored).toHaveLength(1);
  });

  it('answers an empty request with success and stores nothing', async () => {
    expect((await post('/v1/metrics', new Uint8Array())).status).toBe(200);
    expect(stored).toEqual([]);
  });

  it('stores a repeated idempotency key once', async () => {
    for (const _ of [1, 2, 3]) expect((await post('/v1/logs', log, { 'idempotency-key': 'batch-1' })).status).toBe(200);
    expect(stored).toHaveLength(1);
  });

  it('tells about spans it had to leave out, in the encoding of the request', async () => {
    const valid = { traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 1), name: 'ok' };
    const response = await post('/v1/traces', spansRequest([valid, { name: 'no ids' }]));
    const decoded = partialType.toObject(partialType.decode(new Uint8Array(await response.arrayBuffer())), {
      longs: Number,
    });
    expect(decoded).toMatchObject({
      partial: { rejected: 1, message: expect.stringContaining('trace id of 16 bytes') },
    });
    const span = { traceId: '', spanId: '01'.repeat(8) };
    const json = await post('/v1/traces', JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }), {
      'content-type': 'application/json',
    });
    expect(await json.json()).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
  });

  it.each([
    {
      name: 'an unknown content type',
      status: 415,
      headers: { 'content-type': 'text/csv' },
      body: 'a,b',
      expected: /text\/csv/,
    },
    { name: 'an unknown encoding', status: 415, headers: { 'content-encoding': 'lzma' }, body: 'x', expected: /lzma/ },
    {
      name: 'a body that is not the gzip it claims',
      status: 400,
      headers: { 'content-encoding': 'gzip' },
      body: 'not gzip',
      expected: /not valid gzip/,
    },
    {
      name: 'a truncated gzip',
      status: 400,
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(log).subarray(0, 40),
      expected: /not valid gzip/,
    },
    {
      name: 'a decompression bomb',
      status: 413,
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(Buffer.alloc(50_000_000)),
      expected: /more than 1000000 bytes/,
    },
    {
      name: 'a zstd bomb',
      status: 413,
      headers: { 'content-encoding': 'zstd' },
      body: zstdCompressSync(Buffer.alloc(50_000_000)),
      expected: /more than 1000000 bytes/,
    },
    {
      name: 'a body over the limit',
      status: 413,
      headers: {},
      body: Buffer.alloc(100_001),
      expected: /larger than 100000 bytes/,
    },
    {
      name: 'JSON over its limit',
      status: 413,
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync(`{"resourceLogs":[${' '.repeat(50_000)}]}`),
      expected: /more than 50000 bytes/,
    },
    { name: 'a malformed body', status: 400, headers: {}, body: log.subarray(0, 50), expected: /at byte 1\./ },
    {
      name: 'malformed JSON',
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: '{"resourceLogs":[7]}',
      expected: /resourceLogs\[0\] must be an object/,
    },
  ])('refuses $name with $status, says why and stores nothing', async ({ status, headers, body, expected }) => {
    const response = await post('/v1/logs', body, headers as Record<string, string>);
    expect(response.status).toBe(status);
    const isProtobuf = response.headers.get('content-type') === 'application/x-protobuf';
    expect((isProtobuf ? await statusOf(response) : ((await response.json()) as { message: string })).message).toMatch(
      expected,
    );
    expect(stored).toEqual([]);
  });

  it('refuses a body of undeclared length as soon as it passes the limit', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(
        `${url}/v1/logs`,
        { method: 'POST', headers: { 'content-type': 'application/x-protobuf' } },
        (response) => resolve(response.statusCode ?? 0),
      );
      request.on('error', reject);
      for (let sent = 0; sent < 20; sent += 1) request.write(Buffer.alloc(10_000));
    });
    expect(status).toBe(413);
  });

  it('hears a refused sender out, so that the answer reaches it and the connection stays', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const statusLine = async (): Promise<string> => String(await once(socket, 'data')).split('\r\n')[0] ?? '';
    const length = 5_000_000;
    const head = `POST /v1/logs HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\n`;
    socket.write(`${head}Content-Length: ${length}\r\n\r\n`);
    expect(await statusLine()).toBe('HTTP/1.1 413 Payload Too Large');
    for (let sent = 0; sent < length; sent += 100_000) {
      if (!socket.write(Buffer.alloc(100_000))) await once(socket, 'drain');
    }
    socket.write(`${head}Content-Length: ${log.length}\r\n\r\n`);
    socket.write(log);
    expect(await statusLine()).toBe('HTTP/1.1 200 OK');
    socket.destroy();
  });

  it('gives up on a sender that stops in the middle', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      'POST /v1/logs HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-protobuf\r\nContent-Length: 500\r\n\r\nabc',
    );
    const answer = await new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())));
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect((await post('/v1/logs', log)).status).toBe(200);
  });

  it('asks to come back later when the spool is full', async () => {
    await spool[Symbol.asyncDispose]();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await start(log.length + 500);
    expect((await post('/v1/logs', log)).status).toBe(200);
    const response = await post('/v1/logs', log);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '10']);
    expect((await statusOf(response)).code).toBe(14);
  });

  it('answers other methods with 405', async () => {
    const response = await fetch(`${url}/v1/logs`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
