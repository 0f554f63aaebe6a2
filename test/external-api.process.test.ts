import type { ApiDetail, RunDetail, SharedBreaker } from '@sightglass/model/rest';
import { afterAll, expect, test } from 'vitest';
import { sendJson, startHttpApi } from '../packages/sdk/testing/http-api.ts';
import { createWorkspace, patient, type Program } from '../packages/sdk/testing/run-program.ts';
import { runDetail } from './_api.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

await using stack = new AsyncDisposableStack();
const data = stack.use(await createDataDir());
const server = stack.use(await startServerProcess(data.path));
const opened = stack.move();
afterAll(() => opened.disposeAsync());

const enriching = (apiUrl: string) => `
  import { api, pipeline } from '@sightglass/sdk';
  const airports = api('airports', {
    baseUrl: '${apiUrl}',
    policy: { retry: false, breaker: { failuresInARow: 3, halfOpenAfterMs: 60_000 }, fallback: 'load-unenriched' },
  });
  const runId = await pipeline('flights').run((run) => run.stage('enrich', { inputs: [] }, async (stage) => {
    for (let flight = 0; flight < 40; flight += 1) {
      stage.rows.read();
      await airports.get('/airports/{iata}', { params: { iata: 'A' + flight } });
      stage.rows.written();
    }
    return run.id;
  }));
  console.log(runId);`;

const apiOf = async (url: string, runId: string): Promise<ApiDetail> =>
  (await fetch(`${url}/api/v1/apis/airports?runId=${runId}`)).json() as Promise<ApiDetail>;

test('calls of a stage arrive in a real server: latency, breaker and rows touched add up with the ledger', async () => {
  await using api = await startHttpApi((_request, response, index) => sendJson(response, {}, index < 30 ? 200 : 503));
  await using workspace = await createWorkspace();
  const { stdout, stderr } = await workspace.run(enriching(api.url), { ...patient, SIGHTGLASS_URL: server.url });
  const runId = stdout.trim().split('\n').at(-1) ?? '';
  expect(stderr).toContain('▲ Loaded without lookup data');
  const finished = (): Promise<RunDetail | undefined> => runDetail(server.url, runId).catch(() => undefined);
  await until('the run has arrived', async () => (await finished())?.state === 'succeeded');

  const stored = await apiOf(server.url, runId);
  expect(stored).toMatchObject({
    name: 'airports',
    servers: [new URL(api.url).host],
    calls: 40,
    requests: 33,
    failed: 3,
    notSent: 7,
    availability: 30 / 33,
    errors: { '5xx': 3, breaker_open: 7 },
    endpoints: [{ endpoint: 'GET /airports/{iata}', requests: 33 }],
  });
  expect(stored.durationMs?.p95).toBeGreaterThan(0);
  expect(stored.breakerSpans).toMatchObject([{ state: 'open', runId, stage: 'enrich', to: expect.any(String) }]);
  const rows = stored.rowsAffected.map(({ policy, error, rows: affected }) => [policy, error, affected]);
  expect(rows).toEqual([
    ['load-unenriched', 'breaker_open', 7],
    ['load-unenriched', '5xx', 3],
  ]);
  const unenriched = stored.rowsAffected.reduce((sum, { rows: affected }) => sum + affected, 0);
  expect((await finished())?.stages).toMatchObject([{ rows: { read: 30 + unenriched, written: 40 } }]);
});

/** Calls until it is told what it waits for, and prints what it is told. */
const callingUntil = (name: string, apiUrl: string, waitFor: string) => `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { api, pipeline } from '@sightglass/sdk';
  const stock = api('${name}', {
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
const calling17Times = (name: string, apiUrl: string) => `
  import { api, pipeline } from '@sightglass/sdk';
  const stock = api('${name}', {
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
const breakerOf = async (url: string, name: string): Promise<SharedBreaker> =>
  (await fetch(`${url}/api/v1/apis/${name}/breaker`)).json() as Promise<SharedBreaker>;

/**
 * A process whose server has not answered within a second goes by its own breaker, and says so: on a very busy machine that happens, and
 * then nothing of what is shared is shown. Tries `story` again, with an API of another name, when that was so and it failed.
 */
const whileShared = async (story: (name: string, started: (program: Program) => Program) => Promise<void>) => {
  for (let attempt = 1; ; attempt += 1) {
    const programs: Program[] = [];
    try {
      return await story(`stock-${attempt}`, (program) => (programs.push(program), program));
    } catch (error) {
      const ended = await Promise.all(programs.map(({ done }) => done));
      if (attempt === 4 || !ended.some(({ stderr }) => stderr.includes('is not shared for now'))) throw error;
    }
  }
};

const sharing = async (name: string, started: (program: Program) => Program) => {
  let status = 200;
  let hold: Promise<void> | undefined;
  await using api = await startHttpApi(async (_request, response) => {
    await hold;
    sendJson(response, {}, status);
  });
  await using workspace = await createWorkspace();
  const env = { ...patient, SIGHTGLASS_URL: server.url };
  const start = (source: string) => workspace.start(source, env).then(started);
  const end = async (waitFor: string) => {
    const { stdout } = await start(callingUntil(name, api.url, waitFor)).then(({ done }) => done);
    return stdout.trim().split('\n').at(-1);
  };

  expect(await end('answered')).toBe('answered');
  const isolate = () => put(server.url, `${name}/isolation`, { isolated: true, reason: 'maintenance' });
  await until('the API is known', async () => (await isolate()).ok);
  expect(await end('isolated')).toBe('isolated: the breaker is isolated');
  expect(api.requests).toHaveLength(1);

  const waiting = await start(callingUntil(name, api.url, 'answered'));
  await waiting.printed('isolated');
  expect(api.requests).toHaveLength(1);
  await put(server.url, `${name}/isolation`, { isolated: false });
  expect((await waiting.done).stdout).toContain('answered');

  status = 503;
  expect(await end('5xx')).toBe('5xx: HTTP 503');
  await until('the opening is told', async () => (await breakerOf(server.url, name)).openUntil !== null);
  status = 200;
  const before = api.requests.length;
  expect(await end('breaker_open')).toBe('breaker_open: another process has opened the breaker: 1 failure, HTTP 503');
  expect(api.requests).toHaveLength(before);

  const { openedBy: by } = await breakerOf(server.url, name);
  await put(server.url, `${name}/breaker`, { openForMs: 1, by, reason: 'HTTP 503' });
  await until('the opening is over', async () => (await breakerOf(server.url, name)).halfOpen);
  const answers = Promise.withResolvers<void>();
  hold = answers.promise;
  const burst = () => start(calling17Times(name, api.url));
  const programs = [await burst(), await burst()];
  await until('a call is tried', async () => api.requests.length > before);
  const other = await Promise.race(programs.map(async (program, index) => (await program.printed('held back'), index)));
  expect(api.requests).toHaveLength(before + 1);
  answers.resolve();
  const { stdout } = (await programs[1 - other]?.done) ?? { stdout: '' };
  expect(stdout).toContain('17 answered');
  await programs[other]?.done;
  expect((await breakerOf(server.url, name)).halfOpen).toBe(false);
};

test('processes share a breaker, and a person can isolate an API from outside', () => whileShared(sharing));
