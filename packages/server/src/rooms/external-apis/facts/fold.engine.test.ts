import { runIdAt } from '@sightglass/model';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { times } from '../../../../../../test/times.ts';
import { eventsRequest, lifecycleEvent, runEvents } from '../../runs/_runs.ts';
import { createExternalApiReader, type ExternalApiReader } from './reader.ts';

let engine: TestEngine;
let reader: ExternalApiReader;
beforeAll(async () => {
  engine = await startTestEngine();
  reader = createExternalApiReader(engine.telemetry);
});
afterAll(() => engine[Symbol.asyncDispose]());

const startedAtMs = Date.parse('2026-03-01T00:00:10Z');

const foldOf = async (runId: string) => ({
  calls: await reader.calls({ runId }),
  rows: await reader.affectedRows({ runId }),
  breakers: await reader.breakerChanges({ runId }),
});

const identityOf = (runId: string) => ({
  runId,
  pipelineName: 'flights',
  pipelineNamespace: 'examples',
  stageId: 'f'.repeat(16),
  stageName: 'enrich',
  dependencyName: 'airports',
});

/** Counts that grow, a breaker that opens and closes, rows touched. */
const eventsOf = (runId: string): object[] => {
  const identity = identityOf(runId);
  const calls = (step: number) =>
    lifecycleEvent('calls', startedAtMs + step * 1_000, {
      ...identity,
      dependencyEndpoint: 'GET /airports/{iata}',
      serverAddress: '127.0.0.1',
      serverPort: 8080,
      dependencyCalls: step * 10,
      dependencyRequests: step * 12,
      dependencyRequestsFailed: step * 2,
      dependencyErrors: step === 1 ? { '5xx': 2 } : { '5xx': step, timeout: step },
      dependencyDurationSumMs: step * 100.5,
      dependencyDurationBuckets: [step, 0, step * 11],
      dependencyQuotaLimit: 100,
      dependencyQuotaRemaining: 100 - step * 10,
      dependencyQuotaResetAt: '2026-03-01T00:01:00.000Z',
    });
  const rows = (step: number) =>
    lifecycleEvent('rows', startedAtMs + step * 1_000, {
      ...identity,
      dependencyPolicy: 'load-unenriched',
      errorType: 'breaker_open',
      dependencyRows: step * 100,
    });
  const change = (atMs: number, from: string, to: string) =>
    lifecycleEvent('breakerChanged', startedAtMs + atMs, {
      ...identity,
      dependencyBreakerId: 'b1',
      dependencyBreakerFrom: from,
      dependencyBreakerTo: to,
      dependencyBreakerReason: 'because',
    });
  return [
    ...[1, 2, 3].flatMap((step) => [calls(step), rows(step)]),
    change(1_500, 'closed', 'open'),
    change(2_500, 'open', 'half-open'),
    change(2_600, 'half-open', 'closed'),
    ...runEvents({ runId, startedAtMs }),
  ];
};

const anonymous = (fold: unknown, runId: string): unknown => JSON.parse(JSON.stringify(fold).replaceAll(runId, 'run'));

test('calls, rows and breaker changes are folded', async () => {
  const runId = runIdAt(1);
  await engine.insert('logs', [eventsRequest(eventsOf(runId))]);
  const { calls, rows, breakers } = await foldOf(runId);
  expect(calls).toMatchObject([
    {
      api: 'airports',
      endpoint: 'GET /airports/{iata}',
      servers: ['127.0.0.1:8080'],
      calls: 30,
      requests: 36,
      failed: 6,
      errors: { '5xx': 3, timeout: 3 },
      durationSumMs: 301.5,
      buckets: [3, 0, 33],
      runs: 1,
      quota: {
        limit: 100,
        remaining: 70,
        resetAtMs: Date.parse('2026-03-01T00:01:00Z'),
        exhaustedAtMs: null,
      },
    },
  ]);
  expect(rows).toMatchObject([{ policy: 'load-unenriched', error: 'breaker_open', rows: 300, stage: 'enrich', runId }]);
  expect(breakers.map(({ before, after, runHasEnded }) => [before, after, runHasEnded])).toEqual([
    ['closed', 'open', true],
    ['open', 'half-open', true],
    ['half-open', 'closed', true],
  ]);
});

test('any order, any repetition, any cut into segments folds to the same', async () => {
  const reference = runIdAt(2);
  await engine.insert('logs', [eventsRequest(eventsOf(reference))]);
  const expected = anonymous(await foldOf(reference), reference);
  const count = eventsOf('').length;
  const plan = fc.record({
    order: fc.shuffledSubarray([...Array(count).keys()], { minLength: count }),
    repeated: fc.array(fc.nat(count - 1), { maxLength: 10 }),
    cut: fc.nat(count),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ order, repeated, cut }) => {
      const runId = runIdAt(Math.random() * 1e12);
      const events = eventsOf(runId);
      const sent = [...order, ...repeated].map((index) => events[index] ?? {});
      await engine.insert('logs', [eventsRequest(sent.slice(0, cut))]);
      await engine.insert('logs', [eventsRequest(sent.slice(cut))]);
      expect(anonymous(await foldOf(runId), runId)).toEqual(expected);
    }),
    { numRuns: times(3) },
  );
});

test('values that are no counts do no harm', async () => {
  const runId = runIdAt(3);
  await engine.insert('logs', [
    eventsRequest([
      lifecycleEvent('calls', startedAtMs, {
        ...identityOf(runId),
        dependencyEndpoint: 'GET /',
        dependencyCalls: 'many',
        dependencyErrors: 'none',
        dependencyDurationBuckets: ['a', 'b'],
        dependencyQuotaRemaining: -7,
        dependencyQuotaResetAt: 'tomorrow',
      }),
      lifecycleEvent('breakerChanged', startedAtMs, { ...identityOf(runId), dependencyBreakerTo: 'exploded' }),
    ]),
  ]);
  const { calls, breakers } = await foldOf(runId);
  expect(calls).toMatchObject([{ calls: 0, errors: {}, quota: null }]);
  expect(breakers).toEqual([]);
});

test('a server of which host or port is missing is no lonely colon', async () => {
  const runId = runIdAt(5);
  const servers = [
    {},
    { serverPort: 443 },
    { serverAddress: '', serverPort: 0 },
    { serverAddress: 'a.example' },
    { serverAddress: 'b.example', serverPort: 8443 },
    { serverAddress: '[::1]', serverPort: 80 },
  ];
  await engine.insert('logs', [
    eventsRequest(
      servers.map((server) =>
        lifecycleEvent('calls', startedAtMs, { ...identityOf(runId), dependencyEndpoint: 'GET /', ...server }),
      ),
    ),
  ]);
  const [calls] = await reader.calls({ runId });
  expect(calls?.servers).toEqual(['[::1]:80', 'a.example', 'b.example:8443']);
});

test('a filter by time, pipeline and API leaves out what it should', async () => {
  const runId = runIdAt(4);
  await engine.insert('logs', [eventsRequest(eventsOf(runId))]);
  const found = async (filter: object) => (await reader.calls({ runId, ...filter })).length;
  expect(await found({ fromMs: startedAtMs, toMs: startedAtMs + 60_000 })).toBe(1);
  expect(await found({ fromMs: startedAtMs + 60_000 })).toBe(0);
  expect(await found({ toMs: startedAtMs })).toBe(0);
  expect(await found({ pipeline: 'flights', namespace: 'examples', api: 'airports' })).toBe(1);
  expect(await found({ pipeline: 'other' })).toBe(0);
  expect(await found({ api: "air'ports" })).toBe(0);
});
