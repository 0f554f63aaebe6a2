import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CliWorkspace, createCliWorkspace } from '../packages/cli/testing/run-cli.ts';
import { startTestPostgres, type TestPostgres } from '../packages/server/src/storage/state/_postgres.ts';
import { runsOf } from './_api.ts';
import { startRun } from './_backups.ts';
import { untilLoaded } from './_load.ts';
import { createDataDir, type DataDir, startServerProcess } from './_server.ts';

let postgres: TestPostgres;
let data: DataDir;
let space: CliWorkspace;
beforeAll(async () => {
  [postgres, data, space] = await Promise.all([startTestPostgres(), createDataDir(), createCliWorkspace()]);
});
afterAll(async () => {
  await space?.[Symbol.asyncDispose]();
  await data?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
});

/** As a dump and its restore would: `pg_dump` of this machine may be older than the server. */
const copyDatabase = async (name: string): Promise<string> => {
  const url = new URL(postgres.url);
  const database = new Client({ connectionString: Object.assign(new URL(url), { pathname: '/template1' }).href });
  await database.connect();
  await database.query(`CREATE DATABASE ${name} TEMPLATE ${url.pathname.slice(1)}`);
  await database.end();
  return Object.assign(url, { pathname: `/${name}` }).href;
};

it('with a PostgreSQL of its own a backup has the telemetry, says where the state is, and both together are the server of before', async () => {
  const file = join(space.dir, 'own.tar.zst');
  const target = join(space.dir, 'elsewhere');
  const hold = { reason: 'kept', namespace: null, pipeline: 'orders', from: '2026-01-01T00:00:00Z', to: null };
  {
    await using server = await startServerProcess(data.path, { env: { SIGHTGLASS_POSTGRES_URL: postgres.url } });
    await startRun(server.url, 'run-1');
    await untilLoaded(server.url);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(hold);
    expect((await fetch(`${server.url}/api/v1/legal-holds`, { method: 'POST', headers, body })).status).toBe(201);
    const taken = await space.runHere(['backup', file, '--url', server.url, '--json']);
    expect([taken.code, taken.stderr]).toEqual([0, '']);
    expect(JSON.parse(taken.stdout.toString())).toMatchObject({ state: null, migrations: { state: null } });
    await startRun(server.url, 'run-of-later');
  }
  const stateUrl = await copyDatabase('restored');
  const restored = await space.runHere(['restore', file, '--into', target]);
  expect([restored.code, restored.stderr]).toEqual([0, '']);
  expect(restored.stdout.toString()).toMatch(/state +not in it[^]*Next: restore the dump of its PostgreSQL/u);
  await using server = await startServerProcess(target, { env: { SIGHTGLASS_POSTGRES_URL: stateUrl } });
  await untilLoaded(server.url);
  expect((await runsOf(server.url, 'orders')).map(({ runId }) => runId)).toEqual(['run-1']);
  const holds = (await (await fetch(`${server.url}/api/v1/legal-holds`)).json()) as { items: object[] };
  expect(holds.items).toMatchObject([{ reason: 'kept' }]);
  const log = await (await fetch(`${server.url}/api/v1/access-log?action=backup`)).text();
  expect(log).toContain('backup.taken');
});
