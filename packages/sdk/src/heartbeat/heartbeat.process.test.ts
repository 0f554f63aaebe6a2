import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { attributes } from '@sightglass/model';
import { expect, it } from 'vitest';
import { startOtlpServer, type OtlpServer } from '../../testing/otlp-server.ts';
import { createWorkspace, type Workspace } from '../../testing/run-program.ts';

const beats = (server: OtlpServer) => server.events('pipeline.run.heartbeat');
const arrived = async (server: OtlpServer, count: number): Promise<void> => {
  while (beats(server).length < count) await new Promise((resolve) => setTimeout(resolve, 20));
};

const go = (workspace: Workspace, file = 'go'): Promise<void> => writeFile(join(workspace.dir, file), '');
const imports = `
  import { existsSync } from 'node:fs';
  import { setTimeout as delay } from 'node:timers/promises';
  import { pipeline } from '@sightglass/sdk';`;
const isThere = (workspace: Workspace, file = 'go') => `existsSync(${JSON.stringify(join(workspace.dir, file))})`;
const untilThere = (workspace: Workspace, file = 'go') => `while (!${isThere(workspace, file)}) await delay(10);`;

/** Blocks the event loop when the file `block` is there, until the file `go` is there. */
const blocking = (workspace: Workspace) => `${imports}
  await pipeline('p', { heartbeatIntervalMs: 100 }).run((run) => run.stage('sort', async () => {
    ${untilThere(workspace, 'block')}
    console.log('blocking');
    while (!${isThere(workspace)}) {}
  }));`;
const quiet = { SIGHTGLASS_LOG_CONSOLE: 'off', SIGHTGLASS_SUMMARY: 'off' };

it('beats on while a stage blocks the event loop, and says so', async () => {
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const program = await workspace.start(blocking(workspace), { ...quiet, SIGHTGLASS_URL: server.url });
  await arrived(server, 1);
  await go(workspace, 'block');
  await program.printed('blocking');
  await arrived(server, beats(server).length + 4);
  const last = beats(server).at(-1);
  expect(last?.body).toMatch(/^run is alive, its event loop blocked for [\d.]+ m?s$/u);
  expect(last?.attributes[attributes.pipelineName]).toBe('p');
  expect(last?.attributes[attributes.eventLoopDelayMaxMs]).toBeGreaterThan(0);
  expect(last?.attributes[attributes.cpuTimeMs]).toBeGreaterThan(0);
  expect(last?.attributes[attributes.runNotAnsweringMs]).toBeGreaterThan(0);
  expect(beats(server)[0]?.attributes).not.toHaveProperty(attributes.runNotAnsweringMs);

  await go(workspace);
  expect(await program.done).toMatchObject({ code: 0, stderr: '' });
  const [finished] = server.events('pipeline.stage.finished');
  const longestDelay = finished?.attributes[attributes.eventLoopDelayMaxMs];
  expect(longestDelay).toBeGreaterThan(200);
  expect(longestDelay).toBeLessThanOrEqual(finished?.attributes[attributes.stageDurationMs] as number);
});

/** Spins until the file `go` is there, from the first line of stage `spin` on. */
const spinning = (workspace: Workspace, before: string) => `${imports}
  await pipeline('p', { heartbeatIntervalMs: 100 }).run(async (run) => {
    ${before}
    run.stage('spin', () => {
      while (!${isThere(workspace)}) {}
    });
  });`;

it.each([
  [
    'after another one',
    (workspace: Workspace) => `await run.stage('warm', async () => { ${untilThere(workspace, 'seen')} });`,
    ['warm', 'spin'],
  ],
  ['in the same turn as another one', () => `run.stage('warm', () => undefined);`, ['warm', 'spin']],
  ['from its first line on', () => '', ['spin']],
])('tells of a run and its stages when one blocks the event loop %s', async (_name, before, stages) => {
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const program = await workspace.start(spinning(workspace, before(workspace)), {
    ...quiet,
    SIGHTGLASS_URL: server.url,
  });
  const started = () =>
    new Set(server.events('pipeline.stage.started').map(({ attributes: own }) => own[attributes.stageName]));
  while (started().size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await go(workspace, 'seen');
  while (!started().has('spin')) await new Promise((resolve) => setTimeout(resolve, 20));
  await arrived(server, 2);
  expect([...started()]).toEqual(stages);
  expect(server.events('pipeline.run.started').length).toBeGreaterThan(0);
  expect(
    new Set(server.events('pipeline.stage.finished').map(({ attributes: own }) => own[attributes.stageName])),
  ).toEqual(new Set(stages.slice(0, -1)));

  await go(workspace);
  expect(await program.done).toMatchObject({ code: 0, stderr: '' });
});

it('beats on from the main thread where no other may be started', async () => {
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const source = `${imports}
    await pipeline('p', { heartbeatIntervalMs: 100 }).run(async () => { ${untilThere(workspace)} });`;
  const permission = '--permission --allow-fs-read=* --allow-fs-write=*';
  const program = await workspace.start(source, { ...quiet, SIGHTGLASS_URL: server.url, NODE_OPTIONS: permission });
  await arrived(server, 3);
  await go(workspace);
  expect(await program.done).toMatchObject({ code: 0 });
});

it.each([
  ['returns', '', { code: 0, signal: null }],
  ['exits in the middle', 'process.exit(3);', { code: 3, signal: null }],
  ['throws', `throw new Error('no');`, { code: 1, signal: null }],
])('ends with a program that %s, also when the server never answers', async (_name, body, end) => {
  await using server = await startOtlpServer();
  const { promise: hasBeaten, resolve: onBeat } = Promise.withResolvers<void>();
  server.answer = ({ body }) => void (body.includes('pipeline.run.heartbeat') && onBeat());
  await using workspace = await createWorkspace();
  const source = `${imports}
    await pipeline('p', { heartbeatIntervalMs: 100 }).run(async () => { ${untilThere(workspace)} ${body} });`;
  const env = { ...quiet, SIGHTGLASS_URL: server.url, SIGHTGLASS_FLUSH_TIMEOUT_MS: '300' };
  const program = await workspace.start(source, env);
  await hasBeaten;
  await go(workspace);
  expect(await program.done).toMatchObject(end);
});

it('does not run what the program preloads once more', async () => {
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const [preload, loads] = ['preload.mjs', 'loads'].map((name) => join(workspace.dir, name)) as [string, string];
  await writeFile(preload, `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(loads)}, 'x');`);
  const env = { ...quiet, SIGHTGLASS_URL: server.url, NODE_OPTIONS: `--import ${preload}` };
  const program = await workspace.start(blocking(workspace), env);
  await arrived(server, 1);
  await go(workspace, 'block');
  await program.printed('blocking');
  await arrived(server, beats(server).length + 2);
  await go(workspace);
  expect(await program.done).toMatchObject({ code: 0, stderr: '' });
  expect(await readFile(loads, 'utf8')).toBe('x');
});
