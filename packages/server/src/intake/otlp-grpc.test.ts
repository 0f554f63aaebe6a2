import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { createEvents } from '../events/_events.ts';
import { logsRequest, spansRequest, text } from '../wire/_sample.ts';
import { openSpool } from '../spool/spool.ts';
import { createIntake } from './accept.ts';
import { startOtlpGrpc } from './otlp-grpc.ts';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';

const logsPath = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
const tracesPath = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

it('OTLP/gRPC takes the same bodies the same way, with gRPC status codes', async () => {
  const folder = temporaryFolder();
  const events = createEvents(() => {});
  const stored: string[] = [];
  await using spool = await openSpool({ folder, events, mostBytes: 1e9 });
  const intake = createIntake({ spool, events, onAccepted: (signal) => stored.push(signal) });
  await using grpc = await startOtlpGrpc({ intake, events, host: '127.0.0.1', port: 0, mostBytes: 100_000 });
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
