import { runIdAt } from '@sightglass/model';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { times } from '../../../../../../test/times.ts';
import { eventsRequest, lifecycleEvent } from '../../runs/_runs.ts';
import { createExternalApiReader, type ExternalApiReader } from './reader.ts';

let engine: TestEngine;
let reader: ExternalApiReader;
beforeAll(async () => {
  engine = await startTestEngine();
  reader = createExternalApiReader(engine.telemetry);
});
afterAll(() => engine[Symbol.asyncDispose]());

const runId = runIdAt(7);
const minuteMs = 60_000;
const fromMs = Date.parse('2026-03-01T00:00:00Z');
const minute = (at: number) => fromMs + at * minuteMs;

interface SentCalls {
  readonly api: string;
  readonly stage?: string;
  readonly endpoint?: string;
  readonly atMs: number;
  readonly requests: number;
  readonly timeouts?: number;
}

/** Counts so far of one stage, of which every request took up to 1 ms. */
const sentEvent = ({ api, stage = 'enrich', endpoint = 'GET /', atMs, requests, timeouts = 0 }: SentCalls): object =>
  lifecycleEvent('calls', atMs, {
    runId,
    pipelineName: 'flights',
    pipelineNamespace: 'examples',
    stageId: stage,
    stageName: stage,
    dependencyName: api,
    dependencyEndpoint: endpoint,
    dependencyRequests: requests,
    dependencyRequestsFailed: timeouts,
    dependencyErrors: timeouts === 0 ? {} : { timeout: timeouts },
    dependencyDurationMaxMs: 1,
    dependencyDurationBuckets: [requests],
  });

const send = (...events: readonly SentCalls[]) => engine.insert('logs', [eventsRequest(events.map(sentEvent))]);
const history = (api: string, range: object = {}) =>
  reader.callHistory({ api, fromMs, toMs: minute(60), stepMs: 10 * minuteMs, ...range });

test('a step holds what was added in it, over all stages and endpoints', async () => {
  const api = 'airports';
  await send(
    { api, atMs: minute(1), requests: 10, timeouts: 1 },
    { api, atMs: minute(2), requests: 25, timeouts: 1 },
    { api, atMs: minute(12), requests: 40, timeouts: 4 },
    { api, stage: 'load', atMs: minute(13), requests: 5 },
    { api, endpoint: 'GET /cities', atMs: minute(14), requests: 2 },
    { api: 'other', atMs: minute(1), requests: 1_000 },
  );
  expect(await history(api)).toEqual([
    { atMs: minute(0), requests: 25, failed: 1, errors: { timeout: 1 }, durationMaxMs: 1, buckets: [25] },
    { atMs: minute(10), requests: 22, failed: 3, errors: { timeout: 3 }, durationMaxMs: 1, buckets: [22] },
  ]);
});

test('what a stage had counted before the range does not count in it', async () => {
  const counts = async (range: object) =>
    (await history('airports', range)).map(({ atMs, requests }) => [atMs, requests]);
  expect(await counts({ fromMs: minute(10) })).toEqual([[minute(10), 22]]);
  expect(await counts({ toMs: minute(10) })).toEqual([[minute(0), 25]]);
  expect(await counts({ fromMs: minute(20) })).toEqual([]);
  expect(await counts({ pipeline: 'flights', namespace: 'examples' })).toHaveLength(2);
  expect(await counts({ pipeline: "fli'ghts" })).toEqual([]);
});

test('in any order, told any number of times, in whichever segments, steps add up to what was counted', async () => {
  let apis = 0;
  const growths = fc.array(fc.record({ requests: fc.nat(50), minutes: fc.nat(9) }), { minLength: 1, maxLength: 12 });
  const plan = growths.chain((grown) =>
    fc.record({
      grown: fc.constant(grown),
      order: fc.shuffledSubarray([...grown.keys()], { minLength: grown.length }),
      again: fc.array(fc.nat(grown.length - 1), { maxLength: 5 }),
      cut: fc.nat(grown.length),
    }),
  );
  await fc.assert(
    fc.asyncProperty(plan, async ({ grown, order, again, cut }) => {
      const api = `any-${(apis += 1)}`;
      let [requests, at] = [0, 0];
      const events = grown.map((step): SentCalls => {
        requests += step.requests;
        at += step.minutes;
        return { api, atMs: minute(at), requests };
      });
      const sent = [...order, ...again].flatMap((index) => events[index] ?? []);
      await send(...sent.slice(0, cut));
      await send(...sent.slice(cut));
      const steps = await history(api, { toMs: minute(200) });
      expect(steps.reduce((sum, step) => sum + step.requests, 0)).toBe(requests);
      expect(steps.reduce((sum, step) => sum + (step.buckets[0] ?? 0), 0)).toBe(requests);
    }),
    { numRuns: times(3) },
  );
});
