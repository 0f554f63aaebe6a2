import { legalHoldList, retentionAnswer } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logsRequest, text } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';

let api: TestApi;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api[Symbol.asyncDispose]());

const get = async (url: string): Promise<unknown> => (await api.app.inject({ url })).json();
const post = (url: string, payload: object) => api.app.inject({ method: 'POST', url, payload });

it('what is kept is told by class, with what goes next', async () => {
  await api.engine.insert('logs', [logsRequest([{ body: text('one') }])], {
    receivedAt: new Date('2026-11-01T10:00:00Z'),
  });
  const { classes, accessLog, forecast } = retentionAnswer.parse(await get('/api/v1/retention'));
  expect(classes.find(({ name }) => name === 'logs')).toMatchObject({
    setting: 'retention.logDays',
    days: 30,
    rows: 1,
    since: '2026-11-01',
    nextGoesAt: '2026-12-02',
  });
  expect(classes.find(({ name }) => name === 'spans')).toMatchObject({ rows: 0, since: null, nextGoesAt: null });
  expect(accessLog.days).toBeNull();
  expect(forecast.basedOnDays).toBeGreaterThan(0);
});

it('a hold is placed, listed, released, and each is in the access log', async () => {
  const hold = { reason: 'audit of 2026', namespace: null, pipeline: 'orders', from: '2026-01-01T00:00:00Z', to: null };
  const placed = await post('/api/v1/legal-holds', hold);
  expect([placed.statusCode, placed.json()]).toEqual([
    201,
    expect.objectContaining({ reason: 'audit of 2026', pipeline: 'orders' }),
  ]);
  const { items } = legalHoldList.parse(await get('/api/v1/legal-holds'));
  expect(items).toHaveLength(1);
  const url = `/api/v1/legal-holds/${items[0]?.id}`;
  expect((await api.app.inject({ method: 'DELETE', url })).statusCode).toBe(204);
  expect((await api.app.inject({ method: 'DELETE', url })).statusCode).toBe(404);
  expect(legalHoldList.parse(await get('/api/v1/legal-holds')).items).toEqual([]);
  const log = (await api.access.log.list({ action: 'hold', limit: 10 })).map(({ action }) => action);
  expect(log).toEqual(['hold.released', 'hold.placed']);
});

it.each([
  ['without a reason', { reason: ' ' }],
  ['that ends before it begins', { to: '2025-01-01T00:00:00Z' }],
  ['with a time that is none', { from: 'yesterday' }],
])('a hold %s is refused', async (_name, more) => {
  const hold = { reason: 'r', namespace: null, pipeline: null, from: '2026-01-01T00:00:00Z', to: null, ...more };
  expect((await post('/api/v1/legal-holds', hold)).statusCode).toBe(400);
});
