import { ruleList, ruleTestResult, type RuleTestResult } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allReceivedAt } from '../../../reception/reception-time.ts';
import { startTestApi, type TestApi } from '../../_api.ts';
import { eventsRequest, lifecycleEvent } from '../../runs/_runs.ts';

const hourMs = 3_600_000;
const nowMs = Date.parse('2026-11-27T05:00:00Z');
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(() => allReceivedAt(nowMs), { alerts: [{ id: 'quiet', what: 'empty', mute: true }] });
  // Twelve runs an hour apart: the fifth, sixth and ninth fail.
  const failing = new Set([5, 6, 9]);
  const events = Array.from({ length: 12 }, (_, at) => {
    const atMs = nowMs - (12 - at) * hourMs;
    const own = {
      runId: `run-${at}`,
      pipelineName: 'orders',
      pipelineNamespace: 'shop',
      pipelineOwner: 'sales',
      runStartedAt: new Date(atMs - 1_000).toISOString(),
    };
    const isBad = failing.has(at);
    return [
      lifecycleEvent('runStarted', atMs - 1_000, own),
      lifecycleEvent('runFinished', atMs, {
        ...own,
        runState: isBad ? 'failed' : 'succeeded',
        ...(isBad ? { exceptionType: 'Error', exceptionMessage: 'no' } : {}),
      }),
    ];
  });
  await api.engine.insert('logs', [eventsRequest(events.flat())]);
});
afterAll(() => api[Symbol.asyncDispose]());

const post = (body: object) => api.app.inject({ method: 'POST', url: '/api/v1/rules/test', payload: body });
const tested = async (...alerts: object[]): Promise<RuleTestResult> => {
  const response = await post({ alerts });
  expect(response.statusCode, response.body).toBe(200);
  return ruleTestResult.parse(response.json());
};
const fired = ({ rules }: RuleTestResult) => rules.map(({ id, fired: times }) => [id, times]);

test('history is replayed by the rules as they would have decided, and nothing of it is stored', async () => {
  const usual = await tested();
  expect([usual.runs, usual.incidents, usual.notifications]).toEqual([12, 2, 4]);
  expect(fired(usual)).toEqual([['default-failed', 2]]);
  expect(usual.latest.map(({ title, severity, openedAt }) => [title, severity, openedAt])).toEqual([
    ['orders failed', 'P2', '2026-11-27T02:00:00.000Z'],
    ['orders failed', 'P2', '2026-11-26T22:00:00.000Z'],
  ]);
  const twice = await tested({ id: 'twice', what: 'failed', where: { owner: 'sales' }, consecutive: 2 });
  expect([twice.incidents, fired(twice)]).toEqual([1, [['twice', 1]]]);
  const lasting = await tested({ id: 'lasting', what: 'failed', for: '30m' });
  expect([lasting.incidents, lasting.latest[0]?.openedAt]).toEqual([2, '2026-11-27T02:30:00.000Z']);
  const muted = await tested({ id: 'muted', what: 'failed', where: { pipeline: 'ord*' }, mute: true });
  expect([muted.incidents, fired(muted)]).toEqual([0, [['muted', 0]]]);
  expect(await api.state.query('SELECT no FROM incidents')).toEqual([]);
});

test('rules that cannot be meant are refused with their place', async () => {
  const refused = await post({ alerts: [{ id: 'x', what: 'late', consecutive: 2 }] });
  expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([
    400,
    expect.stringContaining('does not show in single runs'),
  ]);
});

test('rules are listed in the order in which they decide', async () => {
  const { items } = ruleList.parse((await api.app.inject('/api/v1/rules')).json());
  expect(items[0]).toEqual({
    id: 'quiet',
    what: 'empty',
    source: 'configuration',
    where: 'everywhere',
    forMs: 0,
    keepFiringForMs: 0,
    consecutive: 1,
    mute: true,
  });
  expect(items[1]).toMatchObject({ id: 'default-missed', source: 'built-in' });
});
