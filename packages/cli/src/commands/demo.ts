import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { createClient } from '../client/client.ts';
import type { CliConfig } from '../config/environment.ts';
import { awaitRun } from '../demo/await-run.ts';
import { type EstateExample, loadEstate } from '../demo/estate.ts';
import { flightsPipeline, type FlightsWorld, loadFlightsExample } from '../demo/flights-example.ts';
import { demoRun, type DemoRun } from '../demo/rotation.ts';
import { startDemoRun, type DemoRunEnd, type DemoSurroundings } from '../demo/start-run.ts';
import { outageMs, warehouseUrlSetting, watchedIn } from '../demo/watched.ts';
import { CliError, exitCodes } from '../errors.ts';
import { startLocalServer, type StartOptions } from '../local-server/start.ts';
import { aborted, stopOnSignal } from '../local-server/until-stopped.ts';
import { formatCount, formatDuration } from '../output/format.ts';
import { renderLogLine } from '../output/log-line.ts';
import { createPrinter } from '../output/printer.ts';
import { renderRun } from '../output/run/run-picture.ts';
import { fetchRunStory } from '../output/run/run-story.ts';
import { createStyle, type Style } from '../output/style.ts';
import { portNumber, withHelp, withJson } from './options.ts';

interface Options {
  readonly once?: true;
  readonly empty?: true;
  readonly data?: string;
  readonly port?: number;
  readonly grpcPort?: number;
  readonly json?: true;
}

const host = '127.0.0.1';
const restMs = 3000;

export const addDemo = (command: Command, config: CliConfig): void => {
  command
    .option('--once', 'one good run, its summary, then end: exit code 0 when it succeeded')
    .option('--empty', 'the server alone: no example, no simulated company')
    .option('--data <folder>', 'folder for all data (default: ./sightglass-demo, with --empty ./sightglass-demo-empty)')
    .option('--port <port>', 'for the dashboard, the API and OTLP/HTTP (default: 4318)', portNumber)
    .option('--grpc-port <port>', 'for OTLP/gRPC (default: 4317, or a free one when --port is given)', portNumber)
    .action((options: Options) => demo(options, config));
  withHelp(
    command,
    [
      'sightglass demo',
      'sightglass demo --empty',
      'sightglass demo --port 0 --data /tmp/demo',
      'sightglass demo --once --json | tail -n 1',
    ],
    '\nExit codes: 0 stopped by Ctrl-C, or the one run succeeded; 1 the one run did not succeed; 2 it cannot start.\n',
  );
  withJson(command, 'with --once: the run as one JSON object, the last line of stdout');
};

const demo = async (options: Options, { env }: CliConfig): Promise<void> => {
  if (options.once && options.empty)
    throw new CliError('OPTIONS', '--once runs the example, and --empty has none: give one of them.');
  const { note } = createPrinter();
  const style = createStyle(process.stderr);
  const stopping = stopOnSignal(() => {
    note('\nStopping … (Ctrl-C again to stop at once)');
    if (options.once) process.exitCode = exitCodes.negative;
  });
  const { data = options.empty ? './sightglass-demo-empty' : './sightglass-demo' } = options;
  const dataDir = resolve(data);
  const start = (watched: Partial<StartOptions>) =>
    startLocalServer(
      {
        env,
        ...watched,
        ...portsOf(options),
        host,
        dataDir,
        log: (level, message, fields) =>
          level === 'info' ? undefined : note(renderLogLine(style, level, message, fields)),
      },
      note,
    );
  const noteStart = (url: string) => note(`\nSightglass is at ${style.paint('bold', url)} · data in ${data}`);
  if (options.empty) {
    await using server = await start({});
    if (stopping.aborted) return;
    noteStart(server.url);
    note('\nNothing is sent to it but what you send. Ctrl-C ends it.\n');
    return await aborted(stopping);
  }
  const example = await loadFlightsExample();
  note('Preparing the example: a PostgreSQL server and an airports API …');
  await using world = await example.startFlightsWorld({ outageMs });
  const estate = options.once ? undefined : await loadEstate();
  await estate?.prepareEstate(world.warehouseUrl);
  if (stopping.aborted) return;
  await using server = await start({ ...watchedIn(world, env), ...estate?.serverSettings(warehouseUrlSetting) });
  if (stopping.aborted) return;
  noteStart(server.url);
  note(`Its PostgreSQL, for programs of your own while this runs: ${world.warehouseUrl}`);
  const surroundings = { example, world, url: server.url, dataDir, env, stopping };
  if (options.once) return await once(surroundings, options.json === true, note);
  note(`\nEach line is a run; open it in the dashboard: ${server.url}\nCtrl-C ends everything.\n`);
  await using _play = estate && play(estate, surroundings, note);
  await forever(surroundings, {
    onStart: (run) => (run.notice === undefined ? undefined : note(renderNotice(run, run.notice, style))),
    onEnd: (run, end) => note(renderEnd(run, end, style)),
  });
};

