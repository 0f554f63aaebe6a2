import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { configure, instrumentPg } from '@sightglass/sdk';
import pg from 'pg';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { leftOutLines, rejectedLines } from './drops/dirty-drop.ts';
import { dropOf } from './drops/drop.ts';
import { loadDay } from './pipeline.ts';
import { runScenario } from './run-scenario.ts';
import type { ScenarioName } from './scenarios.ts';
import { warehouseAt } from './warehouse/warehouse-at.ts';
import { startFlightsWorld } from './world.ts';
import { temporaryFolder } from '../../../test/temporary-folder.ts';
import { isThorough } from '../../../test/times.ts';

const day = '2001-01-03';
const delivered = 16_948;
const filtered = 233;
const deduplicated = 3;
const loaded = delivered - filtered - deduplicated;

await using stack = new AsyncDisposableStack();
const dataFolder = temporaryFolder();
const collected: Buffer[] = [];
const collector = createServer(async (request, response) => {
  const body = await buffer(request);
  collected.push(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
  response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
}).listen(0, '127.0.0.1');
await once(collector, 'listening');
stack.defer(() => void collector.close());
configure({
  url: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
  bufferDir: false,
  logDir: false,
  logToConsole: false,
  summaryTable: false,
});
stack.defer(instrumentPg(pg));
const world = stack.use(await startFlightsWorld());
const opened = stack.move();
afterAll(() => opened.disposeAsync());

const run = (scenario: ScenarioName) =>
  runScenario({ scenario, day, dataFolder, rowsPerSecond: 1_000_000, seed: 1 }, world);

/** Counts fit into a number. */
const types = {
  getTypeParser: (type: number) => (type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type)),
};

const select = async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: world.warehouseUrl, types: types as never });
  await client.connect();
  return (await client.query<Row>(sql, values).finally(() => client.end())).rows;
};

const countFlights = async (where = 'true'): Promise<number> => {
  const [row] = await select<{ count: number }>(`SELECT count(*)::integer AS count FROM flights WHERE ${where}`);
  return row?.count ?? NaN;
};

interface AuditedStage {
  readonly stage: string;
  readonly state: string;
  readonly error: string | null;
  readonly rows_read: number;
  readonly rows_written: number;
  readonly rows_rejected: number;
  readonly rows_filtered: number;
  readonly rows_deduplicated: number;
  readonly rows_unmatched: number;
}

const auditOf = (runId: string): Promise<AuditedStage[]> =>
  select('SELECT * FROM sightglass_audit WHERE run_id = $1 AND stage = ANY($2) ORDER BY array_position($2, stage)', [
    runId,
    ['validate', 'extract', 'enrich', 'load'],
  ]);

/** Every row a stage read is explained, and every row it wrote was read by the next one. */
const expectBalanced = (stages: readonly AuditedStage[]): void => {
  for (const { rows_read, ...left } of stages) {
    expect(
      left.rows_written + left.rows_rejected + left.rows_filtered + left.rows_deduplicated + left.rows_unmatched,
    ).toBe(rows_read);
  }
  expect(stages.slice(1).map(({ rows_read }) => rows_read)).toEqual(
    stages.slice(0, -1).map(({ rows_written }) => rows_written),
  );
};

/** Text stands in protobuf as it is. */
const telemetry = (): string => Buffer.concat(collected).toString('latin1');
const telemetryHas = (words: string): boolean => telemetry().includes(words);

/** `pipeline.run.balanced` of each finished run: the key, then an AnyValue (field 2, two bytes) with a bool (field 2). */
const balancedFlags = (): boolean[] =>
  // oxlint-disable-next-line no-control-regex
  [...telemetry().matchAll(/pipeline\.run\.balanced\x12\x02\x10([\x00\x01])/g)].map(([, value]) => value === '\x01');

beforeEach(async () => {
  await select('TRUNCATE flights, sightglass_audit');
  collected.length = 0;
});

test('a good day: every flight is loaded, enriched, and explained by the audit table and by telemetry; loaded again it is there once', async () => {
  const runId = await run('normal');
  const audit = await auditOf(runId);
  expect(audit.map(({ stage, state }) => [stage, state])).toEqual([
    ['validate', 'succeeded'],
    ['extract', 'succeeded'],
    ['enrich', 'succeeded'],
    ['load', 'succeeded'],
  ]);
  expectBalanced(audit);
  expect(audit[0]).toMatchObject({ rows_read: delivered, rows_rejected: 0 });
  expect(audit[1]).toMatchObject({ rows_filtered: filtered, rows_deduplicated: deduplicated });
  expect(audit[3]).toMatchObject({ rows_written: loaded });
  expect(await countFlights()).toBe(loaded);
  expect(await countFlights('NOT enriched OR origin_city IS NULL OR destination_city IS NULL')).toBe(0);
  for (const words of [
    'pipeline.run.finished',
    runId,
    'GET /airports/{iata}',
    'INSERT flights',
    'INSERT sightglass_audit',
    'COMMIT',
    `.flights: ${loaded.toLocaleString('en')} rows`,
    `read file:${(await dropOf(day, dataFolder)).path}: ${delivered.toLocaleString('en')} rows`,
  ]) {
    expect(telemetryHas(words), words).toBe(true);
  }
  expect(balancedFlags()).toEqual([true]);

  const second = await run('normal');
  expect(await countFlights()).toBe(loaded);
  expect(await countFlights(`run_id = '${second}'`)).toBe(loaded);
});

