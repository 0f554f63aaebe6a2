import { pipelineDetail, runPage } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allReceivedAt } from '../../reception/reception-time.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { eventsRequest, lifecycleEvent } from './_runs.ts';

const hourMs = 3_600_000;
const beganAtMs = Date.parse('2026-03-01T02:00:00Z');
let api: TestApi;
beforeAll(async () => void (api = await startTestApi(() => allReceivedAt(beganAtMs + 100 * hourMs))));
afterAll(() => api[Symbol.asyncDispose]());

test('a run without rows where rows are usual has no new data, unless that is legal', async () => {
  const events = (['usual', 'legal'] as const).flatMap((pipelineName) =>
    [5, 7, 6, 9, 8, 7, 0].flatMap((rows, index) => {
      const own = { runId: `${pipelineName}-${index}`, pipelineName };
      const atMs = beganAtMs + index * hourMs;
      const declared = pipelineName === 'legal' ? { pipelineEmpty: 'legal' } : {};
      const counts = { rowsRead: rows, rowsWritten: rows };
      return [
        lifecycleEvent('runStarted', atMs, { ...own, ...declared }),
        lifecycleEvent('runFinished', atMs + 1_000, { ...own, runState: 'succeeded', ...counts }),
      ];
    }),
  );
  await api.engine.insert('logs', [eventsRequest(events)], { receivedAt: new Date(beganAtMs + 10 * hourMs) });
  const shownOf = async (path: string) => runPage.parse((await api.app.inject(path)).json()).items[0];
  for (const path of ['/api/v1/runs?pipeline=usual', '/api/v1/runs?pipeline=usual&limit=1'])
    expect(await shownOf(path)).toMatchObject({
      verdict: { id: 'yes-but', words: 'No new data' },
      shown: { id: 'empty', word: 'No new data' },
      sentence: expect.stringContaining('It usually reads 7.') as string,
    });
  expect(await shownOf('/api/v1/runs?pipeline=legal')).toMatchObject({
    verdict: { id: 'yes', words: 'Ready to use' },
    sentence: expect.stringContaining('Ready to use: nothing to load') as string,
  });
  const usual = pipelineDetail.parse((await api.app.inject('/api/v1/pipelines/default/usual')).json());
  expect(usual).toMatchObject({
    shown: { id: 'empty' },
    needsAttention: true,
    freshAt: new Date(beganAtMs + 5 * hourMs + 1_000).toISOString(),
    recentRuns: { 6: { shown: { id: 'empty' } } },
  });
  const legal = pipelineDetail.parse((await api.app.inject('/api/v1/pipelines/default/legal')).json());
  expect(legal).toMatchObject({ freshAt: new Date(beganAtMs + 6 * hourMs + 1_000).toISOString() });
});
