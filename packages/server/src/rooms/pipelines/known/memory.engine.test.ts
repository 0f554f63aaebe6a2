import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { noPlans } from '../../../plans/plans.ts';
import { allReceivedAt } from '../../../reception/reception-time.ts';
import { foldAgain } from '../../../storage/telemetry/parts/rollups.ts';
import { forReader } from '../../../storage/telemetry/reader.ts';
import { replaceSpanRules } from '../../../storage/telemetry/span-rules/rules.ts';
import { spansRequest } from '../../../wire/_sample.ts';
import { checkEvents } from '../../contracts/_checks.ts';
import { eventsRequest, lifecycleEvent, runEvents, unixNanoOf } from '../../runs/_runs.ts';
import { createRunReader } from '../../runs/facts-runs.ts';
import { createStageReader } from '../../runs/facts-stages.ts';
import { createPipelineReader } from '../facts.ts';
import { createReading } from './facts-read.ts';
import { judgePipeline } from './judge-pipeline.ts';
import { createPipelineMemory, keyOf, type PipelineMemory } from './memory.ts';

const nowMs = Date.parse('2026-03-20T12:00:00Z');
const at = (minutes: number): number => nowMs - minutes * 60_000;
const now = allReceivedAt(nowMs);

let engine: TestEngine;
/** Names that were read, since last taken. */
let read: string[] = [];
let kept: PipelineMemory;

const openMemory = (telemetry = engine.telemetry): PipelineMemory => {
  const reading = createReading({
    plans: noPlans,
    runs: createRunReader(telemetry),
    stages: createStageReader(telemetry),
    receptionTime: () => now,
  });
  return createPipelineMemory({
    telemetry,
    pipelines: createPipelineReader(telemetry),
    read: (summaries) => {
      read.push(...summaries.map(({ name }) => name));
      return reading(summaries);
    },
  });
};

const insert = (events: readonly object[], receivedAt = new Date(nowMs)) =>
  engine.insert('logs', [eventsRequest(events)], { receivedAt });

const traceId = 'ab'.repeat(16);
const span = (id: number, name: string, status = {}) => ({
  traceId: Buffer.from(traceId, 'hex'),
  spanId: Buffer.from(`${id}`.padStart(16, '0'), 'hex'),
  parentSpanId: id === 1 ? Buffer.alloc(0) : Buffer.from('1'.padStart(16, '0'), 'hex'),
  name,
  startTimeUnixNano: unixNanoOf(at(30)),
  endTimeUnixNano: unixNanoOf(at(29)),
  status,
});
const insertSpan = (...given: Parameters<typeof span>) =>
  engine.insert('traces', [spansRequest([span(...given)], { 'service.name': 'legacy' })], {
    receivedAt: new Date(nowMs),
  });

beforeAll(async () => {
  engine = await startTestEngine();
  await replaceSpanRules(engine.telemetry, [
    { service: 'legacy', rootSpan: 'job', namespace: 'n', pipeline: 'of-spans', stages: [{ span: 'load' }] },
  ]);
  const many = Array.from({ length: 32 }, (_, index) =>
    lifecycleEvent('runFinished', at(100 + index), {
      runId: `many-${index}`,
      pipelineName: 'many',
      runState: 'succeeded',
    }),
  );
  await insert([
    ...runEvents({ runId: 'quiet', startedAtMs: at(50), pipeline: 'quiet' }),
    ...runEvents({ runId: 'o1', startedAtMs: at(60), pipeline: 'orders', namespace: 'shop' }),
    ...many,
  ]);
  await insertSpan(1, 'job');
  kept = openMemory();
});
afterAll(() => engine[Symbol.asyncDispose]());

const shown = async (memory: PipelineMemory): Promise<string> => {
  const all = [...(await memory.current()).values()].map((one) => {
    const { pipeline } = judgePipeline(one, now);
    return { ...pipeline, stages: one.stages };
  });
  return JSON.stringify(all.toSorted((a, b) => keyOf(a.namespace, a.name).localeCompare(keyOf(b.namespace, b.name))));
};

const orders = { pipelineName: 'orders', pipelineNamespace: 'shop' };

