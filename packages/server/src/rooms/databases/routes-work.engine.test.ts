import { databaseEvents } from '@sightglass/model';
import { databaseStatements, databaseTransactions } from '@sightglass/model/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  api = await startTestApi(undefined, {
    dependencies: [
      warehouse,
      { ...warehouse, name: 'crowded', url: 'postgres://u@db/crowded' },
      { ...warehouse, name: 'odd', url: 'postgres://u@db/odd' },
    ],
  });
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

/** Every page, in order; `limit` items each at most. */
const pagesOf = async <Page extends { readonly nextCursor?: string | null | undefined }>(
  path: string,
  read: (body: unknown) => Page,
): Promise<Page[]> => {
  const pages: Page[] = [];
  let more = '';
  do {
    const answer = await get(`${path}${more}`);
    expect(answer.body.length).toBeLessThan(2 * 8_388_608);
    const page = read(answer.json());
    pages.push(page);
    more = page.nextCursor ? `&cursor=${encodeURIComponent(page.nextCursor)}` : '';
  } while (more !== '');
  return pages;
};

describe('of a database with many statements and outcomes', () => {
  const at = (day: number) => ({ 'db.namespace': 'crowded', 'pipeline.run.id': `run-${day}` });
  const names = Array.from({ length: 250 }, (_, index) => `s${`${index}`.padStart(3, '0')}`);
  beforeAll(async () => {
    const statements = names.map((name, index) =>
      event(databaseEvents.statementsCounted.name, {
        ...at(index),
        'pipeline.db.fingerprint': name,
        'pipeline.db.duration': index % 5,
        'pipeline.db.calls': 1,
        'db.query.text': 'x'.repeat(60_000),
      }),
    );
    const transactions = names.slice(0, 7).map((name, index) =>
      event(databaseEvents.transactionFinished.name, {
        ...at(index),
        'pipeline.db.transaction.outcome': 'rolled-back',
        'error.type': name.repeat(1_000),
      }),
    );
    await api.engine.insert('logs', [eventsRequest(statements)]);
    await api.engine.insert('logs', [eventsRequest([...transactions, ...transactions.slice(0, 2)])]);
  });

  test('statements come once each, longest first, in pages of some MiB', async () => {
    const pages = await pagesOf(`crowded/statements?limit=1000&${inRange}`, (body) => databaseStatements.parse(body));
    expect(pages.length).toBeGreaterThan(1);
    const items = pages.flatMap((page) => page.items);
    expect(items.map(({ durationMs }) => durationMs)).toEqual(
      items.map(({ durationMs }) => durationMs).toSorted((a, b) => b - a),
    );
    expect(items.map(({ fingerprint }) => fingerprint).toSorted()).toEqual(names);
    const cursor = encodeURIComponent(pages[0]?.nextCursor ?? '');
    const elsewhere = await get(`crowded/statements?from=2026-05-01T01:00:00Z&cursor=${cursor}`);
    expect([elsewhere.statusCode, elsewhere.body]).toEqual([
      400,
      expect.stringContaining('leave it out beside a cursor'),
    ]);
    const few = await pagesOf(`crowded/statements?limit=90&${inRange}`, (body) => databaseStatements.parse(body));
    expect(few.map((page) => page.items.length)).toEqual([90, 90, 70]);
  });

  test('outcomes come page by page, each with the counts of all', async () => {
    const pages = await pagesOf(`crowded/transactions?limit=3&${inRange}`, (body) => databaseTransactions.parse(body));
    expect(pages.map(({ outcomes, rolledBack }) => [outcomes.length, rolledBack])).toEqual([
      [3, 7],
      [3, 7],
      [1, 7],
    ]);
    const errors = pages.flatMap(({ outcomes }) => outcomes.map(({ errorClass }) => (errorClass ?? '').slice(0, 4)));
    expect(new Set(errors)).toEqual(new Set(names.slice(0, 7)));
  });
});

test('statements whose durations no clock gives are on some page too', async () => {
  const durations = { minus: -5, long: 9e14, none: 0, short: 2 };
  const statements = Object.entries(durations).map(([name, ms]) =>
    event(databaseEvents.statementsCounted.name, {
      'db.namespace': 'odd',
      'pipeline.db.fingerprint': name,
      'pipeline.db.duration': ms,
    }),
  );
  await api.engine.insert('logs', [eventsRequest(statements)]);
  const pages = await pagesOf(`odd/statements?limit=1&${inRange}`, (body) => databaseStatements.parse(body));
  const shown = pages.flatMap(({ items }) => items.map(({ fingerprint }) => fingerprint));
  expect(shown).toEqual(['long', 'short', 'minus', 'none']);
});

test.each(['statements', 'transactions'])('a cursor of %s that was not given out is refused', async (what) => {
  expect((await get(`warehouse/${what}?cursor=abc`)).statusCode).toBe(400);
});

test('without a range: the last day', async () => {
  const { from, to, items } = databaseStatements.parse((await get('warehouse/statements')).json());
  expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
  expect(items).toEqual([]);
});

test.each(['crm/statements', 'crm/transactions'])('%s is not known', async (path) => {
  const response = await get(path);
  expect(response.statusCode).toBe(404);
  expect(response.json<{ detail: string }>().detail).toContain('No database is called "crm"');
});
