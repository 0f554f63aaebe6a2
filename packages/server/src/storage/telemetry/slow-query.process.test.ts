import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnEngine, type OwnEngine } from '../../engine/_own-engine.ts';
import { createEvents } from '../../events/_events.ts';
import { type AppParts, createApp } from '../../http/app.ts';
import { createTelemetryClient, type TelemetryClient } from './client.ts';
import { openToAnyone } from '../../access/gate.ts';
import { reads } from '../../access/needs.ts';

let engine: OwnEngine;
beforeAll(async () => (engine = await startOwnEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

const endless = 'SELECT count() AS found FROM numbers(1000000000000) WHERE cityHash64(number) % 3 = 7';

/** Queries under way; the engine lists one that was stopped until its connection has the next. */
const running = async (): Promise<number> => {
  const rows = await engine.telemetry.rows(
    "SELECT 1 FROM system.processes WHERE query LIKE '/* read%count() AS found%' AND NOT is_cancelled AND query NOT LIKE '%processes%'",
  );
  return rows.length;
};

const events = createEvents(() => {});
const appOver = (telemetry: TelemetryClient, bound: Pick<AppParts, 'mostQueryingMs'> = {}) =>
  createApp({
    ...bound,
    events,
    registry: events.registry,
    gate: openToAnyone,
    api: (app, _options, done) => {
      app.get('/endless', { config: reads }, () => telemetry.rows(endless));
      app.get('/many', { config: reads }, async () => {
        for (let query = 0; query < 20; query += 1) await telemetry.rows('SELECT sleep(0.5)');
      });
      done();
    },
    readiness: [],
  });

test('a query that would read more rows than one may is refused before it reads, and one that nobody asked from outside is not', async () => {
  await using telemetry = createTelemetryClient({
    address: () => engine.engine.address(),
    database: 'default',
    ceilings: { rows: 1_000_000, bytes: undefined },
  });
  await using app = appOver(telemetry);
  const response = await app.inject('/api/v1/endless');
  expect(response.json()).toMatchObject({
    status: 422,
    type: 'urn:sightglass:problem:query-too-wide',
    detail: expect.stringContaining('shorter time range'),
  });
  expect(await telemetry.rows('SELECT count() AS n FROM numbers(2000000) WHERE number % 2 = 0')).toEqual([
    { n: 1_000_000 },
  ]);
});

test('a query of too much is sent once and answered with what to narrow', async () => {
  let sent = 0;
  await using telemetry = createTelemetryClient({
    address: () => {
      sent += 1;
      return engine.engine.address();
    },
    database: 'default',
    mostQuerySeconds: 1,
  });
  await using app = appOver(telemetry);
  const response = await app.inject('/api/v1/endless');
  expect(response.statusCode).toBe(504);
  expect(response.json()).toMatchObject({
    type: 'urn:sightglass:problem:query-too-heavy',
    detail: expect.stringContaining('shorter time range'),
  });
  expect(sent).toBe(1);
  expect(engine.engine.restarts).toBe(0);
});

test('queries of one request that take too much together are answered with what to narrow', async () => {
  let sent = 0;
  await using telemetry = createTelemetryClient({
    address: () => {
      sent += 1;
      return engine.engine.address();
    },
    database: 'default',
  });
  await using app = appOver(telemetry, { mostQueryingMs: 1_200 });
  const response = await app.inject('/api/v1/many');
  expect(response.json()).toMatchObject({ status: 504, detail: expect.stringContaining('shorter time range') });
  expect(sent).toBeLessThan(5);
});

test('a request that waits for an engine to be started is answered in time', async () => {
  await using telemetry = createTelemetryClient({ address: () => new Promise(() => {}), database: 'default' });
  await using app = appOver(telemetry, { mostQueryingMs: 100 });
  const response = await app.inject('/api/v1/endless');
  expect(response.json()).toMatchObject({ status: 503, detail: expect.stringContaining('being restarted') });
});

test('a query ends when its reader leaves', async () => {
  await using app = appOver(engine.telemetry);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const leaving = new AbortController();
  const readers = Array.from({ length: 3 }, () =>
    fetch(`${url}/api/v1/endless`, { signal: leaving.signal }).catch((error: unknown) => (error as Error).name),
  );
  await expect.poll(running, { timeout: 60_000 }).toBe(3);
  leaving.abort();
  expect(await Promise.all(readers)).toEqual(['AbortError', 'AbortError', 'AbortError']);
  await expect.poll(running, { timeout: 60_000 }).toBe(0);
});
