import { expect, it } from 'vitest';
import { statusOf } from './_api.ts';
import { isAlive } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

it('refuses to start on the data of a running server, which goes on undisturbed, and starts once that is gone', async () => {
  await using dataDir = await createDataDir();
  await using first = await startServerProcess(dataDir.path);
  const engine = await first.enginePid();

  await expect(startServerProcess(dataDir.path)).rejects.toThrow(
    new RegExp(`${dataDir.path} is in use by another Sightglass server \\(process ${first.pid}\\)`),
  );
  expect(isAlive(engine)).toBe(true);
  expect(await first.enginePid()).toBe(engine);
  expect(await statusOf(first.url, '/readyz')).toBe(200);

  await first.end('SIGKILL');
  await using second = await startServerProcess(dataDir.path);
  expect(await statusOf(second.url, '/readyz')).toBe(200);
}, 180_000);

it('lets exactly one of several servers start that are started at once', async () => {
  await using dataDir = await createDataDir();
  const outcomes = await Promise.allSettled(Array.from({ length: 3 }, () => startServerProcess(dataDir.path)));
  const started = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value);
  await using _server = started[0];
  expect(started).toHaveLength(1);
}, 180_000);
