import type { SharedBreaker } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { sendJson, startHttpApi } from '../packages/sdk/testing/http-api.ts';
import { createWorkspace, patient } from '../packages/sdk/testing/run-program.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

/** Calls until it is told what it waits for, and prints what it is told. */
const program = (apiUrl: string, waitFor: string) => `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { api, pipeline } from '@sightglass/sdk';
  const stock = api('stock', {
    baseUrl: '${apiUrl}',
    shared: true,
    policy: { retry: false, breaker: { failuresInARow: 1, halfOpenAfterMs: 60_000 }, fallback: 'load-unenriched' },
  });
  await pipeline('loader').run((run) => run.stage('load', async () => {
    for (;;) {
      const answer = await stock.get('/items');
      const outcome = answer.ok ? 'answered' : answer.decision.error.errorClass + ': ' + answer.decision.error.problem;
      console.log(outcome);
      if (outcome.startsWith('${waitFor}')) return;
      await sleep(100);
    }
  }));`;

/** Calls 17 times at once, and prints what came of them. */
const burstProgram = (apiUrl: string) => `
  import { api, pipeline } from '@sightglass/sdk';
  const stock = api('stock', {
    baseUrl: '${apiUrl}',
    shared: true,
    policy: { retry: false, timeoutMs: 60_000, fallback: 'load-unenriched' },
  });
  await pipeline('loader').run((run) => run.stage('load', async () => {
    const answers = await Promise.all(Array.from({ length: 17 }, () => stock.get('/items')));
    const answered = answers.filter(({ ok }) => ok).length;
    console.log(answered > 0 ? answered + ' answered' : 'held back');
  }));`;

const put = (url: string, path: string, body: object) =>
  fetch(`${url}/api/v1/apis/${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const breakerOf = async (url: string): Promise<SharedBreaker> =>
  (await fetch(`${url}/api/v1/apis/stock/breaker`)).json() as Promise<SharedBreaker>;

test('processes share a breaker, and a person can isolate an API from outside', async () => {
  await using data = await createDataDir();
  await using server = await startServerProcess(data.path);
  let status = 200;
  let hold: Promise<void> | undefined;
  await using api = await startHttpApi(async (_request, response) => {
    await hold;
    sendJson(response, {}, status);
  });
  await using workspace = await createWorkspace();
  const env = { ...patient, SIGHTGLASS_URL: server.url };
  const end = async (waitFor: string) => {
    const { stdout } = await workspace.run(program(api.url, waitFor), env);
    return stdout.trim().split('\n').at(-1);
  };

  expect(await end('answered')).toBe('answered');
  const isolate = () => put(server.url, 'stock/isolation', { isolated: true, reason: 'maintenance' });
  await until('the API is known', async () => (await isolate()).ok);
  expect(await end('isolated')).toBe('isolated: the breaker is isolated');
  expect(api.requests).toHaveLength(1);

  const waiting = await workspace.start(program(api.url, 'answered'), env);
  await waiting.printed('isolated');
  expect(api.requests).toHaveLength(1);
  await put(server.url, 'stock/isolation', { isolated: false });
  expect((await waiting.done).stdout).toContain('answered');

  status = 503;
  expect(await end('5xx')).toBe('5xx: HTTP 503');
  await until('the opening is told', async () => (await breakerOf(server.url)).openUntil !== null);
  status = 200;
  const before = api.requests.length;
  expect(await end('breaker_open')).toBe('breaker_open: another process has opened the breaker: 1 failure, HTTP 503');
  expect(api.requests).toHaveLength(before);

  await put(server.url, 'stock/breaker', { openForMs: 1, by: 'gone', reason: 'HTTP 503' });
  await until('the opening is over', async () => (await breakerOf(server.url)).halfOpen);
  const answers = Promise.withResolvers<void>();
  hold = answers.promise;
  const burst = () => workspace.start(burstProgram(api.url), env);
  const programs = [await burst(), await burst()];
  await until('a call is tried', async () => api.requests.length > before);
  const other = await Promise.race(programs.map(async (program, index) => (await program.printed('held back'), index)));
  expect(api.requests).toHaveLength(before + 1);
  answers.resolve();
  const { stdout } = (await programs[1 - other]?.done) ?? { stdout: '' };
  expect(stdout).toContain('17 answered');
  await programs[other]?.done;
  expect((await breakerOf(server.url)).halfOpen).toBe(false);
}, 120_000);
