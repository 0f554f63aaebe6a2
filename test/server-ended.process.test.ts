import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { auditOf, nothingWrong, startLoad, untilLoaded } from './_load.ts';
import { isAlive, until } from './_processes.ts';
import { createDataDir, startServerProcess, type ServerProcess } from './_server.ts';
import { times } from './times.ts';

/** A hung engine is given up after seconds; a busy machine stretches that. A server that hung with it would never end. */
const endWithinMs = 90_000;

/** One client that says nothing, and one in the middle of a body. */
const holdConnections = ({ url }: ServerProcess): Disposable => {
  const port = Number(new URL(url).port);
  const [idle, slow] = [0, 1].map(() => connect(port, '127.0.0.1').on('error', () => {}));
  slow?.write(
    'POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\nContent-Length: 10\r\n\r\nabc',
  );
  return {
    [Symbol.dispose]: () => {
      idle?.destroy();
      slow?.destroy();
    },
  };
};

const endings = [
  ...Array.from({ length: times(1) }, () => ({ signal: 'SIGKILL', engine: 'working' }) as const),
  { signal: 'SIGTERM', engine: 'working' },
  { signal: 'SIGINT', engine: 'hung' },
] as const;

it(
  `under load, a server ended by ${endings.map(({ signal, engine }) => `${signal} with its engine ${engine}`).join(', ')}, and started again each time, keeps what it acknowledged exactly once; told to end, it exits with 0 in a few seconds`,
  async () => {
    await using dataDir = await createDataDir();
    let server = await startServerProcess(dataDir.path);
    const load = startLoad({ url: () => server.url });
    const untilMore = (): Promise<void> => {
      const before = load.acknowledged.size;
      return until('records are acknowledged', () => load.acknowledged.size > before + 300);
    };
    for (const { signal, engine } of endings) {
      await untilMore();
      await delay(Math.random() * 1_000);
      using _connections = holdConnections(server);
      const enginePid = await server.enginePid();
      if (engine === 'hung') {
        process.kill(enginePid, 'SIGSTOP');
        await untilMore();
      }
      const signalledAt = performance.now();
      const ended = await server.end(signal);
      if (signal !== 'SIGKILL') {
        expect(ended).toEqual({ code: 0, signal: null });
        expect(performance.now() - signalledAt).toBeLessThan(endWithinMs);
      }
      expect(isAlive(enginePid)).toBe(false);
      server = await startServerProcess(dataDir.path);
    }
    await load.stop();
    await using _last = server;
    await untilLoaded(server.url);
    expect(await auditOf(server.url, load)).toEqual(nothingWrong);
  },
  times(360_000),
);
