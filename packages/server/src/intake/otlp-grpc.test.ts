import { connect, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import { deflateSync, gzipSync } from 'node:zlib';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { createEvents } from '../events/_events.ts';
import { logsRequest, spansRequest, text } from '../wire/_sample.ts';
import { openSpool } from '../spool/spool.ts';
import { createIntake } from './accept.ts';
import { startOtlpGrpc } from './otlp-grpc.ts';
import { unknownSender } from './sender-book.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

const logsPath = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
const tracesPath = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

const limits = { mostBytes: 100_000, mostDecodedBytes: 300_000, readTimeoutMs: 10_000 };

it('OTLP/gRPC takes the same bodies the same way, with gRPC status codes', async () => {
  const folder = temporaryFolder();
  const events = createEvents(() => {});
  const stored: string[] = [];
  await using spool = await openSpool({ folder, events, mostBytes: 1e9 });
  const intake = createIntake({ spool, events, onAccepted: (signal) => stored.push(signal) });
  await using grpc = await startOtlpGrpc({
    intake,
    events,
    host: '127.0.0.1',
    port: 0,
    limits,
    admit: async () => ({ holder: unknownSender, refusal: undefined }),
  });
  const client = new Client(`127.0.0.1:${grpc.port}`, credentials.createInsecure());
  const call = (path: string, body: Uint8Array, key?: string) =>
    new Promise<Buffer | ServiceError>((resolve) => {
      const metadata = new Metadata();
      if (key !== undefined) metadata.set('idempotency-key', key);
      const asIs = (bytes: Buffer): Buffer => bytes;
      client.makeUnaryRequest(path, asIs, asIs, Buffer.from(body), metadata, (error, answer) =>
        resolve(error ?? answer ?? Buffer.alloc(0)),
      );
    });

  expect(await call(logsPath, logsRequest([{ body: text('hi') }]), 'k')).toHaveLength(0);
  expect(await call(logsPath, logsRequest([{ body: text('hi') }]), 'k')).toHaveLength(0);
  expect(stored).toEqual(['logs']);
  expect(((await call(tracesPath, spansRequest([{ name: 'no ids' }]))) as Buffer).length).toBeGreaterThan(0);
  expect(await call(logsPath, Buffer.from([0x0a, 0x50]))).toMatchObject({
    code: 3,
    details: expect.stringContaining('at byte 1'),
  });
  expect(await call(logsPath, Buffer.alloc(200_000))).toMatchObject({ code: 8 });
  client.close();
});

/** A server whose bodies in flight may take one mebibyte, and a way to call it. */
const open = async () => {
  const events = createEvents(() => {});
  const spool = await openSpool({ folder: temporaryFolder(), events, mostBytes: 1e9 });
  const intake = createIntake({ spool, events, onAccepted: () => {}, mostBytesInFlight: mebibyte });
  const grpc = await startOtlpGrpc({
    intake,
    events,
    host: '127.0.0.1',
    port: 0,
    limits: { mostBytes: mebibyte, mostDecodedBytes: mebibyte / 2, readTimeoutMs: 500 },
    admit: async () => ({ holder: unknownSender, refusal: undefined }),
  });
  const session = connect(`http://127.0.0.1:${grpc.port}`);
  const call = (path: string, headers: OutgoingHttpHeaders = {}) => {
    const stream = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      ...headers,
    });
    const answer = new Promise<IncomingHttpHeaders>((resolve) => {
      let received: IncomingHttpHeaders = {};
      const keep = (some: IncomingHttpHeaders): void => void (received = { ...received, ...some });
      stream
        .on('response', keep)
        .on('trailers', keep)
        .on('error', () => {});
      stream.on('close', () => resolve(received));
      stream.resume();
    });
    return { stream, answer };
  };
  const closing = new AsyncDisposableStack();
  closing.use(spool);
  closing.use(grpc);
  closing.defer(() => session.destroy());
  return { intake, port: grpc.port, call, [Symbol.asyncDispose]: () => closing.disposeAsync() };
};

const mebibyte = 1_048_576;

const framed = (message: Uint8Array, isCompressed = false): Buffer => {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(isCompressed ? 1 : 0);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
};

const hi = logsRequest([{ body: text('hi') }]);
const gzip = { 'grpc-encoding': 'gzip' };
const overloaded = { 'grpc-status': '8', 'retry-after': '1' };

it.each([
  ['gzip', framed(gzipSync(hi), true), gzip, { 'grpc-status': '0' }],
  ['deflate', framed(deflateSync(hi), true), { 'grpc-encoding': 'deflate' }, { 'grpc-status': '0' }],
  ['not compressed, where it might be', framed(hi), gzip, { 'grpc-status': '0' }],
  ['nothing', framed(Buffer.alloc(0)), {}, { 'grpc-status': '0' }],
  ['brotli', framed(hi, true), { 'grpc-encoding': 'br' }, { 'grpc-status': '12' }],
  ['no gzip', framed(hi, true), gzip, { 'grpc-status': '3' }],
  ['a bomb', framed(gzipSync(Buffer.alloc(mebibyte)), true), gzip, { 'grpc-status': '8' }],
  ['no prefix', Buffer.from([0, 0]), {}, { 'grpc-status': '3' }],
  ['half a message', framed(hi).subarray(0, -3), {}, { 'grpc-status': '3' }],
  ['two messages', Buffer.concat([framed(hi), framed(hi)]), {}, { 'grpc-status': '3' }],
  ['another content type', framed(hi), { 'content-type': 'text/plain' }, { ':status': 415 }],
])('a call of %s', async (_name, body, headers, expected) => {
  await using server = await open();
  const { stream, answer } = server.call(logsPath, headers);
  stream.end(body);
  expect(await answer).toMatchObject(expected);
});

it('what has no method, does not arrive or is no HTTP/2 harms nobody', async () => {
  await using server = await open();
  const unknown = server.call('/grpc.health.v1.Health/Check');
  unknown.stream.end(framed(hi));
  expect(await unknown.answer).toMatchObject({ 'grpc-status': '12' });
  const stalled = server.call(logsPath);
  stalled.stream.write(framed(hi).subarray(0, -1));
  expect(await stalled.answer).toMatchObject({ 'grpc-status': '4' });
  await expect(fetch(`http://127.0.0.1:${server.port}/v1/logs`)).rejects.toThrow();
  const good = server.call(logsPath);
  good.stream.end(framed(hi));
  expect(await good.answer).toMatchObject({ 'grpc-status': '0' });
});

it('memory taken by bodies of another protocol is not there for gRPC, nor is it for what a body unpacks to', async () => {
  await using server = await open();
  const large = logsRequest([{ body: text('x'.repeat(mebibyte / 2 - 1_000)) }]);
  const send = async (body: Buffer, headers = {}) => {
    const { stream, answer } = server.call(logsPath, headers);
    stream.end(body);
    return answer;
  };
  {
    using other = server.intake.openHold();
    other.grow(mebibyte * 0.75);
    const refused = await send(framed(large));
    expect(refused).toMatchObject(overloaded);
    const details = Buffer.from(refused['grpc-status-details-bin'] as string, 'base64').toString('latin1');
    expect(details).toContain('type.googleapis.com/google.rpc.RetryInfo');
    expect(await send(framed(gzipSync(large), true), gzip)).toMatchObject(overloaded);
    expect(await send(framed(hi))).toMatchObject({ 'grpc-status': '0' });
  }
  expect(await send(framed(large))).toMatchObject({ 'grpc-status': '0' });
});
