import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

/** Codes as they come: by a browser that is led to a port of this machine, or typed. */
export interface CodeSource extends AsyncDisposable {
  readonly port: number;
  readonly codes: AsyncIterableIterator<string>;
}

const done = 'You can close this page and go back to the terminal.';

/** Waits on loopback and on the standard input. `codes` ends when `signal` is aborted. */
export const awaitCodes = async (signal: AbortSignal): Promise<CodeSource> => {
  const waiting: string[] = [];
  let wake = (): void => {};
  const take = (code: string): void => {
    waiting.push(code);
    wake();
  };
  const server = createServer((request, response) => {
    const code = new URL(request.url ?? '', 'http://here').searchParams.get('code');
    response.writeHead(code === null ? 404 : 200, { 'content-type': 'text/plain', 'referrer-policy': 'no-referrer' });
    response.end(code === null ? '' : done);
    if (code !== null) take(code);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    if (line.trim() !== '') take(line.trim());
  });
  signal.addEventListener('abort', () => wake(), { once: true });
  const next = (): Promise<void> => new Promise((resolve) => (wake = resolve));
  const codes = async function* (): AsyncIterableIterator<string> {
    while (!signal.aborted) {
      const code = waiting.shift();
      if (code === undefined) await next();
      else yield code;
    }
  };
  return {
    port: (server.address() as AddressInfo).port,
    codes: codes(),
    async [Symbol.asyncDispose]() {
      lines.close();
      process.stdin.unref?.();
      server.close();
      server.closeAllConnections();
    },
  };
};
