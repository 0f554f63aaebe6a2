import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { databaseStatus, logPage, type DatabaseStatus } from '@sightglass/model/rest';
import { startPostgresServer } from '../examples/flights/src/warehouse/postgres/server.ts';
import { createDataDir, startServerProcess, type ServerProcess } from './_server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const readDependency = async ({ url }: ServerProcess): Promise<DatabaseStatus> => {
  const response = await fetch(`${url}/api/v1/dependencies/warehouse`);
  return databaseStatus.parse(await response.json());
};
const changes = async ({ url }: ServerProcess): Promise<string[]> => {
  const response = await fetch(`${url}/api/v1/logs?q=${encodeURIComponent('event:pipeline.dependency.state.changed')}`);
  return logPage.parse(await response.json()).items.map(({ body }) => String(body).replace(/:.*/s, ''));
};
const until = (server: ServerProcess, state: string) =>
  expect.poll(async () => (await readDependency(server)).state, { timeout: 40_000 }).toBe(state);

it('a server that is killed and started again knows what was up and what was down, and since when', async () => {
  const configFile = join(temporaryFolder(), 'sightglass.yaml');
  await using postgres = await startPostgresServer();
  process.env['DEPENDENCY_RESTART_URL'] = postgres.url;
  await writeFile(
    configFile,
    'dependencies:\n  - { name: warehouse, url: "env:DEPENDENCY_RESTART_URL", interval: 1s, slow: 60s }\n',
  );
  await using data = await createDataDir();

  const first = await startServerProcess(data.path, { configFile });
  await until(first, 'up');
  await postgres.crash();
  await until(first, 'down');
  const before = await readDependency(first);
  await first.end('SIGKILL');

  const second = await startServerProcess(data.path, { configFile });
  const after = await readDependency(second);
  expect(after).toMatchObject({ state: 'down', since: before.since });
  expect(after.recentChecks.map(({ checkedAt }) => checkedAt)).toContain(before.recentChecks.at(-1)?.checkedAt);
  expect(after.lastCheck).toMatchObject({ ok: false });
  await postgres.restart();
  await until(second, 'up');
  const up = await readDependency(second);
  await second.end('SIGKILL');

  await using third = await startServerProcess(data.path, { configFile });
  expect(await readDependency(third)).toMatchObject({ state: 'up', since: up.since });
  await expect
    .poll(async () => (await changes(third)).at(0), { timeout: 20_000 })
    .toBe('warehouse is up, was degraded');
  expect((await changes(third)).filter((body) => body.endsWith('was unknown'))).toHaveLength(1);
}, 180_000);
