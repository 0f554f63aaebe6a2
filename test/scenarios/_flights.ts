import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { flightsProgram, startFlightsWorld, type ScenarioName, type WorldOptions } from '@sightglass/example-flights';
import type { RunDetail } from '@sightglass/model/rest';
import pg from 'pg';
import { runDetail, runsOf } from '../_api.ts';
import { until } from '../_processes.ts';
import { createDataDir, startServerProcess } from '../_server.ts';
import { programFile } from '../program-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const pipeline = 'daily-flights';
const mostRunMs = 120_000;

/** A server of its own that watches the warehouse and the airports API of the example, and runs of it as processes. */
export interface Flights extends AsyncDisposable {
  readonly airportsUrl: string;
  readonly warehouseUrl: string;
  readonly startRun: (scenario: ScenarioName, ...args: string[]) => StartedRun;
  readonly get: <Answer>(path: string) => Promise<Answer>;
  /** Whether the server has done it. */
  readonly put: (path: string, order: object) => Promise<boolean>;
  readonly select: <Row extends pg.QueryResultRow>(sql: string) => Promise<readonly Row[]>;
}

export interface StartedRun {
  /** Its exit code. */
  readonly ended: Promise<number>;
  /** What it says on stderr until it ends. */
  readonly errorOutput: Promise<string>;
  /** What the server tells of it, once it is over there. */
  readonly readRun: () => Promise<RunDetail>;
}

const watched = `
dependencies:
  - { name: warehouse, url: 'env:FLIGHTS_WAREHOUSE', interval: 1s, timeout: 10s, slow: 10s, sample: 10s }
`;

export const startFlights = async (options: WorldOptions = {}): Promise<Flights> => {
  await using stack = new AsyncDisposableStack();
  const folder = temporaryFolder();
  const configFile = join(folder, 'sightglass.yaml');
  await writeFile(configFile, watched);
  const { warehouseUrl, airportsUrl } = stack.use(await startFlightsWorld(options));
  const data = stack.use(await createDataDir());
  const env = { FLIGHTS_WAREHOUSE: warehouseUrl };
  const { url } = stack.use(await startServerProcess(data.path, { configFile, env }));
  const get = async <Answer>(path: string): Promise<Answer> => (await fetch(`${url}${path}`)).json() as Promise<Answer>;
  const open = stack.move();
  return {
    airportsUrl,
    warehouseUrl,
    get,
    put: (path, order) => putJson(`${url}${path}`, order),
    startRun: (scenario, ...args) => {
      const world = [`--warehouse-url=${warehouseUrl}`, `--airports-url=${airportsUrl}`, `--data=${folder}`];
      const from = new Date().toISOString();
      const program = startProgram([`--scenario=${scenario}`, '--rows-per-second=10000', ...world, ...args], url);
      return { ...program, readRun: () => runFrom(url, from) };
    },
    select: async (sql) => {
      const client = new pg.Client({ connectionString: warehouseUrl });
      await client.connect();
      return (await client.query(sql).finally(() => client.end())).rows;
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};

const putJson = async (url: string, order: object): Promise<boolean> =>
  (
    await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    })
  ).ok;

const runFrom = async (url: string, from: string): Promise<RunDetail> => {
  const first = async () => (await runsOf(url, pipeline)).findLast(({ startedAt }) => startedAt >= from);
  await until('the run is over', async () => ((await first())?.state ?? 'running') !== 'running');
  return await runDetail(url, (await first())?.runId ?? '');
};

const startProgram = (args: readonly string[], url: string): Pick<StartedRun, 'ended' | 'errorOutput'> => {
  const child = spawn(process.execPath, ['--conditions=@sightglass/source', programFile(flightsProgram), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: mostRunMs,
    killSignal: 'SIGKILL',
    env: { ...process.env, SIGHTGLASS_URL: url, SIGHTGLASS_BUFFER_DIR: 'off', SIGHTGLASS_FLUSH_TIMEOUT_MS: '20000' },
  });
  const errorOutput = text(child.stderr);
  const ended = once(child, 'exit').then(async ([code]: (number | null)[]) => {
    if (typeof code !== 'number') throw new Error(`the run was killed: ${await errorOutput}`);
    return code;
  });
  return { ended, errorOutput };
};

export const stageOf = ({ stages }: RunDetail, name: string): RunDetail['stages'][number] => {
  const found = stages.find((stage) => stage.name === name);
  if (found === undefined) throw new Error(`no stage ${name} in ${stages.map((stage) => stage.name).join(', ')}`);
  return found;
};
