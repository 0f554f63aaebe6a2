import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/temporary-folder.ts';
import { decodedLogs } from '../_decoded.ts';
import type { EstateRequest } from '../telemetry/requests.ts';
import { playEstate } from './play.ts';

interface Received extends EstateRequest {
  readonly key: string;
}

/** A receiver that notes what comes, and answers with these statuses first. */
const startReceiver = async (statuses: number[] = []) => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const status = statuses.shift() ?? 200;
      const signal = request.url === '/v1/logs' ? 'logs' : 'traces';
      if (status === 200) received.push({ signal, body, records: 0, key: String(request.headers['idempotency-key']) });
      response.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const readBody = async (request: IncomingMessage): Promise<Buffer> => Buffer.concat(await request.toArray());

/** Nobody listens there. */
const warehouseUrl = 'postgres://someone@127.0.0.1:1/postgres';

interface Play {
  readonly url: string;
  readonly folder: string;
}

/** Plays until the history is sent, and `until` holds. */
const playUntil = async ({ url, folder }: Play, until: () => Promise<boolean> | boolean) => {
  const histories: number[] = [];
  const stop = new AbortController();
  await using play = playEstate({
    url,
    folder,
    warehouseUrl,
    signal: stop.signal,
    days: 1,
    everyMs: 20,
    onHistory: ({ records }) => histories.push(records),
  });
  await expect.poll(until, { timeout: 60_000, interval: 10 }).toBe(true);
  stop.abort();
  await play.ended;
  return histories;
};

const sentUntilMs = async (folder: string): Promise<number> =>
  (JSON.parse(await readFile(join(folder, 'estate.json'), 'utf8')) as { sentUntilMs?: number }).sentUntilMs ?? 0;

const timesOf = (received: readonly Received[]): number[] => decodedLogs(received).map(({ atMs }) => atMs);

it('sends the history once, again what was refused, and after a while away only what happened since', async () => {
  const folder = temporaryFolder();
  await using first = await startReceiver([503, 200, 429]);
  const isDone = async () => (await sentUntilMs(folder).catch(() => 0)) > 0;
  expect(await playUntil({ url: first.url, folder }, isDone)).toHaveLength(1);
  expect(new Set(first.received.map(({ key }) => key)).size).toBe(first.received.length);
  expect(timesOf(first.received).length).toBeGreaterThan(500);

  const memory = JSON.parse(await readFile(join(folder, 'estate.json'), 'utf8')) as object;
  const awayMs = 3 * 3_600_000;
  const leftAtMs = Date.now() - awayMs;
  await writeFile(join(folder, 'estate.json'), JSON.stringify({ ...memory, sentUntilMs: leftAtMs }));
  await using second = await startReceiver();
  const isCaughtUp = async () => (await sentUntilMs(folder)) > leftAtMs;
  expect(await playUntil({ url: second.url, folder }, isCaughtUp)).toEqual([]);
  const since = timesOf(second.received);
  expect(since.length).toBeGreaterThan(10);
  expect(Math.min(...since)).toBeGreaterThan(leftAtMs);
});

it('begins the history again under the same keys when it was stopped in the midst of it', async () => {
  const folder = temporaryFolder();
  await using first = await startReceiver();
  await playUntil({ url: first.url, folder }, () => first.received.length > 0);
  const { sentUntilMs: _sent, ...begun } = JSON.parse(await readFile(join(folder, 'estate.json'), 'utf8')) as Record<
    string,
    number
  >;
  await writeFile(join(folder, 'estate.json'), JSON.stringify(begun));
  await using second = await startReceiver();
  await playUntil({ url: second.url, folder }, () => second.received.length >= first.received.length);
  const [known] = first.received;
  expect(second.received.find(({ key }) => key === known?.key)?.body).toEqual(known?.body);
});

it('sends what happened since again under the same keys when it was stopped in the midst of it', async () => {
  const folder = temporaryFolder();
  const anchorMs = Date.now() - 3 * 3_600_000;
  const begun = { seed: 1, anchorMs, sinceMs: anchorMs - 24 * 3_600_000, sentUntilMs: anchorMs };
  await writeFile(join(folder, 'estate.json'), JSON.stringify(begun));
  await using first = await startReceiver([200, 503, 503, 503, 503]);
  await playUntil({ url: first.url, folder }, () => first.received.length > 0);
  expect(await sentUntilMs(folder)).toBe(anchorMs);
  await using second = await startReceiver();
  await playUntil({ url: second.url, folder }, async () => (await sentUntilMs(folder)) > anchorMs);
  const [known] = first.received;
  expect(second.received.find(({ key }) => key === known?.key)?.body).toEqual(known?.body);
});
