import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { auditOf, nothingWrong, startLoad, untilLoaded } from './_load.ts';
import { isAlive, until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const endWithinMs = 12_000;

describe('a server told to end', () => {
  it.each([
    { signal: 'SIGTERM', engine: 'working' },
    { signal: 'SIGINT', engine: 'working' },
    { signal: 'SIGTERM', engine: 'hung' },
  ] as const)(
    'by $signal under load with its engine $engine exits with 0 in a few seconds and keeps what it acknowledged',
    async ({ signal, engine }) => {
      await using dataDir = await createDataDir();
      let server = await startServerProcess(dataDir.path);
      const enginePid = await server.enginePid();
      const load = startLoad({ url: () => server.url });
      const { port } = new URL(server.url);
      const idle = connect(Number(port), '127.0.0.1').on('error', () => {});
      const slow = connect(Number(port), '127.0.0.1').on('error', () => {});
      slow.write(
        'POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\nContent-Length: 10\r\n\r\nabc',
      );
      await until('records are acknowledged', () => load.acknowledged.size > 500);
      if (engine === 'hung') process.kill(enginePid, 'SIGSTOP');
      await until('more records are acknowledged', () => load.acknowledged.size > 1_000);

      const signalledAt = performance.now();
      expect(await server.end(signal)).toEqual({ code: 0, signal: null });
      expect(performance.now() - signalledAt).toBeLessThan(endWithinMs);
      expect(isAlive(enginePid)).toBe(false);
      idle.destroy();
      slow.destroy();

      server = await startServerProcess(dataDir.path);
      await load.stop();
      await using _last = server;
      await untilLoaded(server.url);
      expect(await auditOf(server.url, load)).toEqual(nothingWrong);
    },
    180_000,
  );
});
