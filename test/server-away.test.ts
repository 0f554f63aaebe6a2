import { expect, it } from 'vitest';
import { createCliWorkspace, type CliResult } from '../packages/cli/testing/run-cli.ts';
import { createWorkspace, type Workspace } from '../packages/sdk/testing/run-program.ts';
import { logBodies, runDetail, runsOf } from './_api.ts';
import { untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const lines = 2_000;
const quiet = { SIGHTGLASS_SUMMARY: 'off', SIGHTGLASS_LOG_CONSOLE: 'off', SIGHTGLASS_FLUSH_TIMEOUT_MS: '60000' };
const namesOf = (name: string): string[] => Array.from({ length: lines }, (_, line) => `${name}-${line}`).toSorted();

const program = (name: string, middle = ''): string => `
import { exportStatus, pipeline } from '@sightglass/sdk';
import { once } from 'node:events';
await pipeline('${name}', { heartbeatIntervalMs: 500 }).run(async (run) => {
  const log = (from, to) => { for (let n = from; n < to; n += 1) run.log.info('${name}-' + n); };
  await run.stage('extract', (stage) => { stage.rows.read(100); stage.rows.written(100); log(0, ${lines / 2}); });
  ${middle}
  await run.stage('load', (stage) => { stage.rows.read(100); stage.rows.written(100); log(${lines / 2}, ${lines}); });
});`;

const pause = `console.log('half'); await once(process.stdin, 'data'); process.stdin.destroy();`;

/** Goes on when it is known that the server is away, and again when it is told that the server is back. */
const pauseUntilBack = `console.log('half'); await once(process.stdin, 'data'); run.log.info('anybody there?');
  while (exportStatus().logs.reachable) await new Promise((resolve) => setTimeout(resolve, 20));
  console.log('kept'); await once(process.stdin, 'data'); process.stdin.destroy();`;

type Environment = Readonly<Record<string, string>>;

const flush = async (env: Environment): Promise<CliResult> => {
  await using space = await createCliWorkspace();
  return await space.run(['flush'], { env });
};

const expectWhole = async (url: string, name: string): Promise<void> => {
  await until(`run ${name} has arrived`, async () => (await runsOf(url, name))[0]?.state === 'succeeded');
  await untilLoaded(url);
  const runs = await runsOf(url, name);
  expect(runs).toHaveLength(1);
  const detail = await runDetail(url, runs[0]?.runId ?? '');
  expect(detail.stages.map((stage) => [stage.name, stage.state, stage.rows.read, stage.rows.written])).toEqual([
    ['extract', 'succeeded', 100, 100],
    ['load', 'succeeded', 100, 100],
  ]);
  const bodies = (await logBodies(url, `runId=${detail.runId}`)).filter((body) => body.startsWith(`${name}-`));
  expect(bodies.toSorted()).toEqual(namesOf(name));
};

it.each([
  ['returns', ''],
  ['exits at once', 'process.exit();'],
])(
  'gets a run whole and once from a program that %s, though the server was killed in the middle of it',
  async (_how, end) => {
    await using dataDir = await createDataDir();
    await using workspace = await createWorkspace();
    const before = await startServerProcess(dataDir.path);
    const environment = { ...quiet, SIGHTGLASS_URL: before.url };
    const running = await workspace.start(program('halves', pauseUntilBack) + end, environment);
    await running.printed('half');
    await before.end('SIGKILL');
    running.child.stdin?.write('go on\n');
    await running.printed('kept');
    await using after = await startServerProcess(dataDir.path, { port: Number(new URL(before.url).port) });
    running.child.stdin?.write('end\n');
    expect(await running.done).toMatchObject({ code: 0 });
    await expectWhole(after.url, 'halves');
  },
  180_000,
);

it.each([
  ['the next program runs', (workspace: Workspace, env: Environment) => workspace.run(program('later'), env)],
  ['they are flushed', (_workspace: Workspace, env: Environment) => flush(env)],
])(
  'gets runs of programs that ended while the server was away, once %s',
  async (_when, send) => {
    await using dataDir = await createDataDir();
    await using workspace = await createWorkspace();
    const before = await startServerProcess(dataDir.path);
    const environment = { ...quiet, SIGHTGLASS_URL: before.url, SIGHTGLASS_FLUSH_TIMEOUT_MS: '300' };
    await before.end('SIGTERM');
    expect(await workspace.run(program('away'), environment)).toMatchObject({ code: 0 });
    const killed = await workspace.start(program('broken-off', pause), environment);
    await killed.printed('half');
    killed.child.kill('SIGKILL');
    await killed.done;

    await using after = await startServerProcess(dataDir.path, { port: Number(new URL(before.url).port) });
    const buffer = { SIGHTGLASS_BUFFER_DIR: workspace.bufferDir };
    expect(await send(workspace, { ...quiet, ...buffer, SIGHTGLASS_URL: after.url })).toMatchObject({ code: 0 });
    await expectWhole(after.url, 'away');
    const stored = await logBodies(after.url);
    expect(new Set(stored.filter((body) => body.startsWith('broken-off-'))).size).toBe(
      stored.filter((body) => body.startsWith('broken-off-')).length,
    );
  },
  180_000,
);
