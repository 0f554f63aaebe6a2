import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseList, runPage } from '@sightglass/model/rest';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { startTestPostgres } from '../packages/server/src/storage/state/_postgres.ts';
import { metric, statusOf } from './_api.ts';
import { isAlive, until } from './_processes.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { createDataDir, startServerProcess, type ServerProcess } from './_server.ts';

const configOf = (address: string): string => `
auditTables:
  - name: dwh
    url: postgres://sightglass:\${DWH_PASSWORD}@${address}/postgres
    table: job_log
    columns: { runId: id, pipeline: job, startedAt: begun, finishedAt: ended, state: status }
    cursor: { column: id }
    every: 1 s
dependencies:
  - name: warehouse
    url: postgres://sightglass:\${DWH_PASSWORD}@${address}/postgres
    interval: 2 s
`;

type ServerOptions = Parameters<typeof startServerProcess>[1];

/** The only one of several that starts, when all are started at once on the same data. */
const startOneOf = async (count: number, dataDir: string, options: ServerOptions): Promise<ServerProcess> => {
  const outcomes = await Promise.allSettled(Array.from({ length: count }, () => startServerProcess(dataDir, options)));
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(started).toHaveLength(1);
  return started[0] as ServerProcess;
};

it('lets one server use a data folder, and of two on one state one read the audit tables; when it is killed the other goes on, and no row is lost or twice there', async () => {
  await using postgres = await startTestPostgres();
  const database = new Client({ connectionString: postgres.url });
  await database.connect();
  await using closing = new AsyncDisposableStack();
  closing.defer(() => database.end());
  await database.query(
    'CREATE TABLE job_log (id bigserial PRIMARY KEY, job text, begun timestamp, ended timestamp, status text)',
  );
  const insert = (count: number) =>
    database.query(
      `INSERT INTO job_log (job, begun, ended, status)
       SELECT 'orders', '2026-03-01 03:00', '2026-03-01 03:10', 'succeeded' FROM generate_series(1, $1)`,
      [count],
    );
  const configFile = join(temporaryFolder(), 'sightglass.yaml');
  await writeFile(configFile, configOf(new URL(postgres.url).host));
  const options = { configFile, env: { DWH_PASSWORD: 'sightglass', SIGHTGLASS_POSTGRES_URL: postgres.url } };
  const rowsOn = async (url: string): Promise<number[]> => {
    const response = await fetch(`${url}/api/v1/runs?limit=500`);
    return runPage
      .parse(await response.json())
      .items.map(({ runId }) => Number(runId.split(':')[1]))
      .toSorted((a, b) => a - b);
  };
  const leads = async (url: string) => (await metric(url, 'sightglass_leader')) === 1;

  await using firstDir = await createDataDir();
  await using secondDir = await createDataDir();
  await using first = await startOneOf(2, firstDir.path, options);
  const engine = await first.enginePid();
  await expect(startServerProcess(firstDir.path, options)).rejects.toThrow(
    new RegExp(`${firstDir.path} is in use by another Sightglass server \\(process ${first.pid}\\)`),
  );
  expect([isAlive(engine), await first.enginePid()]).toEqual([true, engine]);
  expect(await statusOf(first.url, '/readyz')).toBe(200);
  await using second = await startServerProcess(secondDir.path, options);
  expect([await leads(first.url), await leads(second.url)]).toEqual([true, false]);
  await insert(3);
  await until('the leader has read the rows', async () => (await rowsOn(first.url)).length === 3);
  await until('the other one knows from it that the database is up', async () => {
    const { items } = databaseList.parse(await (await fetch(`${second.url}/api/v1/dependencies`)).json());
    return items[0]?.state === 'up';
  });

  await first.end('SIGKILL');
  await insert(2);
  await until('the other one has read the new rows', async () => (await rowsOn(second.url)).length >= 2);
  await using again = await startServerProcess(firstDir.path, options);
  expect([await leads(again.url), await leads(second.url)]).toEqual([false, true]);
  await insert(1);
  await until('it goes on with the next row', async () => (await rowsOn(second.url)).includes(6));
  expect(await rowsOn(again.url)).toEqual([1, 2, 3]);
  expect(await rowsOn(second.url)).toEqual([4, 5, 6]);
});
