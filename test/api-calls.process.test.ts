import type { ApiDetail, RunDetail } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { sendJson, startHttpApi } from '../packages/sdk/testing/http-api.ts';
import { createWorkspace, patient } from '../packages/sdk/testing/run-program.ts';
import { runDetail } from './_api.ts';
import { until } from './_processes.ts';
import { createDataDir, startServerProcess } from './_server.ts';

const program = (apiUrl: string) => `
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
  await using data = await createDataDir();
  await using server = await startServerProcess(data.path);
  await using api = await startHttpApi((_request, response, index) => sendJson(response, {}, index < 30 ? 200 : 503));
  await using workspace = await createWorkspace();
  const { stdout, stderr } = await workspace.run(program(api.url), { ...patient, SIGHTGLASS_URL: server.url });
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
}, 120_000);
