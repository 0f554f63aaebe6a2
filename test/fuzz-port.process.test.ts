import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIdAt } from '@sightglass/model';
import { eventsRequest, runEvents } from '../packages/server/src/rooms/runs/_runs.ts';
import { lifecycleRecord } from '../packages/server/src/wire/_arbitrary.ts';
import { logsRequest, text } from '../packages/server/src/wire/_sample.ts';
import { logCount, metric, statusOf } from './_api.ts';
import { untilLoaded } from './_load.ts';
import { isAlive, peakBytes } from './_processes.ts';
import { createDataDir, startServerProcess, type DataDir, type ServerProcess } from './_server.ts';
import { times } from './times.ts';

const cases = times(600);
const mostGrowthBytes = 300 * 1_048_576;
const answerTimeoutMs = 250;

let dataDir: DataDir;
let server: ServerProcess;
let idleBytes: number;
beforeAll(async () => {
  dataDir = await createDataDir();
  server = await startServerProcess(dataDir.path);
  idleBytes = await peakBytes(server.pid);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await dataDir[Symbol.asyncDispose]();
});

const port = (): number => Number(new URL(server.url).port);
const good = Buffer.from(logsRequest([{ body: text('good') }]));
const postGood = async (): Promise<number> => {
  const headers = { 'content-type': 'application/x-protobuf' };
  return (await fetch(`${server.url}/v1/logs`, { method: 'POST', headers, body: good })).status;
};

/** Writes the bytes and answers what comes back until the server ends or nothing has come for a while. */
const exchange = (bytes: Uint8Array, closing: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(port(), '127.0.0.1', () => {
      socket.write(bytes);
      if (closing === 'half') socket.end();
      if (closing === 'reset') socket.resetAndDestroy();
    });
    socket.setTimeout(answerTimeoutMs, () => socket.destroy());
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });

const word = fc.string({ unit: 'binary-ascii', maxLength: 20 });
const header = fc.oneof(
  fc.tuple(
    fc.constant('Content-Type'),
    fc.constantFrom('application/x-protobuf', 'application/json', 'text/csv', '', ';;;'),
  ),
  fc.tuple(
    fc.constant('Content-Encoding'),
    fc.constantFrom('gzip', 'zstd', 'br', 'deflate', 'identity', 'gzip, gzip', 'x', ''),
  ),
  fc.tuple(
    fc.constant('Content-Length'),
    fc.constantFrom('0', '5', '-1', '99999999999999999999', '1e3', 'x', '16777217'),
  ),
  fc.tuple(fc.constant('Transfer-Encoding'), fc.constantFrom('chunked', 'gzip, chunked', 'identity', 'x')),
  fc.tuple(fc.constantFrom('Idempotency-Key', 'Expect', 'Upgrade', 'Connection', 'Host', 'Accept-Encoding'), word),
  fc.tuple(word, word),
);
const path = fc.oneof(
  fc.constantFrom(
    '/v1/logs',
    '/v1/traces',
    '/v1/metrics',
    '/v1/',
    '/v1/nothing',
    '/api/v1/logs?q=',
    '/metrics',
    '*',
    '//',
    '/%',
  ),
  word,
);
const payload = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.constant(good),
  fc.constant(gzipSync(good)),
  fc.constant(gzipSync(good).subarray(0, 30)),
  fc
    .constantFrom('5\r\nabcde\r\n0\r\n\r\n', 'ffffffff\r\n', 'g\r\n', '0\r\n\r\n', '{"resourceLogs":[{}]}', '[')
    .map((part) => Buffer.from(part)),
);
const request = fc
  .record({
    method: fc.constantFrom('POST', 'GET', 'PUT', 'OPTIONS', 'BREW', ''),
    path,
    headers: fc.array(header, { maxLength: 6 }),
    payload,
  })
  .map(({ method, path: to, headers, payload: body }) => {
    const lines = headers.map(([name, value]) => `${name}: ${value}`);
    return Buffer.concat([
      Buffer.from(`${[`${method} ${to} HTTP/1.1`, 'Host: localhost', ...lines].join('\r\n')}\r\n\r\n`),
      body,
    ]);
  });
const anything = fc.oneof(
  { weight: 4, arbitrary: request },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 500 }) },
);

const raw = (text: string) => ({ bytes: Buffer.from(text), closing: 'open' as const });

