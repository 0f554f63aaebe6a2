import { freePort } from '../examples/flights/src/warehouse/postgres/free-port.ts';
import { expect, it } from 'vitest';
import { createCliWorkspace, type CliResult } from '../packages/cli/testing/run-cli.ts';
import { createWorkspace, type Workspace } from '../packages/sdk/testing/run-program.ts';
import { logBodies, runDetail, runsOf } from './_api.ts';
import { untilLoaded } from './_load.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const lines = 1_000;
const quiet = { SIGHTGLASS_SUMMARY: 'off', SIGHTGLASS_LOG_CONSOLE: 'off', SIGHTGLASS_FLUSH_TIMEOUT_MS: '60000' };
const namesOf = (name: string, count = lines): string[] =>
  Array.from({ length: count }, (_, line) => `${name}-${line}`).toSorted();

const program = (name: string, middle = ''): string => `
import { exportStatus, pipeline } from '@sightglass/sdk';
import { once } from 'node:events';
await pipeline('${name}', { heartbeatIntervalMs: 500 }).run(async (run) => {
  const log = (from, to) => { for (let n = from; n < to; n += 1) run.log.info('${name}-' + n); };
  await run.stage('extract', (stage) => { stage.rows.read(100); stage.rows.written(100); log(0, ${lines / 2}); });
  ${middle}
  await run.stage('load', (stage) => { stage.rows.read(100); stage.rows.written(100); log(${lines / 2}, ${lines}); });
});`;

const untilAway = `while (exportStatus().logs.reachable) await new Promise((resolve) => setTimeout(resolve, 20));`;
const pause = `await once(process.stdin, 'data');`;

/** Stays once it is known that the server is away, and what it logged is kept. */
const stay = `${untilAway} console.log('kept'); ${pause}`;

/** Goes on when it is known that the server is away, and again when it is told that the server is back. */
const pauseUntilBack = `console.log('half'); ${pause} run.log.info('anybody there?'); ${stay} process.stdin.destroy();`;

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

const ways: readonly [name: string, send: (workspace: Workspace, env: Environment) => Promise<object>][] = [
  ['the-next-program', (workspace, env) => workspace.run(program('later'), env)],
  ['flush', (_workspace, env) => flush(env)],
];

it('gets runs whole and once from programs that return or exit at once though the server was killed in the middle of them, and of programs that ended while it was away, once the next program runs or they are flushed', async () => {
  await using stack = new AsyncDisposableStack();
  const dataDir = stack.use(await createDataDir());
  const port = await freePort();
  const before = stack.use(await startServerProcess(dataDir.path, { port }));
  const environment = { ...quiet, SIGHTGLASS_URL: before.url };
  const start = async (name: string, end: string) =>
    stack.use(await createWorkspace()).start(program(name, pauseUntilBack) + end, environment);
  const programs = await Promise.all([start('returns', ''), start('exits', 'process.exit();')]);
  await Promise.all(programs.map(({ printed }) => printed('half')));
  await before.end('SIGKILL');
  for (const { child } of programs) child.stdin?.write('go on\n');
  await Promise.all(programs.map(({ printed }) => printed('kept')));

  const runAway = async (name: string): Promise<Workspace> => {
    const workspace = stack.use(await createWorkspace());
    const env = { ...environment, SIGHTGLASS_FLUSH_TIMEOUT_MS: '300' };
    const killed = await workspace.start(program(`broken-off-${name}`, stay), env);
    await killed.printed('kept');
    killed.child.kill('SIGKILL');
    await killed.done;
    expect(await workspace.run(program(`away-${name}`), env)).toMatchObject({ code: 0 });
    return workspace;
  };
  const workspaces = await Promise.all(ways.map(([name]) => runAway(name)));

  const after = stack.use(await startServerProcess(dataDir.path, { port }));
  for (const { child } of programs) child.stdin?.write('end\n');
  for (const { done } of programs) expect(await done).toMatchObject({ code: 0 });
  await expectWhole(after.url, 'returns');
  await expectWhole(after.url, 'exits');
  for (const [index, [name, send]] of ways.entries()) {
    const workspace = workspaces[index] as Workspace;
    const env = { ...quiet, SIGHTGLASS_BUFFER_DIR: workspace.bufferDir, SIGHTGLASS_URL: after.url };
    expect(await send(workspace, env), name).toMatchObject({ code: 0 });
    await expectWhole(after.url, `away-${name}`);
  }
  const brokenOff = (await logBodies(after.url)).filter((body) => body.startsWith('broken-off-'));
  const kept = ways.flatMap(([name]) => namesOf(`broken-off-${name}`, lines / 2));
  expect(brokenOff.toSorted()).toEqual(kept.toSorted());
});
