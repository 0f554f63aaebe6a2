import { freePort } from '../../../../examples/flights/src/warehouse/postgres/free-port.ts';
import { attributes } from '@sightglass/model';
import { describe, expect, it } from 'vitest';
import { startOtlpServer, type OtlpServer } from '../../testing/otlp-server.ts';
import { createWorkspace, patient, type Workspace } from '../../testing/run-program.ts';

const program = (body: string, before = '') => `
import { pipeline } from '@sightglass/sdk';
${before}
await pipeline('orders').run(async (run) => {
  await run.stage('load', async (stage) => {
    stage.rows.read(7);
    ${body}
    await new Promise((resolve) => setTimeout(resolve, 20_000));
  });
});`;

const quiet = (server: OtlpServer) => ({
  ...patient,
  SIGHTGLASS_URL: server.url,
  SIGHTGLASS_SUMMARY: 'off',
  SIGHTGLASS_LOG_CONSOLE: 'off',
});

const finishedRun = (server: OtlpServer) => server.events('pipeline.run.finished')[0]?.attributes;

/** What the same program does without the SDK. */
const withoutSdk = (source: string) => source.replace("import { pipeline } from '@sightglass/sdk';", bareSdk);
const bareSdk = `const pipeline = (_: string) => ({ run: (body: (run: any) => any) => body({ stage: (_: string, f: any) => f({ rows: { read() {} } }) }) });`;

const cases = [
  {
    name: 'process.exitCode and exit()',
    body: 'process.exitCode = 3; process.exit();',
    state: 'aborted',
    exit: { [attributes.processExitCode]: 3 },
  },
  {
    name: 'an uncaught exception',
    body: "setTimeout(() => { throw new TypeError('boom') }, 5);",
    state: 'failed',
    exit: {
      [attributes.exceptionType]: 'TypeError',
      [attributes.exceptionMessage]: 'boom',
      [attributes.processExitCode]: 1,
    },
  },
  {
    name: 'an unhandled rejection',
    body: "void Promise.reject(new Error('nobody waits'));",
    state: 'failed',
    exit: { [attributes.exceptionMessage]: 'nobody waits' },
  },
  {
    name: 'a promise that never settles',
    body: 'await new Promise(() => {});',
    state: 'aborted',
    exit: { [attributes.processExitCode]: 13 },
  },
  {
    name: 'SIGTERM',
    body: "process.kill(process.pid, 'SIGTERM');",
    state: 'aborted',
    exit: { [attributes.processExitSignal]: 'SIGTERM' },
  },
  {
    name: 'SIGINT',
    body: "process.kill(process.pid, 'SIGINT');",
    state: 'aborted',
    exit: { [attributes.processExitSignal]: 'SIGINT' },
  },
  {
    name: 'SIGHUP',
    body: "process.kill(process.pid, 'SIGHUP');",
    state: 'aborted',
    exit: { [attributes.processExitSignal]: 'SIGHUP' },
  },
  {
    name: 'SIGTERM with a handler of the program',
    before: "process.on('SIGTERM', () => { console.log('cleaning up'); process.exit(5); });",
    body: "process.kill(process.pid, 'SIGTERM');",
    state: 'aborted',
    exit: { [attributes.processExitSignal]: 'SIGTERM', [attributes.processExitCode]: 5 },
  },
  {
    name: 'SIGTERM with a handler that ends the program only when it is alone',
    before: `const only = () => { if (process.listenerCount('SIGTERM') === 1) { process.off('SIGTERM', only); process.kill(process.pid, 'SIGTERM'); } };
             process.on('SIGTERM', only);`,
    body: "process.kill(process.pid, 'SIGTERM');",
    state: 'running',
    exit: {},
  },
];

const compare = async (workspace: Workspace, source: string, server: OtlpServer) => {
  const [bare, observed] = await Promise.all([workspace.run(withoutSdk(source)), workspace.run(source, quiet(server))]);
  if (bare.stderr === '') expect(observed.stderr).toBe('');
  expect(observed).toMatchObject({ code: bare.code, signal: bare.signal, stdout: bare.stdout });
};

describe('a process that ends during a run', () => {
  it.each(cases)('by $name ends as it would without us and says so', async ({ body, before, state, exit }) => {
    await using server = await startOtlpServer();
    await using workspace = await createWorkspace();
    await compare(workspace, program(body, before), server);
    if (state === 'running') return;
    expect(finishedRun(server)).toMatchObject({ [attributes.runState]: state, [attributes.rowsRead]: 7, ...exit });
    expect(server.events('pipeline.stage.finished')[0]?.attributes[attributes.stageState]).toBe(state);
    expect(server.spans().map(({ name }) => name)).toEqual(['load', 'orders']);
  });

  it('leaves the end of the run on disk when the server is down; the next process delivers it', async () => {
    await using workspace = await createWorkspace();
    const port = await freePort();
    const env = { ...patient, SIGHTGLASS_URL: `http://127.0.0.1:${port}`, SIGHTGLASS_SUMMARY: 'off' };
    await workspace.run(program("process.kill(process.pid, 'SIGTERM');"), env);
    await using server = await startOtlpServer(port);
    await workspace.run("import { pipeline } from '@sightglass/sdk'; await pipeline('next').run(() => 1);", env);
    const states = server
      .events('pipeline.run.finished')
      .map(({ attributes: own }) => [own[attributes.pipelineName], own[attributes.runState]]);
    expect(states).toEqual([
      ['orders', 'aborted'],
      ['next', 'succeeded'],
    ]);
  });

  it('killed with SIGKILL has already said that it started', async () => {
    await using server = await startOtlpServer();
    await using workspace = await createWorkspace();
    const running = await workspace.start(program(''), quiet(server));
    const arrived = () => server.events().map(({ event }) => event);
    const expectedNames = ['pipeline.run.started', 'pipeline.stage.started', 'pipeline.stage.progress'];
    await expect.poll(arrived, { timeout: 60_000 }).toEqual(expectedNames);
    running.child.kill('SIGKILL');
    expect(await running.done).toMatchObject({ signal: 'SIGKILL' });
    expect(arrived()).toEqual(expectedNames);
  });

  it('killed with SIGKILL before a batch is due has already said that it started', async () => {
    await using server = await startOtlpServer();
    await using workspace = await createWorkspace();
    const killsItself = "setTimeout(() => process.kill(process.pid, 'SIGKILL'), 400);";
    expect(await workspace.run(program(killsItself), quiet(server))).toMatchObject({ signal: 'SIGKILL' });
    const arrived = () => server.events().map(({ event }) => event);
    await expect.poll(arrived).toEqual(['pipeline.run.started', 'pipeline.stage.started']);
  });
});