/** What is stored, and of which pipelines it is. */
const steps: readonly [what: string, store: () => Promise<unknown>, of: readonly string[]][] = [
  ['a run that starts', () => insert([lifecycleEvent('runStarted', at(10), { ...orders, runId: 'o2' })]), ['orders']],
  ['its heartbeat', () => insert([lifecycleEvent('runHeartbeat', at(9), { ...orders, runId: 'o2' })]), ['orders']],
  [
    'an end that arrives late',
    () => insert([lifecycleEvent('runFinished', at(8), { ...orders, runId: 'o2', runState: 'failed' })]),
    ['orders'],
  ],
  [
    'what a check found of a run that had ended',
    () => insert(checkEvents({ runId: 'o1', atMs: at(40), broken: 50 })),
    ['orders'],
  ],
  [
    'rows loaded without lookup data',
    () =>
      insert([
        lifecycleEvent('rows', at(39), {
          ...orders,
          runId: 'o1',
          dependencyName: 'rates',
          dependencyPolicy: 'load-unenriched',
          dependencyRows: '5',
        }),
      ]),
    ['orders'],
  ],
  [
    'a run older than all others of a full strip, and one within it',
    () =>
      insert([
        lifecycleEvent('runFinished', at(900), { runId: 'old', pipelineName: 'many', runState: 'failed' }),
        lifecycleEvent('runFinished', at(105), { runId: 'within', pipelineName: 'many', runState: 'failed' }),
      ]),
    ['many'],
  ],
  [
    'a pipeline that is new, received days ago',
    () =>
      insert(
        [lifecycleEvent('runFinished', at(5_000), { runId: 'n1', pipelineName: 'new', runState: 'aborted' })],
        new Date(at(4_900)),
      ),
    ['new'],
  ],
  [
    'the namespace of a run that had not said it',
    () =>
      insert([
        lifecycleEvent('runHeartbeat', at(4_999), { runId: 'n1', pipelineName: 'new', pipelineNamespace: 'team' }),
      ]),
    ['new'],
  ],
  ['a span of a stage, which names no pipeline', () => insertSpan(2, 'load', { code: 2 }), ['of-spans']],
];

test.each(steps)('%s is seen, and nothing else is read again', async (_what, store, of) => {
  const before = await shown(kept);
  read = [];
  await store();
  const after = await shown(kept);
  expect(after).not.toBe(before);
  expect(new Set(read)).toEqual(new Set(of));
  expect(after).toBe(await shown(openMemory()));
});

test('what is asked again without anything new is not read again', async () => {
  const before = await shown(kept);
  read = [];
  expect(await shown(kept)).toBe(before);
  expect(read).toEqual([]);
});

test('runs that are gone, and those folded again, are seen', async () => {
  const before = await shown(kept);
  await engine.telemetry.execute('TRUNCATE TABLE runs');
  expect(await shown(kept)).toBe('[]');
  const partitionId = '20260301';
  await foldAgain(engine.telemetry, { table: 'runs', partitionId });
  expect(await shown(kept)).toBe(before);
});

test('stages whose part was put aside, and is back, are seen', async () => {
  await engine.telemetry.execute('SYSTEM STOP MERGES stages');
  await insert(runEvents({ runId: 'o4', startedAtMs: at(5), pipeline: 'orders', namespace: 'shop' }));
  const before = await shown(kept);
  const [part] = await engine.telemetry.rows<{ name: string }>(
    "SELECT name FROM system.parts WHERE active AND table = 'stages' AND partition_id = '20260301' ORDER BY min_block_number DESC LIMIT 1",
  );
  await engine.telemetry.execute(`ALTER TABLE stages DETACH PART '${part?.name}'`);
  const without = await shown(kept);
  expect(without).not.toBe(before);
  expect(without).toBe(await shown(openMemory()));
  await engine.telemetry.execute(`ALTER TABLE stages ATTACH PART '${part?.name}'`);
  expect(await shown(kept)).toBe(before);
  await engine.telemetry.execute('SYSTEM START MERGES stages');
});

test('what an insert makes visible one after the other, all of it with the time of its begin, is seen', async () => {
  const { telemetry } = engine;
  const into =
    'INSERT INTO dependency_rows (RunId, PipelineName, PipelineNamespace, Dependency, Policy, Rows, ChangedAt)';
  const underWay = telemetry
    .execute(
      `${into} SELECT '', '', '', '', '', 0, now() FROM numbers(120) WHERE sleepEachRow(0.5) > 0 SETTINGS max_block_size = 1`,
    )
    .catch(() => {});
  const inserts = () => telemetry.rows("SELECT 1 FROM system.processes WHERE query_kind = 'Insert'");
  await expect.poll(inserts, { timeout: 60_000 }).toHaveLength(1);
  const changedAt = new Date().toISOString();
  const [first, second] = ['one', 'two'].map(
    (dependency) => () =>
      telemetry.execute(
        `${into} VALUES ('o1', 'orders', 'shop', '${dependency}', 'load-unenriched', 7, '${changedAt}')`,
      ),
  );
  await first?.();
  const before = await shown(kept);
  await second?.();
  await telemetry.execute("KILL QUERY WHERE query_kind = 'Insert' SYNC");
  await underWay;
  const after = await shown(kept);
  expect(after).not.toBe(before);
  expect(after).toBe(await shown(openMemory()));
});

test('a reader who has left, or waited long enough, does not wait for an engine that does not answer', async () => {
  const memory = openMemory({ ...engine.telemetry, rows: () => new Promise(() => {}) });
  const over = new AbortController();
  const answer = new Promise((resolve, reject) =>
    forReader(over.signal, () => void memory.current().then(resolve, reject)),
  );
  over.abort(new Error('waited long enough'));
  await expect(answer).rejects.toThrow('waited long enough');
});

test('all who ask at once are answered, also when the first has left', async () => {
  read = [];
  await insert([lifecycleEvent('runStarted', at(1), { ...orders, runId: 'o3' })]);
  const answers = await Promise.all(Array.from({ length: 5 }, () => shown(kept)));
  expect(new Set(answers).size).toBe(1);
  expect(read).toEqual(['orders']);
});
