import { connect, constants, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2';
import { expect, it } from 'vitest';
import { logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { statusOf } from './_api.ts';
import { watchMemory } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const mebibyte = 1_048_576;
const exports = 60;
const mostGrowthBytes = 700 * mebibyte;

/** One message of 15 MiB, framed as gRPC does. */
const message = (): Buffer => {
  const line = 'x'.repeat(mebibyte - 100);
  const body = logsRequest(Array.from({ length: 15 }, () => ({ body: text(line) })));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
};

/** An export of which all but the last byte has been sent, or that has been refused. */
const begin = async (session: ClientHttp2Session, framed: Buffer) => {
  let answer: IncomingHttpHeaders = {};
  const stream = session.request({
    ':method': 'POST',
    ':path': '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const keep = (headers: IncomingHttpHeaders): void => void (answer = { ...answer, ...headers });
  stream
    .on('response', keep)
    .on('trailers', keep)
    .on('error', () => {});
  const closed = new Promise<void>((resolve) => stream.once('close', resolve));
  stream.resume();
  await new Promise<void>((resolve) => stream.write(framed.subarray(0, -1), () => resolve()));
  return {
    async end(): Promise<IncomingHttpHeaders> {
      if (!stream.closed) stream.end(framed.subarray(-1));
      await closed;
      return { ...answer, reset: `${stream.rstCode}` };
    },
  };
};

it('sixty large exports over gRPC at once: what does not fit is refused and may come again, and memory stays bounded', async () => {
  await using dataDir = await createDataDir();
  await using server = await startServerProcess(dataDir.path);
  const memory = watchMemory(server.pid);
  const framed = message();
  const sessions = Array.from({ length: 6 }, () => connect(server.grpcUrl, { maxSessionMemory: 10_000 }));
  const begun = await Promise.all(
    Array.from({ length: exports }, (_, index) =>
      begin(sessions[index % sessions.length] as ClientHttp2Session, framed),
    ),
  );
  const answers = await Promise.all(begun.map(({ end }) => end()));
  for (const session of sessions) session.close();
  const growth = memory.end();
  const withStatus = (status: number) => answers.filter((answer) => answer['grpc-status'] === `${status}`);
  expect(withStatus(0).length + withStatus(8).length).toBe(exports);
  expect(withStatus(0).length).toBeGreaterThan(0);
  expect(withStatus(8).length).toBeGreaterThan(0);
  for (const refused of withStatus(8)) {
    expect(refused['retry-after']).toBe('1');
    expect(Buffer.from(refused['grpc-status-details-bin'] as string, 'base64').toString('latin1')).toContain(
      'google.rpc.RetryInfo',
    );
    expect(refused['reset']).toBe(`${constants.NGHTTP2_NO_ERROR}`);
  }
  expect(growth).toBeLessThan(mostGrowthBytes);
  expect(await statusOf(server.url, '/readyz')).toBe(200);
});
