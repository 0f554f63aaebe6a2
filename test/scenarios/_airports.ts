import type { ApiDetail, RunDetail } from '@sightglass/model/rest';
import { expect, test } from 'vitest';
import { type Flights, type StartedRun, stageOf } from './_flights.ts';

type Outcome = 'found' | 'unknown' | 'error' | 'rate-limit' | 'hang';

const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);
const affectedRows = ({ rowsAffected }: ApiDetail): number => sum(rowsAffected.map(({ rows }) => rows));

/** What the pipeline saw is what the API did; what was lost or late between them is a failure on one side only. */
const expectSameCounts = (seen: ApiDetail, outcomes: Partial<Record<Outcome, number>>): void => {
  const { found = 0, unknown = 0, error = 0, hang = 0, 'rate-limit': limited = 0 } = outcomes;
  const { '5xx': errors = 0, '429': refused = 0 } = seen.errors;
  expect(sum(Object.values(seen.errors))).toBe(seen.failed + seen.notSent);
  const lost = seen.failed - errors - refused - hang;
  const differences = {
    requests: seen.requests - sum(Object.values(outcomes)),
    answers: found + unknown - (seen.requests - seen.failed),
    errors: error - errors,
    refused: limited - refused,
  };
  expect({ lost, ...differences }).toSatisfy(() =>
    Object.values(differences).every((difference) => difference >= 0 && difference <= lost),
  );
};

/** Open, then tried once; open again, at once or after it was closed for a while. All of it within the run. */
const expectOneStory = (spans: ApiDetail['breakerSpans'], run: RunDetail): void => {
  expect(spans.map(({ state }) => state)).toEqual(spans.map((_, place) => (place % 2 === 0 ? 'open' : 'half-open')));
  const opened = spans.filter(({ state }) => state === 'open').slice(0, Math.floor(spans.length / 2));
  const tried = spans.filter(({ state }) => state === 'half-open');
  expect(tried.map(({ from }) => from)).toEqual(opened.map(({ to }) => to));
  const times = [run.startedAt, ...spans.flatMap(({ from, to }) => [from, to ?? '']), run.finishedAt ?? ''];
  const timesMs = times.map((time) => Date.parse(time));
  expect(timesMs).toEqual(timesMs.toSorted((one, other) => one - other));
  expect(spans.every(({ runId, stage }) => runId === run.runId && stage === 'enrich')).toBe(true);
};

/** Where the server took over a second to answer, a run goes on without what a person decided, and prints so: then another is begun. */
const startObedientRun = async (startRun: Flights['startRun'], attempt = 1): Promise<StartedRun> => {
  const started = startRun('normal');
  expect(await started.ended).toBe(0);
  const isAlone = (await started.errorOutput).includes('the breaker of "airports" is not shared for now');
  return isAlone && attempt < 5 ? startObedientRun(startRun, attempt + 1) : started;
};

/** What the pipeline saw of the airports API is what that did. */
export const airportsScenarios = ({ startRun, get, put, select, airportsUrl }: Flights): void => {
  /** What became of the lookups, as the airports API counted them itself. */
  const tally = async (): Promise<Partial<Record<Outcome, number>>> =>
    (await fetch(`${airportsUrl}/tally`)).json() as Promise<Partial<Record<Outcome, number>>>;

  const seenOf = ({ runId }: RunDetail): Promise<ApiDetail> => get(`/api/v1/apis/airports?runId=${runId}`);

  const loaded = async (): Promise<{ enriched: number; unenriched: number }> => {
    const [counts] = await select<{ enriched: number; unenriched: number }>(
      `SELECT count(*) FILTER (WHERE enriched)::integer AS enriched, count(*) FILTER (WHERE NOT enriched)::integer AS unenriched FROM flights`,
    );
    return counts ?? { enriched: NaN, unenriched: NaN };
  };

  test('api-slow: every request, timeout and repetition is seen, the run says so, and its rows balance', async () => {
    const started = startRun('api-slow');
    expect(await started.ended).toBe(0);
    const run = await started.readRun();
    const [seen, outcomes] = [await seenOf(run), await tally()];
    expectSameCounts(seen, outcomes);
    expect(outcomes.hang).toBeGreaterThan(0);
    expect(seen.retries).toBeGreaterThan(0);
    expect(seen.durationMs?.p50).toBeGreaterThanOrEqual(100);

    const counts = [`${seen.requests} requests`, `${seen.failed} failed`, `${seen.retries} repeated`];
    expect(await started.errorOutput).toContain(`airports: ${counts.join(', ')}, p95 `);
    const { rows } = stageOf(run, 'enrich');
    const { enriched, unenriched } = await loaded();
    expect(run).toMatchObject({ state: 'succeeded', balanced: true });
    expect(unenriched).toBe(affectedRows(seen));
    expect(enriched + unenriched).toBe(rows.read);
  });

  test('api-down: the breaker has one story, and the rows it cost are those loaded without cities', async () => {
    const started = startRun('api-down');
    expect(await started.ended).toBe(0);
    const run = await started.readRun();
    const seen = await seenOf(run);
    expectSameCounts(seen, await tally());
    expect(seen.breakerSpans.length).toBeGreaterThan(2);
    expectOneStory(seen.breakerSpans, run);
    expect(seen.notSent).toBeGreaterThan(0);
    expect(seen.errors['breaker_open']).toBe(seen.notSent);

    const { rows } = stageOf(run, 'enrich');
    const { enriched, unenriched } = await loaded();
    expect(seen.rowsAffected.every(({ policy }) => policy === 'load-unenriched')).toBe(true);
    expect(affectedRows(seen)).toBe(unenriched);
    expect(Math.min(enriched, unenriched)).toBeGreaterThan(0);
    expect(enriched + unenriched + rows.unmatched).toBe(rows.read);
    expect(enriched + unenriched).toBe(rows.written);
    expect(run).toMatchObject({ state: 'succeeded', balanced: true });
  });

  test('api-down, skip-row: the rows it cost are rejected, and those that were loaded have their cities; then isolated by a person: nothing is asked any more, the flights load without cities, and the caller is known to obey', async () => {
    const started = startRun('api-down', '--airports-policy=skip-row');
    expect(await started.ended).toBe(0);
    const run = await started.readRun();
    const seen = await seenOf(run);
    expectOneStory(seen.breakerSpans, run);
    const { rows, rejectedByReason } = stageOf(run, 'enrich');
    expect(seen.rowsAffected.every(({ policy }) => policy === 'skip-row')).toBe(true);
    expect(affectedRows(seen)).toBe(rows.rejected);
    expect(rejectedByReason).toEqual({ airport_unavailable: rows.rejected });
    expect(rows.rejected).toBeGreaterThan(0);
    expect(await loaded()).toEqual({ enriched: rows.read - rows.rejected - rows.unmatched, unenriched: 0 });

    expect(seen.callers).toMatchObject([{ pipeline: 'daily-flights', sharesBreaker: true }]);
    expect(await put('/api/v1/apis/airports/isolation', { isolated: true, reason: 'maintenance' })).toBe(true);
    const held = await startObedientRun(startRun);
    const isolated = await seenOf(await held.readRun());
    expect(await tally()).toEqual({});
    expect([isolated.requests, isolated.notSent]).toEqual([0, isolated.calls]);
    expect(affectedRows(isolated)).toBe((await loaded()).unenriched);
    expect(await put('/api/v1/apis/airports/isolation', { isolated: false })).toBe(true);
  });
};
