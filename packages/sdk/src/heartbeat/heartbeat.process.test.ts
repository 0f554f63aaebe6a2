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

/** Blocks the event loop from the fifth heartbeat interval on, until the file `go` is there. */
const blocking = (workspace: Workspace) => `
  import { existsSync } from 'node:fs';
  import { setTimeout as delay } from 'node:timers/promises';
  import { pipeline } from '@sightglass/sdk';
  await pipeline('p', { heartbeatIntervalMs: 200 }).run((run) => run.stage('sort', async () => {
    await delay(1_000);
    console.log('blocking');
    while (!existsSync(${JSON.stringify(join(workspace.dir, 'go'))})) {}
  }));`;
const quiet = { SIGHTGLASS_LOG_CONSOLE: 'off', SIGHTGLASS_SUMMARY: 'off' };

it('beats on while a stage blocks the event loop, and says so', async () => {
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const program = await workspace.start(blocking(workspace), { ...quiet, SIGHTGLASS_URL: server.url });
  await program.printed('blocking');
  await arrived(server, beats(server).length + 4);
  const last = beats(server).at(-1);
  expect(last?.body).toMatch(/^run is alive, its event loop blocked for [\d.]+ m?s$/u);
  expect(last?.attributes[attributes.pipelineName]).toBe('p');
  expect(last?.attributes[attributes.eventLoopDelayMaxMs]).toBeGreaterThan(0);
  expect(last?.attributes[attributes.cpuTimeMs]).toBeGreaterThan(0);
  expect(last?.attributes[attributes.runNotAnsweringMs]).toBeGreaterThan(0);
  expect(beats(server)[0]?.attributes).not.toHaveProperty(attributes.runNotAnsweringMs);

  await writeFile(join(workspace.dir, 'go'), '');
  expect(await program.done).toMatchObject({ code: 0, stderr: '' });
  const [finished] = server.events('pipeline.stage.finished');
  const longestDelay = finished?.attributes[attributes.eventLoopDelayMaxMs];
  expect(longestDelay).toBeGreaterThan(400);
  expect(longestDelay).toBeLessThanOrEqual(finished?.attributes[attributes.stageDurationMs] as number);
});

/** Spins until the file `go` is there, from the first line of stage `spin` on. */
const spinning = (workspace: Workspace, before: string) => `
  import { existsSync } from 'node:fs';
  import { setTimeout as delay } from 'node:timers/promises';
  import { pipeline } from '@sightglass/sdk';
  await pipeline('p', { heartbeatIntervalMs: 200 }).run(async (run) => {
    ${before}
    run.stage('spin', () => {
      while (!existsSync(${JSON.stringify(join(workspace.dir, 'go'))})) {}
    });
  });`;

it.each([
  ['after another one', `await run.stage('warm', () => delay(2_000));`, ['warm', 'spin']],
  ['in the same turn as another one', `run.stage('warm', () => undefined);`, ['warm', 'spin']],
  ['from its first line on', '', ['spin']],
])('tells of a run and its stages when one blocks the event loop %s', async (_name, before, stages) => {
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const program = await workspace.start(spinning(workspace, before), { ...quiet, SIGHTGLASS_URL: server.url });
  const started = () =>
    new Set(server.events('pipeline.stage.started').map(({ attributes: own }) => own[attributes.stageName]));
  while (!started().has('spin')) await new Promise((resolve) => setTimeout(resolve, 20));
  await arrived(server, 2);
  expect([...started()]).toEqual(stages);
  expect(server.events('pipeline.run.started').length).toBeGreaterThan(0);
  expect(
    new Set(server.events('pipeline.stage.finished').map(({ attributes: own }) => own[attributes.stageName])),
  ).toEqual(new Set(stages.slice(0, -1)));

  await writeFile(join(workspace.dir, 'go'), '');
  expect(await program.done).toMatchObject({ code: 0, stderr: '' });
});

it('beats on from the main thread where no other may be started', async () => {
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const program = `import { pipeline } from '@sightglass/sdk';
    await pipeline('p', { heartbeatIntervalMs: 100 }).run(() => new Promise((resolve) => setTimeout(resolve, 1_000)));`;
  const permission = '--permission --allow-fs-read=* --allow-fs-write=*';
  const { code } = await workspace.run(program, { ...quiet, SIGHTGLASS_URL: server.url, NODE_OPTIONS: permission });
  expect(code).toBe(0);
  expect(beats(server).length).toBeGreaterThan(2);
});

it.each([
  ['returns', 'await delay(600);', { code: 0, signal: null }],
  ['exits in the middle', 'await delay(600); process.exit(3);', { code: 3, signal: null }],
  ['throws', `await delay(600); throw new Error('no');`, { code: 1, signal: null }],
])('ends with a program that %s, also when the server never answers', async (_name, body, end) => {
  await using server = await startOtlpServer();
  server.answer = () => undefined;
  await using workspace = await createWorkspace();
  const program = `import { pipeline } from '@sightglass/sdk';
    import { setTimeout as delay } from 'node:timers/promises';
    await pipeline('p', { heartbeatIntervalMs: 100 }).run(async () => { ${body} });`;
  expect(await workspace.run(program, { ...quiet, SIGHTGLASS_URL: server.url })).toMatchObject(end);
});

it('does not run what the program preloads once more', async () => {
  await using server = await startOtlpServer();
  await using workspace = await createWorkspace();
  const [preload, loads] = ['preload.mjs', 'loads'].map((name) => join(workspace.dir, name)) as [string, string];
  await writeFile(preload, `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(loads)}, 'x');`);
  const env = { ...quiet, SIGHTGLASS_URL: server.url, NODE_OPTIONS: `--import ${preload}` };
  const program = await workspace.start(blocking(workspace), env);
  await program.printed('blocking');
  await arrived(server, beats(server).length + 2);
  await writeFile(join(workspace.dir, 'go'), '');
  expect(await program.done).toMatchObject({ code: 0, stderr: '' });
  expect(await readFile(loads, 'utf8')).toBe('x');
});
