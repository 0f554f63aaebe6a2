import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { metric, statusOf } from './_api.ts';
import { auditOf, nothingWrong, startLoad, untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';
import { times } from './times.ts';

/** A hang is noticed after 15 s at most; the rest is for a busy machine. */
const recoveryMs = 45_000;

describe('the engine under load', () => {
  it.each([
    { name: 'killed again and again', signal: 'SIGKILL', kills: times(2) },
    { name: 'stopped', signal: 'SIGSTOP', kills: 1 },
  ] as const)(
    'loses and doubles nothing when $name, and records are taken meanwhile',
    async ({ signal, kills }) => {
      await using dataDir = await createDataDir();
      await using server = await startServerProcess(dataDir.path);
      const load = startLoad({ url: () => server.url });
      for (let kill = 0; kill < kills; kill += 1) {
        await delay(Math.random() * 1_000);
        process.kill(await server.enginePid(), signal);
        const atFault = load.acknowledged.size;
        await until('records are acknowledged while the engine is away', () => load.acknowledged.size > atFault + 200, {
          withinMs: 10_000,
        });
        await until(
          'the fault is noticed', // before that the server takes the engine for ready
          async () => (await metric(server.url, 'sightglass_engine_restarts_total')) > kill,
          { withinMs: recoveryMs },
        );
        await until('the engine is back', async () => (await statusOf(server.url, '/readyz')) === 200, {
          withinMs: recoveryMs,
        });
      }
      const loadedBefore = await metric(server.url, 'sightglass_segments_loaded_total');
      await until(
        'segments are loaded again',
        async () => (await metric(server.url, 'sightglass_segments_loaded_total')) > loadedBefore,
        { withinMs: recoveryMs },
      );
      await load.stop();
      await untilLoaded(server.url);

      expect(await auditOf(server.url, load)).toEqual(nothingWrong);
      expect(load.acknowledged).toEqual(load.sent);
      expect([...load.statuses.keys()]).toEqual([200]);
      expect(await metric(server.url, 'sightglass_engine_restarts_total')).toBeGreaterThanOrEqual(kills);
    },
    times(180_000),
  );
});
