import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { SenderList } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { statusOf } from './_api.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const records = (count: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    logsRequest(
      Array.from({ length: count }, () => ({ body: text('x') })),
      { 'service.name': 'loader' },
    ),
  );

const post = (url: string, body: Uint8Array<ArrayBuffer>) =>
  fetch(`${url}/v1/logs`, { method: 'POST', body, headers: { 'content-type': 'application/x-protobuf' } });

const call = (url: string, body: Uint8Array): Promise<ServiceError | undefined> =>
  new Promise((resolve) => {
    const client = new Client(new URL(url).host, credentials.createInsecure());
    const asIs = (bytes: Buffer): Buffer => bytes;
    const path = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
    client.makeUnaryRequest(path, asIs, asIs, Buffer.from(body), new Metadata(), (error) => {
      client.close();
      resolve(error ?? undefined);
    });
  });

const sendersOf = async (url: string): Promise<SenderList> =>
  (await fetch(`${url}/api/v1/senders`)).json() as Promise<SenderList>;

it('who sends more than the limit has to wait, and what was refused is counted by reason, over the end of the engine and of the server', async () => {
  await using dataDir = await createDataDir();
  const limits = { recordsPerSecond: 10 };
  let counted: SenderList;
  {
    await using server = await startServerProcess(dataDir.path, { limits });
    expect(await post(server.url, records(500))).toMatchObject({ status: 200 });
    const refused = await post(server.url, records(7));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(30);
    expect(Buffer.from(await refused.arrayBuffer()).toString('latin1')).toContain('google.rpc.RetryInfo');
    const overGrpc = await call(server.grpcUrl, records(5));
    expect(overGrpc).toMatchObject({ code: 8, details: expect.stringContaining('limits.recordsPerSecond') as string });
    expect(`${overGrpc?.metadata.get('grpc-status-details-bin')[0]?.toString('latin1')}`).toContain('RetryInfo');
    expect(await post(server.url, new Uint8Array([0x0a, 0x50]))).toMatchObject({ status: 400 });

    counted = await sendersOf(server.url);
    expect(counted.senders).toEqual([
      expect.objectContaining({ address: '127.0.0.1', service: 'loader', requests: 1, records: 500 }),
    ]);
    expect(counted.refusals).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ address: '127.0.0.1', reason: 'limit', requests: 2, records: 12 }),
        expect.objectContaining({ reason: 'malformed', requests: 1, records: 0 }),
      ]),
    );
    process.kill(await server.enginePid(), 'SIGKILL');
    await until('the engine is back', async () => (await statusOf(server.url, '/readyz')) === 200);
    expect(await sendersOf(server.url)).toEqual(counted);
    await server.end('SIGKILL');
  }
  await using again = await startServerProcess(dataDir.path, { limits });
  expect(await sendersOf(again.url)).toEqual(counted);
});
