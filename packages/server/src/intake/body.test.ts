import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBody } from './body.ts';
import { createMemoryBudget } from './memory-budget.ts';

const mebibyte = 1_048_576;
const limits = { mostBytes: 16 * mebibyte, mostDecodedBytes: 16 * mebibyte, readTimeoutMs: 20_000 };
const { openHold, usedBytes } = createMemoryBudget(16 * mebibyte);

/** Answers a body with itself. */
const server = createServer((request, response) => {
  const answer = async (): Promise<void> => {
    using hold = openHold();
    response.end(Buffer.from(await readBody(request, limits, hold)));
  };
  answer().catch(() => response.writeHead(429, { connection: 'close' }).end());
});
const sockets: Socket[] = [];
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const post = async (body: Uint8Array): Promise<Buffer> => {
  const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: body as Uint8Array<ArrayBuffer> });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};

test('what is promised and not sent takes no room from others', async () => {
  for (let sender = 0; sender < 40; sender += 1) {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    await new Promise<void>((resolve) =>
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${16 * mebibyte}\r\n\r\n`, () => resolve()),
    );
  }
  const body = Buffer.alloc(5 * mebibyte, 'rows');
  expect((await post(body)).equals(body)).toBe(true);
});

test('bodies that stop in the middle make room for one that comes, without waiting for the end of their time', async () => {
  for (let sender = 0; sender < 20; sender += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    sockets.push(socket);
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${2 * mebibyte}\r\n\r\n`);
    socket.write(Buffer.alloc(mebibyte, 'half'));
  }
  await expect.poll(usedBytes, { timeout: 60_000 }).toBe(16 * mebibyte);
  const body = Buffer.alloc(3 * mebibyte, 'rows');
  const answer = () => fetch(`http://127.0.0.1:${port}`, { method: 'POST', body }).then(({ status }) => status);
  await expect.poll(answer, { timeout: 60_000 }).toBe(200);
});

test('a body of any length arrives as it was sent, and its memory is given back', async () => {
  const lengths = fc.oneof(fc.integer({ min: 0, max: 4 * mebibyte }), fc.constantFrom(mebibyte, mebibyte + 1));
  await fc.assert(
    fc.asyncProperty(lengths, async (length) => {
      const body = Buffer.alloc(length, 'abcdefg');
      expect((await post(body)).equals(body)).toBe(true);
    }),
    { numRuns: 30 },
  );
  using whole = openHold();
  whole.grow(16 * mebibyte);
  expect(usedBytes()).toBe(16 * mebibyte);
});
