import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { flightsProgram, startFlightsWorld, type ScenarioName, type WorldOptions } from '@sightglass/example-flights';
import type { RunDetail } from '@sightglass/model/api';
import pg from 'pg';
import { runDetail, runsOf } from '../_api.ts';
import { until } from '../_processes.ts';
import { createDataDir, startServerProcess } from '../_server.ts';

const pipeline = 'daily-flights';
const mostRunMs = 120_000;

/** A server of its own that watches the warehouse and the airports API of the example, and runs of it as processes. */
export interface Flights extends AsyncDisposable {
  readonly url: string;
  readonly airportsUrl: string;
  readonly warehouseUrl: string;
  readonly startRun: (scenario: ScenarioName, ...args: string[]) => StartedRun;
  /** The latest run, once it is over and all that was told of it is there. */
  readonly latestRun: () => Promise<RunDetail>;
  readonly get: <Answer>(path: string) => Promise<Answer>;
  readonly select: <Row extends pg.QueryResultRow>(sql: string) => Promise<readonly Row[]>;
}

export interface StartedRun {
  /** Its exit code. */
  readonly ended: Promise<number | null>;
}

const watched = `
dependencies:
  - { name: warehouse, url: 'env:FLIGHTS_WAREHOUSE', interval: 1s, sample: 10s }
`;

export const startFlights = async (options: WorldOptions = {}): Promise<Flights> => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'sightglass-flights-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const configFile = join(folder, 'sightglass.yaml');
  await writeFile(configFile, watched);
  const { warehouseUrl, airportsUrl } = stack.use(await startFlightsWorld(options));
  const data = stack.use(await createDataDir());
  const env = { FLIGHTS_WAREHOUSE: warehouseUrl };
  const { url } = stack.use(await startServerProcess(data.path, { configFile, env }));
  const get = async <Answer>(path: string): Promise<Answer> => (await fetch(`${url}${path}`)).json() as Promise<Answer>;
  const open = stack.move();
  return {
    url,
    airportsUrl,
    warehouseUrl,
    get,
    startRun: (scenario, ...args) => {
      const world = [`--warehouse-url=${warehouseUrl}`, `--airports-url=${airportsUrl}`, `--data=${folder}`];
      return startProgram([`--scenario=${scenario}`, '--rows-per-second=1000000', ...world, ...args], url);
    },
    latestRun: async () => {
      const latest = async () => (await runsOf(url, pipeline))[0];
      await until('the run is over', async () => ((await latest())?.state ?? 'running') !== 'running');
      return await runDetail(url, (await latest())?.runId ?? '');
    },
    select: async (sql) => {
      const client = new pg.Client({ connectionString: warehouseUrl });
      await client.connect();
      return (await client.query(sql).finally(() => client.end())).rows;
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
};

const startProgram = (args: readonly string[], url: string): StartedRun => {
  const child = spawn(process.execPath, ['--conditions=@sightglass/source', flightsProgram, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: mostRunMs,
    killSignal: 'SIGKILL',
    env: { ...process.env, SIGHTGLASS_URL: url, SIGHTGLASS_BUFFER_DIR: 'off', SIGHTGLASS_FLUSH_TIMEOUT_MS: '20000' },
  });
  const complaint = text(child.stderr);
  const ended = once(child, 'exit').then(async ([code]: (number | null)[]) => {
    if (code === null) throw new Error(`the run was killed: ${await complaint}`);
    return code ?? null;
  });
  return { ended };
};

export const stageOf = ({ stages }: RunDetail, name: string): RunDetail['stages'][number] => {
  const found = stages.find((stage) => stage.name === name);
  if (found === undefined) throw new Error(`no stage ${name} in ${stages.map((stage) => stage.name).join(', ')}`);
  return found;
};
