import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../engine/_engine.ts';
import { checkEvents } from '../contracts/_checks.ts';
import { eventsRequest, runEvents } from './_runs.ts';
import { createRunReader } from './facts-runs.ts';
import { createStageReader } from './facts-stages.ts';
import { storedRuns } from './facts-views.ts';

let engine: TestEngine;
beforeAll(async () => void (engine = await startTestEngine()));
afterAll(() => engine[Symbol.asyncDispose]());

test('a run that ends while it is read has all its stages and doubts, or has not ended', async () => {
  const runId = 'ends-while-read';
  const atMs = Date.parse('2026-03-01T02:00:00Z');
  const [started, ...rest] = runEvents({ runId, startedAtMs: atMs, pipeline: 'orders', namespace: 'shop' });
  const ending = [...rest.slice(0, -1), ...checkEvents({ runId, atMs: atMs + 5_000, broken: 50 }), ...rest.slice(-1)];
  await engine.insert('logs', [eventsRequest(started === undefined ? [] : [started])]);
  let hasEnded = false;
  /** The engine's own client, but what the run sends at its end is stored in the moment before the run is read. */
  const telemetry: typeof engine.telemetry = {
    ...engine.telemetry,
    rows: async <Row>(...[sql, parameters]: Parameters<typeof engine.telemetry.rows>): Promise<Row[]> => {
      if (!hasEnded && sql.endsWith('ORDER BY namespace, pipeline')) {
        hasEnded = true;
        await engine.insert('logs', [eventsRequest(ending)]);
      }
      return engine.telemetry.rows<Row>(sql, parameters);
    },
  };
  const readers = { runs: createRunReader(telemetry), stages: createStageReader(telemetry) };
  const [read] = await storedRuns(readers, [{ runId, pipeline: 'orders', namespace: 'shop' }]);
  expect(hasEnded).toBe(true);
  expect(read?.facts.finish?.state).toBe('succeeded');
  expect(read?.stages.map(({ name, finish }) => [name, finish?.state])).toEqual([
    ['extract', 'succeeded'],
    ['validate', 'succeeded'],
    ['load', 'succeeded'],
  ]);
  expect(read?.facts.doubts).toMatchObject([{ kind: 'contract', contract: 'orders' }]);
});
