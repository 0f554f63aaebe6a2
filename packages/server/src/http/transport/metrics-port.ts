import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export interface MetricsPort extends AsyncDisposable {
  readonly url: string;
}

const host = '127.0.0.1';

/** `/metrics` on a port of its own of this machine, for a scraper without a token. Rejects where the port is taken. */
export const openMetricsPort = async (registry: Registry, port: number): Promise<MetricsPort> => {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics' || !isOwnName(request.headers.host)) return void response.writeHead(404).end();
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/metrics`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** A page whose name was pointed at this machine reads nothing. */
const isOwnName = (shown = ''): boolean => /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/i.test(shown);
