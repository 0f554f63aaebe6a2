import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { metric, statusOf } from './_api.ts';
import { auditOf, nothingWrong, startLoad, untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';
import { times } from './times.ts';

/** A hang is noticed after 15 s at most; the rest is for a busy machine. */
const recoveryMs = 45_000;
const answerWithinMs = 45_000;
const probeWithinMs = 10_000;

const queries = ['/api/v1/logs', '/api/v1/logs/count', '/api/v1/runs', '/api/v1/pipelines', '/api/v1/logs?q=x'];

const within = async <Answer>(withinMs: number, answering: Promise<Answer>): Promise<Answer> => {
  const startedAt = performance.now();
  const answer = await answering;
  expect(performance.now() - startedAt).toBeLessThan(withinMs);
  return answer;
};

/** While the engine hangs, queries end, probes answer, and the server says that it is not ready. */
const expectBounds = async (url: string): Promise<void> => {
  const answers = Promise.allSettled(queries.map((path) => within(answerWithinMs, statusOf(url, path))));
  expect(await within(probeWithinMs, statusOf(url, '/healthz'))).toBe(200);
  expect(await within(probeWithinMs, statusOf(url, '/metrics'))).toBe(200);
  const isReady = async () => (await within(probeWithinMs, statusOf(url, '/readyz'))) === 200;
  await until('the server is not ready any more', async () => !(await isReady()));
  for (const answer of await answers) {
    expect(answer).toMatchObject({ status: 'fulfilled', value: expect.toBeOneOf([200, 503, 504]) });
  }
};

const faults = [...Array.from({ length: times(1) }, () => 'SIGKILL' as const), 'SIGSTOP'] as const;

it(
  `loses and doubles nothing when its engine gets ${faults.join(', ')} under load, takes records meanwhile, and answers within bounds`,
  async () => {
    await using dataDir = await createDataDir();
    await using server = await startServerProcess(dataDir.path);
    const load = startLoad({ url: () => server.url });
    for (const [index, signal] of faults.entries()) {
      await delay(Math.random() * 1_000);
      await until('there is an engine to be killed', async () => isKilled(await server.enginePid(), signal));
      const bounds = signal === 'SIGSTOP' ? expectBounds(server.url) : Promise.resolve();
      bounds.catch(() => {});
      const atFault = load.acknowledged.size;
      await until('records are acknowledged while the engine is away', () => load.acknowledged.size > atFault + 200);
      await until(
        'the fault is noticed', // before that the server takes the engine for ready
        async () => (await metric(server.url, 'sightglass_engine_restarts_total')) > index,
        { withinMs: recoveryMs },
      );
      await bounds;
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
    expect(await metric(server.url, 'sightglass_engine_restarts_total')).toBeGreaterThanOrEqual(faults.length);
  },
  times(180_000),
);

/** False when it has ended in the meantime. */
const isKilled = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
};