/** The simulated company beside the example: its history, and then what happens in it. */
const play = (
  estate: EstateExample,
  { url, dataDir, stopping, world }: DemoSurroundings & { readonly world: FlightsWorld },
  note: (text: string) => void,
): AsyncDisposable => {
  const playing = estate.playEstate({
    url,
    folder: dataDir,
    warehouseUrl: world.warehouseUrl,
    signal: stopping,
    onHistory: ({ records, days, tookMs }) =>
      note(
        `  A simulated company of ${estate.company.length} pipelines is beside it: ${formatCount(records)} records of ${days} days, sent in ${formatDuration(tookMs)}.`,
      ),
  });
  playing.ended.catch((error: unknown) => note(`The simulated company has stopped: ${String(error)}`));
  return playing;
};

const portsOf = ({ port, grpcPort }: Options) => ({
  port: port ?? 4318,
  grpcPort: grpcPort ?? (port === undefined ? 4317 : 0),
});

const once = async (surroundings: DemoSurroundings, json: boolean, note: (text: string) => void): Promise<void> => {
  const printer = createPrinter();
  const client = createClient(surroundings.url);
  const from = new Date().toISOString();
  note(`Running ${flightsPipeline.namespace}/${flightsPipeline.name} once …`);
  const end = await startDemoRun({ ...demoRun(0, false), rowsPerSecond: 4000 }, surroundings);
  if (surroundings.stopping.aborted) return;
  if (end.exitCode !== 0) note(end.complaint.trim());
  const run = await awaitRun(client, from);
  if (json) printer.json(run);
  else printer.line(renderRun(await fetchRunStory(client, run), printer.style));
  if (run.state !== 'succeeded') process.exitCode = exitCodes.negative;
};

interface Told {
  readonly onStart: (run: DemoRun) => void;
  readonly onEnd: (run: DemoRun, end: DemoRunEnd) => void;
}

const forever = async (surroundings: DemoSurroundings, { onStart, onEnd }: Told): Promise<void> => {
  const hasPython = spawnSync('python3', ['--version']).status === 0;
  const { stopping } = surroundings;
  for (let index = 0; !stopping.aborted; index += 1) {
    const run = demoRun(index, hasPython);
    onStart(run);
    const end = await startDemoRun(run, surroundings);
    if (stopping.aborted) return;
    onEnd(run, end);
    await pause(restMs, undefined, { signal: stopping }).catch(() => undefined);
  }
};

const nameOf = ({ kind }: DemoRun): string =>
  kind === 'python' ? `${flightsPipeline.name}-python` : flightsPipeline.name;

const timeNow = (): string => new Date().toTimeString().slice(0, 8);

const renderNotice = (run: DemoRun, notice: string, { paint }: Style): string =>
  `  ${paint('dim', timeNow())}  ${nameOf(run).padEnd(20)}  ${run.day}  starts   ${notice}`;

const renderEnd = (run: DemoRun, { exitCode, durationMs, complaint }: DemoRunEnd, { paint }: Style): string => {
  const ended = exitCode === null ? 'killed' : `exit ${exitCode}`;
  const time = paint('dim', timeNow());
  const line = `  ${time}  ${nameOf(run).padEnd(20)}  ${run.day}  ${ended.padEnd(7)}  ${formatDuration(durationMs).padStart(7)}  ${paint('dim', run.story)}`;
  return exitCode === 0 || run.mayFail ? line : `${line}\n${complaint.trim()}`;
};
