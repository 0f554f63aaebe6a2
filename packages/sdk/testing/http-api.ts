import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An API as it may behave: each request is answered by `answer`, which sees how many came before it. */
export interface HttpApi extends AsyncDisposable {
  readonly url: string;
  readonly requests: { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers'] }[];
}

export type ApiAnswerer = (request: IncomingMessage, response: ServerResponse, index: number) => void;

/** A real HTTP server on a free port of loopback. */
export const startHttpApi = async (answer: ApiAnswerer): Promise<HttpApi> => {
  const requests: HttpApi['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
    answer(request, response, requests.length - 1);
  });
  server.keepAliveTimeout = 120_000; // a client that was not run for seconds would meet the end of its connection
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Answers with JSON. */
export const sendJson = (response: ServerResponse, body: unknown, status = 200, headers: object = {}): void =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
