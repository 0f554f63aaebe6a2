import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { logCount } from './_api.ts';
import { auditOf, nothingWrong, startLoad, untilLoaded } from './_load.ts';
import { createDataDir, startServerProcess } from './_server.ts';
import { times } from './times.ts';

const kills = times(2);

it(
  `keeps every acknowledged record exactly once through ${kills} SIGKILLs of the server during load`,
  async () => {
    await using dataDir = await createDataDir();
    let server = await startServerProcess(dataDir.path);
    const load = startLoad({ url: () => server.url });
    for (let kill = 0; kill < kills; kill += 1) {
      const before = load.acknowledged.size;
      await expect.poll(() => load.acknowledged.size, { timeout: 20_000 }).toBeGreaterThan(before);
      await delay(Math.random() * 1_500);
      await server.end('SIGKILL');
      server = await startServerProcess(dataDir.path);
    }
    await load.stop();
    await using _last = server;
    await untilLoaded(server.url);

    expect(await auditOf(server.url, load)).toEqual(nothingWrong);
    expect(await logCount(server.url)).toBeGreaterThanOrEqual(load.acknowledged.size);
    expect(load.acknowledged.size).toBeGreaterThan(0);
  },
  times(180_000),
);
