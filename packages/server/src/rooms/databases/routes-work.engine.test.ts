import { databaseEvents } from '@sightglass/model';
import { databaseStatements, databaseTransactions } from '@sightglass/model/rest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attributesOf, text } from '../../wire/_sample.ts';
import { startTestApi, type TestApi } from '../_api.ts';
import { warehouseAt } from './_databases.ts';
import { eventsRequest, unixNanoOf } from '../runs/_runs.ts';

const atMs = Date.parse('2026-05-01T10:00:00Z');
const warehouse = warehouseAt('db');

const event = (eventName: string, own: Readonly<Record<string, string | number>>): object => ({
  timeUnixNano: unixNanoOf(atMs),
  eventName,
  body: text(eventName),
  attributes: attributesOf({
    'db.system.name': 'postgresql',
    'server.address': 'db',
    'server.port': 5432,
    'db.namespace': 'shop',
    'pipeline.name': 'orders',
    'pipeline.run.id': 'run-1',
    ...own,
  }),
});

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(undefined, { dependencies: [warehouse] });
  const statement = { 'pipeline.db.fingerprint': 'f1', 'db.query.text': 'SELECT ?', 'pipeline.db.calls': 12 };
  const committed = { 'pipeline.db.transaction.outcome': 'committed', 'pipeline.db.duration': 40 };
  const lost = {
    'pipeline.db.transaction.outcome': 'rolled-back',
    'pipeline.db.transaction.reason': 'connection-lost',
  };
  await api.engine.insert('logs', [
    eventsRequest([
      event(databaseEvents.statementsCounted.name, statement),
      event(databaseEvents.transactionFinished.name, committed),
      event(databaseEvents.transactionFinished.name, lost),
    ]),
  ]);
});
afterAll(() => api[Symbol.asyncDispose]());

const inRange = 'from=2026-05-01T00:00:00Z&to=2026-05-02T00:00:00Z';
const get = (path: string) => api.app.inject(`/api/v1/dependencies/${path}`);

test('statements of the database, with the run that ran one last', async () => {
  const { items } = databaseStatements.parse((await get(`warehouse/statements?${inRange}`)).json());
  expect(items).toMatchObject([
    { text: 'SELECT ?', calls: 12, lastRunId: 'run-1', lastPipeline: 'orders', lastAt: '2026-05-01T10:00:00.000Z' },
  ]);
});

test('transactions of the database, committed and rolled back', async () => {
  const found = databaseTransactions.parse((await get(`warehouse/transactions?${inRange}`)).json());
  expect(found).toMatchObject({ committed: 1, rolledBack: 1, from: '2026-05-01T00:00:00.000Z' });
  expect(found.outcomes.find(({ outcome }) => outcome === 'rolled-back')).toMatchObject({ reason: 'connection-lost' });
});

test('without a range: the last day', async () => {
  const { from, to, items } = databaseStatements.parse((await get('warehouse/statements')).json());
  expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
  expect(items).toEqual([]);
});

test.each(['crm/statements', 'crm/transactions'])('%s is not known', async (path) => {
  const response = await get(path);
  expect(response.statusCode).toBe(404);
  expect(response.json<{ detail: string }>().detail).toBe('No dependency is called crm.');
});