test('a dirty file: bad lines are rejected by reason and kept as they were delivered, repeats and strangers counted, the rest loaded', async () => {
  const { repeated_line, unknown_airport } = leftOutLines;
  const runId = await run('dirty-file');
  const audit = await auditOf(runId);
  const rejected = Object.values(rejectedLines).reduce((sum, count) => sum + count, 0);
  expectBalanced(audit);
  expect(audit[0]).toMatchObject({ rows_read: delivered + repeated_line, rows_rejected: rejected });
  expect(audit[1]).toMatchObject({ rows_filtered: filtered, rows_deduplicated: deduplicated + repeated_line });
  expect(audit[2]).toMatchObject({ rows_unmatched: unknown_airport });
  expect(balancedFlags()).toEqual([true]);
  expect(await countFlights()).toBe(loaded - rejected - unknown_airport);
  const rejects = await readFile(join(dataFolder, 'rejects', `flights-${day}-${runId}.csv`), 'utf8');
  const [line] = /^\d+,delay\.type,.*$/mu.exec(rejects) ?? [];
  expect(line).toMatch(/^\d+,delay\.type,2001-01-03T[\d:]{8},NA,\d+,[A-Z]{3},[A-Z]{3}$/);
});

test('the drop of another day is the wrong file: nothing is loaded, and the contract says why', async () => {
  const { path } = await dropOf('2001-01-04', dataFolder);
  await using warehouse = warehouseAt(world.warehouseUrl);
  const wrong = {
    drop: { day, path },
    dataFolder,
    airportsUrl: world.airportsUrl,
    warehouse,
    rowsPerSecond: 1_000_000,
  };
  await expect(loadDay(wrong)).rejects.toThrow(/breaks its contract: .*date.*Is it the drop of 2001-01-03\?$/);
  expect(await countFlights()).toBe(0);
});

// The scenarios (`test/scenarios`) try these every day, as programs whose telemetry goes to a server.
describe.runIf(isThorough)('the airports API', () => {
  test('slow: everything is loaded all the same', async () => {
    expectBalanced(await auditOf(await run('api-slow')));
    expect(await countFlights()).toBe(loaded);
  });

  test('down: flights load without cities, none is lost', async () => {
    const audit = await auditOf(await run('api-down'));
    expectBalanced(audit);
    expect(audit[2]).toMatchObject({ rows_read: loaded, rows_written: loaded, rows_unmatched: 0 });
    const [enriched, unenriched] = await Promise.all([countFlights('enriched'), countFlights('NOT enriched')]);
    expect(enriched + unenriched).toBe(loaded);
    expect(enriched).toBeGreaterThan(0);
    expect(unenriched).toBeGreaterThan(0);
    expect(telemetryHas(' failures in a row, the last: ')).toBe(true);
    expect(balancedFlags()).toEqual([true]);
  });
});

describe.runIf(isThorough)('the warehouse', () => {
  test('locked by another session: the run waits, names it, and loads', async () => {
    const audit = await auditOf(await run('db-lock'));
    expectBalanced(audit);
    expect(await countFlights()).toBe(loaded);
    expect(telemetryHas('flights is locked by nightly-reindex (pid ')).toBe(true);
  });

  test('down in the middle of a load: nothing of the run stays, the next one loads everything once', async () => {
    await run('normal');
    await select('UPDATE flights SET run_id = $1', ['before']);
    await expect(run('db-down')).rejects.toThrow(/^the warehouse at 127\.0\.0\.1:\d+ is away/);
    expect(await countFlights(`run_id = 'before'`)).toBe(loaded);
    expect(await countFlights()).toBe(loaded);

    const failed = await select<{ run_id: string; stage: string }>(
      `SELECT run_id, stage FROM sightglass_audit WHERE state = 'failed' AND stage_id <> ''`,
    );
    expect(failed.map(({ stage }) => stage)).toEqual(['load']);
    const audit = await auditOf(failed[0]?.run_id ?? '');
    expect(audit.find(({ stage }) => stage === 'load')).toMatchObject({
      state: 'failed',
      rows_written: 0,
      error: expect.stringContaining('is away'),
    });
    expect(audit.find(({ stage }) => stage === 'enrich')).toMatchObject({
      state: 'aborted',
      error: expect.stringContaining('a neighbouring stage failed'),
    });

    const next = await run('normal');
    expectBalanced(await auditOf(next));
    expect(await countFlights(`run_id = '${next}'`)).toBe(loaded);
    expect(await countFlights()).toBe(loaded);
  });
});
