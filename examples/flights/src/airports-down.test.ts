import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attributes } from '@sightglass/model';
import { configure } from '@sightglass/sdk';
import pg from 'pg';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { startOtlpServer } from '../../../packages/sdk/testing/otlp-server.ts';
import { runScenario } from './run-scenario.ts';
import type { ScenarioName } from './scenarios.ts';
import { startFlightsWorld } from './world.ts';

await using stack = new AsyncDisposableStack();
const dataFolder = await mkdtemp(join(tmpdir(), 'flights-test-'));
stack.defer(() => rm(dataFolder, { recursive: true }));
const server = stack.use(await startOtlpServer());
configure({
  url: server.url,
  bufferDir: false,
  logDir: false,
  logToConsole: false,
  summaryTable: false,
  flushTimeoutMs: 20_000,
});
const world = stack.use(await startFlightsWorld());
const opened = stack.move();
afterAll(() => opened.disposeAsync());
beforeEach(() => void (server.requests.length = 0));

const run = (scenario: ScenarioName, airportsPolicy: 'load-unenriched' | 'skip-row') =>
  runScenario({ scenario, day: '2001-01-03', dataFolder, rowsPerSecond: 1_000_000, seed: 1, airportsPolicy }, world);

const countFlights = async (where: string): Promise<number> => {
  const client = new pg.Client({ connectionString: world.warehouseUrl });
  await client.connect();
  const { rows } = await client
    .query<{ count: number }>(`SELECT count(*)::integer AS count FROM flights WHERE ${where}`)
    .finally(() => client.end());
  return rows[0]?.count ?? NaN;
};

/** What the enrich stage said in the end. */
const enrichLedger = () => {
  const finished = server
    .events('pipeline.stage.finished')
    .find((event) => event.attributes[attributes.stageName] === 'enrich');
  const count = (name: string) => Number(finished?.attributes[name] ?? 0);
  return {
    read: count(attributes.rowsRead),
    written: count(attributes.rowsWritten),
    rejected: count(attributes.rowsRejected),
  };
};

/** Rows touched by each policy: the last count said for each class of error, summed. */
const rowsTouched = (): Record<string, number> => {
  const latest = new Map(
    server
      .events('dependency.rows.affected')
      .map(({ attributes: own }) => [
        `${String(own[attributes.dependencyPolicy])} ${String(own[attributes.errorType])}`,
        own,
      ]),
  );
  const touched: Record<string, number> = {};
  for (const own of latest.values()) {
    const policy = String(own[attributes.dependencyPolicy]);
    touched[policy] = (touched[policy] ?? 0) + Number(own[attributes.dependencyRows]);
  }
  return touched;
};

const breakerStates = () =>
  server
    .events('dependency.breaker.changed')
    .map(({ attributes: own }) => [own[attributes.dependencyBreakerFrom], own[attributes.dependencyBreakerTo]]);

test('down, load-unenriched: every flight is loaded, and those without cities are exactly those the policy touched', async () => {
  await run('api-down', 'load-unenriched');
  const { read, written, rejected } = enrichLedger();
  const [enriched, unenriched] = await Promise.all([countFlights('enriched'), countFlights('NOT enriched')]);
  expect({ written, rejected }).toEqual({ written: read, rejected: 0 });
  expect(enriched + unenriched).toBe(read);
  expect(unenriched).toBeGreaterThan(0);
  expect(rowsTouched()).toEqual({ 'load-unenriched': unenriched });
});

test('down, skip-row: flights left out are exactly those the policy touched', async () => {
  await run('api-down', 'skip-row');
  const { read, written, rejected } = enrichLedger();
  expect(await countFlights('true')).toBe(written);
  expect(await countFlights('NOT enriched')).toBe(0);
  expect(written + rejected).toBe(read);
  expect(rejected).toBeGreaterThan(0);
  expect(rowsTouched()).toEqual({ 'skip-row': rejected });
});

test('down: the breaker opens, and each change begins where the one before it ended', async () => {
  await run('api-down', 'load-unenriched');
  const changes = breakerStates();
  expect(changes[0]).toEqual(['closed', 'open']);
  expect(changes.slice(1).map(([from]) => from)).toEqual(changes.slice(0, -1).map(([, to]) => to));
});

test('slow: nothing is touched by a policy, and the slow requests are in the histogram', async () => {
  await run('api-slow', 'load-unenriched');
  expect(rowsTouched()).toEqual({});
  expect(breakerStates()).toEqual([]);
  const calls = server.events('dependency.calls').at(-1)?.attributes ?? {};
  const buckets = calls[attributes.dependencyDurationBuckets] as number[];
  const total = buckets.reduce((sum, count) => sum + count);
  expect(total).toBe(calls[attributes.dependencyRequests]);
  const ofAtMost100Ms = buckets.slice(0, 11).reduce((sum, count) => sum + count);
  expect(ofAtMost100Ms).toBeLessThan(total / 10);
  expect(await countFlights('NOT enriched')).toBe(0);
});
