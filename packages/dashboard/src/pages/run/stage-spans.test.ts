import type { Span, Trace } from '@sightglass/model/rest';
import { expect, it } from 'vitest';
import { stage } from '../../pipe/testing.ts';
import { stageSpans } from './stage-spans.ts';

const span = (spanId: string, status: Span['status']): Span => ({
  spanId,
  parentSpanId: null,
  name: spanId,
  kind: 'INTERNAL',
  service: 'etl',
  startMs: 0,
  durationMs: 10.4,
  status,
  stage: null,
});

it('says of a stage what the tables say: how long it took, and that it was stopped', () => {
  const trace: Trace = {
    traceId: 't',
    startedAt: '2026-11-23T02:00:00Z',
    durationMs: 20,
    runIds: [],
    truncated: false,
    spans: [span('extract@0', 'ERROR'), span('load@10', 'ERROR'), span('query', 'ERROR')],
  };
  const stages = [stage('extract', 0, {}, { state: 'aborted' }), stage('load', 10, {}, { state: 'failed' })];
  expect(stageSpans(trace, stages).spans.map(({ status, durationMs }) => [status, durationMs])).toEqual([
    ['STOPPED', 10],
    ['ERROR', 10],
    ['ERROR', 10.4],
  ]);
});
