import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from '../../../engine/_engine.ts';
import { attributesOf, spansRequest } from '../../../wire/_sample.ts';
import { createRunReader } from '../../../rooms/runs/facts-runs.ts';
import { dropSpanRule, globPattern, pipelineTemplate, putSpanRule, replaceSpanRules, spanRuleId } from './rules.ts';
import type { RunFacts } from '../../../rooms/runs/facts.ts';
import { createStageReader } from '../../../rooms/runs/facts-stages.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
  await replaceSpanRules(engine.telemetry, [
    { service: 'old', rootSpan: '*', namespace: 'n', pipeline: 'p', stages: [] },
  ]);
  await replaceSpanRules(engine.telemetry, [
    {
      service: 'legacy-etl',
      rootSpan: 'nightly *',
      namespace: 'warehouse',
      pipeline: 'nightly',
      stages: [{ span: 'extract?', stage: 'extract' }, { span: 'load (fact)' }],
    },
  ]);
});
afterAll(() => engine[Symbol.asyncDispose]());

const startNano = 1_763_900_000_000_000_000n;
const second = 1_000_000_000n;
const hex = (id: string) => Buffer.from(id, 'hex');
const span = (traceId: string, id: number, name: string, from: number, to: number, more: object = {}) => ({
  traceId: hex(traceId),
  spanId: hex(`${id}`.padStart(16, '0')),
  parentSpanId: id === 1 ? Buffer.alloc(0) : hex('1'.padStart(16, '0')),
  name,
  startTimeUnixNano: `${startNano + BigInt(from) * second}`,
  endTimeUnixNano: `${startNano + BigInt(to) * second}`,
  ...more,
});

const insert = (service: string, spans: readonly object[]) =>
  engine.insert('traces', [spansRequest(spans, { 'service.name': service })]);

test('a root span that matches is a run, spans below it that match are stages; twice is once', async () => {
  const traceId = 'a'.repeat(32);
  const failed = { status: { code: 2, message: 'disk full' }, attributes: attributesOf({ 'error.type': 'IOError' }) };
  const spans = [
    span(traceId, 2, 'extract1', 0, 4),
    span(traceId, 3, 'extract10', 0, 1),
    span(traceId, 4, 'load (fact)', 4, 10, failed),
    span(traceId, 5, 'load fact', 4, 10),
    span(traceId, 1, 'nightly flights', 0, 10, failed),
  ];
  await insert('legacy-etl', spans);
  await insert('legacy-etl', spans.toReversed());

  const [run, ...others] = await createRunReader(engine.telemetry).byIds([traceId]);
  expect(others).toEqual([]);
  expect(run).toMatchObject({
    runId: traceId,
    traceId,
    namespace: 'warehouse',
    pipeline: 'nightly',
    service: 'legacy-etl',
    startedAtMs: 1_763_900_000_000,
    finish: {
      state: 'failed',
      atMs: 1_763_900_010_000,
      durationMs: 10_000,
      failure: { type: 'IOError', message: 'disk full' },
    },
  });
  const asked = run as RunFacts;
  const stages = (await createStageReader(engine.telemetry).ofRuns([asked]))(asked);
  expect(stages.map(({ name, finish }) => [name, finish?.state, finish?.durationMs])).toEqual([
    ['extract', 'succeeded', 4_000],
    ['load (fact)', 'failed', 6_000],
  ]);
});

test.each([
  ['another service', 'web', 'nightly flights', {}],
  ['another root', 'legacy-etl', 'hourly flights', {}],
  ['a rule that was replaced', 'old', 'nightly flights', {}],
  [
    'a span that names its pipeline',
    'legacy-etl',
    'nightly flights',
    { attributes: attributesOf({ 'pipeline.name': 'p', 'pipeline.run.id': 'r' }) },
  ],
])('%s makes no run', async (_name, service, root, more) => {
  const traceId = 'b'.repeat(32);
  await insert(service, [span(traceId, 1, root, 0, 1, more)]);
  expect(await createRunReader(engine.telemetry).byIds([traceId])).toEqual([]);
});

test.each([
  ['a*c', 'a(.)\nc', true],
  ['a*c', 'ab', false],
  ['a.c', 'abc', false],
  ['a?c', 'a[c', true],
  ['[a]{2}(b|c)+\\', '[a]{2}(b|c)+\\', true],
])('%s against %j: %s', (glob, text, expected) => {
  expect(new RegExp(globPattern(glob).slice('(?s)'.length), 's').test(text)).toBe(expected);
});

test.each([
  ['*-*', 'job * of *', String.raw`\1-\2`],
  ['*-*', 'job *', String.raw`\1-*`],
  [String.raw`\*`, 'job', String.raw`\\*`],
  ['*'.repeat(11), '*'.repeat(11), String.raw`\1\2\3\4\5\6\7\8\9\9\9`],
])('%s of %s', (pipeline, rootSpan, template) => {
  expect(pipelineTemplate({ pipeline, rootSpan })).toBe(template);
});

test('inserts of spans ask for runs only while there is a rule', async () => {
  await using other = await startTestEngine();
  const asked = async (): Promise<number> =>
    (
      await other.telemetry.rows(
        "SELECT 1 FROM system.tables WHERE database = currentDatabase() AND name = 'spans_by_rules_of_spans'",
      )
    ).length;
  const rule = { service: 's', rootSpan: '*', namespace: 'n', pipeline: 'p', stages: [] };
  expect(await asked()).toBe(0);
  await putSpanRule(other.telemetry, rule);
  await putSpanRule(other.telemetry, { ...rule, pipeline: 'q' });
  expect(await asked()).toBe(1);
  await dropSpanRule(other.telemetry, spanRuleId(rule));
  expect(await asked()).toBe(1);
  await dropSpanRule(other.telemetry, spanRuleId({ ...rule, pipeline: 'q' }));
  expect(await asked()).toBe(0);
  await replaceSpanRules(other.telemetry, [rule]);
  expect(await asked()).toBe(1);
  await replaceSpanRules(other.telemetry, []);
  expect(await asked()).toBe(0);
});
