import { runIdAt } from '@sightglass/model';
import { apiDetail, apiList } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../../_api.ts';
import { eventsRequest, lifecycleEvent } from '../../runs/_runs.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());
const list = async () => apiList.parse((await api.app.inject('/api/v1/apis')).json()).items;

test('an API whose latest calls all fail does not work, however many went well before; also within one run', async () => {
  const hourMs = 3_600_000;
  const sent = (name: string, runIdOfCall: string, ms: number, requests: number, failed: number) =>
    lifecycleEvent('calls', Date.now() - ms, {
      pipelineName: 'flights',
      pipelineNamespace: 'examples',
      runId: runIdOfCall,
      stageId: 'a'.repeat(16),
      dependencyName: name,
      dependencyEndpoint: 'GET /',
      dependencyCalls: requests,
      dependencyRequests: requests,
      dependencyRequestsFailed: failed,
      dependencyErrors: failed === 0 ? {} : { '5xx': failed },
      dependencyDurationBuckets: [requests],
    });
  const [first, second] = [runIdAt(1), runIdAt(2)];
  await api.engine.insert('logs', [
    eventsRequest([
      sent('fails-now', first, 10 * hourMs, 10_000, 0),
      sent('fails-now', second, 300_000, 50, 50),
      sent('fails-in-its-run', first, 5 * hourMs, 10_000, 0),
      sent('fails-in-its-run', first, 300_000, 10_050, 50),
      sent('works-again', first, 5 * hourMs, 50, 50),
      sent('works-again', second, 300_000, 10_000, 0),
    ]),
  ]);
  const found = new Map((await list()).map((one) => [one.name, one]));
  for (const name of ['fails-now', 'fails-in-its-run']) {
    expect(found.get(name)).toMatchObject({ shown: { id: 'silent' }, verdict: { id: 'unhealthy' }, isUnusable: true });
    expect(found.get(name)?.sentence).toMatch(/none of 50 requests in the hour up to its last call/u);
    const one = apiDetail.parse((await api.app.inject(`/api/v1/apis/${name}`)).json());
    expect(one).toMatchObject({ shown: found.get(name)?.shown, sentenceParts: found.get(name)?.sentenceParts });
  }
  expect(found.get('works-again')).toMatchObject({ shown: { id: 'healthy' }, needsAttention: false });
});
