import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createHttpPoster } from './http-post.ts';

const listening = async (answer: RequestListener) => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const poster = createHttpPoster({ url, headers: {}, requestTimeoutMs: 5_000 });
  return {
    post: () => poster.post(Buffer.from('a'), {}),
    [Symbol.asyncDispose]: async () => {
      poster.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

it('a connection that the server has closed meanwhile is replaced at once', async () => {
  const used = new Set<Socket>();
  let requests = 0;
  await using server = await listening((request, response) => {
    requests += 1;
    if (used.has(request.socket)) return void request.socket.destroy();
    used.add(request.socket);
    response.end();
  });
  expect((await server.post()).status).toBe(200);
  expect((await server.post()).status).toBe(200);
  expect({ requests, connections: used.size }).toEqual({ requests: 3, connections: 2 });
});

it('a server that hangs up on a new connection is not asked twice', async () => {
  let requests = 0;
  await using server = await listening((request) => {
    requests += 1;
    request.socket.destroy();
  });
  await expect(server.post()).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(requests).toBe(1);
});