describe('the port', () => {
  it(`stays up and answers by HTTP or not at all, whatever ${cases} senders write`, async () => {
    const given = fc.record({ bytes: anything, closing: fc.constantFrom('open', 'open', 'half', 'reset') });
    const known = [raw('GET /v1/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n'), raw('not HTTP\r\n\r\n')];
    const all = [...fc.sample(given, cases), ...known];
    const answers: string[] = [];
    const sender = async (): Promise<void> => {
      for (let one = all.pop(); one !== undefined; one = all.pop())
        answers.push(await exchange(one.bytes, one.closing));
    };
    await Promise.all(Array.from({ length: 32 }, sender));

    expect(answers.filter((answer) => answer !== '' && !answer.startsWith('HTTP/1.1 '))).toEqual([]);
    expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 500'))).toEqual([]);
    const statuses = new Set(answers.map((answer) => answer.slice('HTTP/1.1 '.length, 12)));
    expect([...statuses]).toEqual(expect.arrayContaining(['400', '404'])); // others are up to chance
    expect(await postGood()).toBe(200);
    expect(isAlive(server.pid)).toBe(true);
    expect((await peakBytes(server.pid)) - idleBytes).toBeLessThan(mostGrowthBytes);
  });

  it('serves others while a hundred senders drip their bytes', async () => {
    const head =
      'POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\nContent-Length: 1000\r\n\r\n';
    const sockets = Array.from({ length: 100 }, (_, index) => {
      const socket = connect(port(), '127.0.0.1').on('error', () => {});
      socket.write(index % 2 === 0 ? head.slice(0, 40) : head);
      return socket;
    });
    for (let round = 0; round < 20; round += 1) {
      for (const socket of sockets) socket.write(randomBytes(1).toString('hex').slice(0, 1));
      expect(await postGood()).toBe(200);
      expect(await statusOf(server.url, '/healthz')).toBe(200);
    }
    for (const socket of sockets) socket.destroy();
  });

  it('keeps answering about runs when lifecycle events say anything at all', async () => {
    const headers = { 'content-type': 'application/x-protobuf' };
    let sent = 0;
    const before = await logCount(server.url);
    await untilLoaded(server.url);
    const stored = await logCount(server.url);
    expect(stored).toBeGreaterThanOrEqual(before);
    for (const records of fc.sample(fc.array(lifecycleRecord, { minLength: 5, maxLength: 50 }), 40)) {
      const body = Buffer.from(logsRequest(records));
      expect((await fetch(`${server.url}/v1/logs`, { method: 'POST', headers, body })).status).toBe(200);
      sent += records.length;
    }
    await untilLoaded(server.url);
    expect(await logCount(server.url)).toBe(stored + sent);
    expect(await metric(server.url, 'sightglass_spool_quarantined_bytes_total')).toBe(0);
    const runs = (await (await fetch(`${server.url}/api/v1/runs?limit=500`)).json()) as {
      items: { namespace: string; pipeline: string; runId: string }[];
    };
    expect(runs.items.length).toBeGreaterThan(0);
    for (const { namespace, pipeline, runId } of runs.items.slice(0, times(25))) {
      const [space, name, id] = [namespace, pipeline, runId].map(encodeURIComponent);
      expect(await statusOf(server.url, `/api/v1/pipelines/${space}/${name}/runs/${id}`), runId).toBe(200);
    }
    for (const list of ['pipelines', 'runs?state=lost', 'logs?limit=1000', 'logs/facets', 'logs/histogram']) {
      expect(await statusOf(server.url, `/api/v1/${list}`), list).toBe(200);
    }
  });

  it('stays up when readers leave any page at any moment', async () => {
    const { paths } = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as { paths: object };
    const ids = Array.from({ length: 20 }, (_, index) => runIdAt(Date.now() - index * 60_000));
    const body = eventsRequest(
      ids.flatMap((runId, index) => runEvents({ runId, startedAtMs: Date.now() - index * 60_000 - 40_000 })),
    );
    const headers = { 'content-type': 'application/x-protobuf' };
    expect((await fetch(`${server.url}/v1/logs`, { method: 'POST', headers, body: Buffer.from(body) })).status).toBe(
      200,
    );
    await untilLoaded(server.url);
    const [namespace, pipeline, runId = ''] = ['examples', 'flights', ids[3]];
    const known: Record<string, string> = { namespace, name: pipeline, pipeline, runId };
    const addresses = Object.keys(paths).map((each) =>
      each.replaceAll(/\{(\w+)\}/gu, (_, name: string) => encodeURIComponent(known[name] ?? 'x')),
    );
    expect(addresses.length).toBeGreaterThan(30);
    const visits = addresses.flatMap((address) => Array.from({ length: times(5) }, (_, index) => ({ address, index })));
    const reader = async (): Promise<void> => {
      for (let one = visits.pop(); one !== undefined; one = visits.pop())
        await fetch(server.url + one.address, { signal: AbortSignal.timeout(1 + one.index * 25) }).then(
          (response) => response.body?.cancel(),
          () => {},
        );
    };
    await Promise.all(Array.from({ length: 4 }, reader));
    expect(await statusOf(server.url, '/healthz')).toBe(200);
    expect(isAlive(server.pid)).toBe(true);
  });
});
