import type { ApiDetail, RunDetail } from '@sightglass/model/api';
import { expect, test } from 'vitest';
import { logBodies } from '../_api.ts';
import { stageOf, startFlights, type Flights } from './_flights.ts';

/** What the airports API itself counted. */
interface Tally {
  readonly found: number;
  readonly error?: number;
  readonly 'rate-limit'?: number;
  readonly hang: number;
}

const tallyOf = async ({ airportsUrl }: Flights): Promise<Tally> =>
  (await fetch(`${airportsUrl}/tally`)).json() as Promise<Tally>;
const answered = (tally: Tally): number => Object.values(tally).reduce((sum: number, count: number) => sum + count, 0);
const airportsIn = ({ get }: Flights, { runId }: RunDetail): Promise<ApiDetail> =>
  get(`/api/v1/apis/airports?runId=${runId}`);

const countFlights = async ({ select }: Flights, where: string): Promise<number> => {
  const [row] = await select<{ count: number }>(`SELECT count(*)::integer AS count FROM flights WHERE ${where}`);
  return row?.count ?? NaN;
};

const timeoutMs = 800;

test('api-slow: every request, timeout and repetition is seen, the run says so, and no row is touched', async () => {
  await using flights = await startFlights();
  expect(await flights.startRun('api-slow').ended).toBe(0);
  const run = await flights.latestRun();
  const [told, tally] = [await airportsIn(flights, run), await tallyOf(flights)];

  expect(tally.hang).toBeGreaterThan(0);
  expect(told.requests).toBe(answered(tally));
  expect(told.retries).toBe(told.requests - told.calls);
  expect(told.errors).toEqual({ timeout: told.failed });
  expect(told.failed).toBeGreaterThanOrEqual(tally.hang);
  expect(told.durationMs?.p50).toBeGreaterThanOrEqual(100);
  expect(told.durationMs?.max).toBeGreaterThanOrEqual(timeoutMs - 1);
  expect(told).toMatchObject({ rowsAffected: [], breakerSpans: [], runs: 1 });

  const said = `airports: ${told.requests} requests, ${told.failed} failed, ${told.retries} repeated, p95 `;
  expect((await logBodies(flights.url, `runId=${run.runId}`)).filter((body) => body.includes(said))).toHaveLength(1);
  const { rows } = stageOf(run, 'enrich');
  expect(run).toMatchObject({ state: 'succeeded', balanced: true });
  expect(rows.written).toBe(rows.read);
  expect(await countFlights(flights, 'enriched')).toBe(rows.read);
}, 240_000);

test('api-down: the breaker has one story, and the rows it cost are those loaded without cities', async () => {
  await using flights = await startFlights();
  expect(await flights.startRun('api-down').ended).toBe(0);
  const run = await flights.latestRun();
  const [told, tally] = [await airportsIn(flights, run), await tallyOf(flights)];

  expect(told.requests).toBe(answered(tally));
  expect(told.errors).toMatchObject({ '429': tally['rate-limit'], '5xx': tally.error, breaker_open: told.notSent });

  const spans = told.breakerSpans;
  expect(spans.length).toBeGreaterThan(2);
  expect(spans.map(({ state }) => state)).toEqual(spans.map((_, place) => (place % 2 === 0 ? 'open' : 'half-open')));
  expect(spans.slice(1).map(({ from }) => from)).toEqual(spans.slice(0, -1).map(({ to }) => to));
  const moments = [run.startedAt, ...spans.map(({ from }) => from), spans.at(-1)?.to ?? '', run.finishedAt ?? ''];
  expect(moments.map(Date.parse)).toEqual(moments.map(Date.parse).toSorted((one, other) => one - other));
  expect(new Set(spans.map(({ runId, stage }) => `${runId} ${stage}`))).toEqual(new Set([`${run.runId} enrich`]));

  const { rows } = stageOf(run, 'enrich');
  const [enriched, unenriched] = [await countFlights(flights, 'enriched'), await countFlights(flights, 'NOT enriched')];
  const touched = told.rowsAffected.reduce((sum, one) => sum + one.rows, 0);
  expect(new Set(told.rowsAffected.map(({ policy }) => policy))).toEqual(new Set(['load-unenriched']));
  expect(touched).toBe(unenriched);
  expect(unenriched).toBeGreaterThan(0);
  expect(enriched + unenriched + rows.unmatched).toBe(rows.read);
  expect(enriched + unenriched).toBe(rows.written);
  expect(run).toMatchObject({ state: 'succeeded', balanced: true });
}, 240_000);

test('api-down, skip-row: the rows it cost are rejected, and those that were loaded have their cities', async () => {
  await using flights = await startFlights();
  expect(await flights.startRun('api-down', '--airports-policy=skip-row').ended).toBe(0);
  const run = await flights.latestRun();
  const told = await airportsIn(flights, run);
  const { rows, rejectedByReason } = stageOf(run, 'enrich');
  expect(told.rowsAffected.map(({ policy }) => policy)).not.toContain('load-unenriched');
  expect(told.rowsAffected.reduce((sum, one) => sum + one.rows, 0)).toBe(rows.rejected);
  expect(rejectedByReason).toEqual({ airport_unavailable: rows.rejected });
  expect(rows.rejected).toBeGreaterThan(0);
  expect(await countFlights(flights, 'enriched')).toBe(rows.read - rows.rejected - rows.unmatched);
}, 240_000);
