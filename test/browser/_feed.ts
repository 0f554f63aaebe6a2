import type { CliWorkspace } from '../../packages/cli/testing/run-cli.ts';
import { runDetail, runsOf, statusOf } from '../_api.ts';
import { until } from '../_processes.ts';
import { postDatasets } from './_datasets.ts';
import { postMissed } from './_missed.ts';
import { postShop } from './_shop.ts';
import { startProgram, type Program } from './_program.ts';
import { postSettlement } from './_settlement.ts';
import { pipelineNames, type PipelineName, type World } from './_world.ts';

const foreignTraceId = '5b8efff798038103d269b633813fc60c';

/** How many runs each program makes, where it is more than one. */
const runCounts: Partial<Record<PipelineName, number>> = { orders: 4, deliveries: 4, billing: 2, invoices: 3 };

/** Their spans come when they end, which these do not. */
const endless: readonly PipelineName[] = ['sensors', 'weather'];

/** A busy machine takes its time. */
const patience = { withinMs: 90_000, everyMs: 200 };

/** Fills a server by real runs. `weather` goes on until it is stopped. */
export const feed = async (url: string, space: CliWorkspace): Promise<{ world: World; weather: Program }> => {
  const home = space.dir;
  const run = (name: string, ...args: string[]) => startProgram(url, home, name, ...args).done;
  const weather = startProgram(url, home, 'driven', 'weather');
  weather.writeLine(1_000);
  await Promise.all([
    run('orders').then(() => run('stock')),
    run('files')
      .then(() => run('clickstream'))
      .then(() => run('deliveries')),
    runLostSensors(url, home),
    runExec(url, space),
  ]);
  await Promise.all([
    postMissed(url),
    postSettlement(url),
    postShop(url),
    run('reports'),
    run('checkout', foreignTraceId),
    run('billing'),
  ]);
  const ids = await Promise.all(pipelineNames.map(async (name) => [name, await latestRun(url, name)] as const));
  const runs = Object.fromEntries(ids) as Record<PipelineName, string>;
  await postDatasets(url, runs);
  await untilTraced(url, foreignTraceId);
  await until('the sensors are lost', async () => (await runDetail(url, runs.sensors)).state === 'lost', patience);
  return { world: { url, home, runs, foreignTraceId }, weather };
};

const runLostSensors = async (url: string, home: string): Promise<void> => {
  const sensors = startProgram(url, home, 'sensors');
  const isCounted = async () => ((await runsOf(url, 'sensors'))[0]?.rows.written ?? 0) > 0;
  await until('the sensors collect', isCounted, patience);
  await sensors.stop('SIGKILL');
};

const runExec = async (url: string, space: CliWorkspace): Promise<void> => {
  const job = new URL('./_programs/plain-job.ts', import.meta.url).pathname;
  const args = ['exec', '--url', url, '--pipeline', 'nightly-export', '--', process.execPath, job];
  const { code, stderr } = await space.run(args);
  if (code !== 0) throw new Error(`sightglass exec ended with ${code}: ${stderr}`);
};

/** Once it is told to its end, spans included; of one without end, once it has counted rows. */
const latestRun = async (url: string, name: PipelineName): Promise<string> => {
  const isStored = async () => {
    const runs = await runsOf(url, name);
    if (endless.includes(name)) return (runs[0]?.rows.written ?? 0) > 0;
    return runs.length === (runCounts[name] ?? 1) && runs.every(({ state }) => state !== 'running');
  };
  await until(`the runs of ${name} are told`, isStored, patience);
  const [latest] = await runsOf(url, name);
  if (latest === undefined) throw new Error(`There is no run of ${name} any more.`);
  if (!endless.includes(name) && latest.traceId !== null) await untilTraced(url, latest.traceId);
  return latest.runId;
};

const untilTraced = (url: string, traceId: string): Promise<void> =>
  until(
    `trace ${traceId} arrived`,
    async () => (await statusOf(url, `/api/v1/traces/${traceId}?limit=1`)) === 200,
    patience,
  );
