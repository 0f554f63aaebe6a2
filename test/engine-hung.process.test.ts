import { expect, it } from 'vitest';
import { logCount, statusOf } from './_api.ts';
import { startLoad, untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const answerWithinMs = 45_000;
const probeWithinMs = 10_000;

const queries = ['/api/v1/logs', '/api/v1/logs/count', '/api/v1/runs', '/api/v1/pipelines', '/api/v1/logs?q=x'];

const within = async <Answer>(withinMs: number, answering: Promise<Answer>): Promise<Answer> => {
  const startedAt = performance.now();
  const answer = await answering;
  expect(performance.now() - startedAt).toBeLessThan(withinMs);
  return answer;
};

it('answers within bounds while the engine hangs, says that it is not ready, and recovers', async () => {
  await using dataDir = await createDataDir();
  await using server = await startServerProcess(dataDir.path);
  const load = startLoad({ url: () => server.url });
  await until('there are records', () => load.acknowledged.size > 500);
  await load.stop();
  await untilLoaded(server.url);
  expect(await statusOf(server.url, '/readyz')).toBe(200);

  process.kill(await server.enginePid(), 'SIGSTOP');
  const answers = Promise.allSettled(queries.map((path) => within(answerWithinMs, statusOf(server.url, path))));
  expect(await within(probeWithinMs, statusOf(server.url, '/healthz'))).toBe(200);
  expect(await within(probeWithinMs, statusOf(server.url, '/metrics'))).toBe(200);
  const isReady = async () => (await within(probeWithinMs, statusOf(server.url, '/readyz'))) === 200;
  await until('the server is not ready any more', async () => !(await isReady()));
  for (const answer of await answers) {
    expect(answer).toMatchObject({ status: 'fulfilled', value: expect.toBeOneOf([200, 503, 504]) });
  }

  await until('the server is ready again', isReady);
  expect(await logCount(server.url)).toBe(load.acknowledged.size);
}, 180_000);
