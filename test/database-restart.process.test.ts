import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { databaseStatus, logPage, type DatabaseStatus } from '@sightglass/model/rest';
import { startPostgresServer } from '../examples/flights/src/warehouse/postgres/server.ts';
import { untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess, type ServerProcess } from './_server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const readDatabase = async ({ url }: ServerProcess, name: string): Promise<DatabaseStatus> => {
  const response = await fetch(`${url}/api/v1/dependencies/${name}`);
  return databaseStatus.parse(await response.json());
};
const changes = async ({ url }: ServerProcess): Promise<string[]> => {
  const response = await fetch(`${url}/api/v1/logs?q=${encodeURIComponent('event:pipeline.dependency.state.changed')}`);
  return logPage.parse(await response.json()).items.map(({ body }) => String(body).replace(/:.*/s, ''));
};
const untilIs = (server: ServerProcess, name: string, state: string): Promise<void> =>
  until(`${name} is ${state}`, async () => (await readDatabase(server, name)).state === state);

it('a server that is killed and started again knows what was up and what was down, and since when', async () => {
  const configFile = join(temporaryFolder(), 'sightglass.yaml');
  await using postgres = await startPostgresServer();
  process.env['DEPENDENCY_RESTART_URL'] = postgres.url;
  await writeFile(
    configFile,
    `dependencies:
  - { name: warehouse, url: "env:DEPENDENCY_RESTART_URL", interval: 1s, slow: 60s }
  - { name: archive, url: "postgres://u@127.0.0.1:1/x", interval: 1s, slow: 60s }
`,
  );
  await using data = await createDataDir();

  const first = await startServerProcess(data.path, { configFile });
  await untilIs(first, 'warehouse', 'up');
  await untilIs(first, 'archive', 'down');
  const [up, down] = [await readDatabase(first, 'warehouse'), await readDatabase(first, 'archive')];
  await untilLoaded(first.url);
  await first.end('SIGKILL');

  await using second = await startServerProcess(data.path, { configFile });
  const after = await readDatabase(second, 'archive');
  expect(after).toMatchObject({ state: 'down', since: down.since });
  expect(after.recentChecks.map(({ checkedAt }) => checkedAt)).toContain(down.recentChecks.at(-1)?.checkedAt);
  expect(after.lastCheck).toMatchObject({ ok: false });
  expect(await readDatabase(second, 'warehouse')).toMatchObject({ state: 'up', since: up.since });
  await postgres.crash();
  await untilIs(second, 'warehouse', 'down');
  await until('the change is told', async () => (await changes(second))[0] === 'warehouse is down, was degraded');
  const told = await changes(second);
  expect(told.toReversed().filter((body) => body.startsWith('warehouse'))).toEqual([
    'warehouse is up, was unknown',
    'warehouse is degraded, was up',
    'warehouse is down, was degraded',
  ]);
  expect(told.filter((body) => body.startsWith('archive') && body.endsWith('was unknown'))).toHaveLength(1);
});
