import { attributes } from '@sightglass/model';
import { createLifecycle, type Lifecycle, type Telemetry } from '@sightglass/sdk/telemetry';
import type { ChildOutcome } from '../child/run-child.ts';
import type { ResourceUse } from '../child/usage-meter.ts';
import type { Attributes } from '../lines/parsed-line.ts';
import { failureOf, judgeOutcome, type RunOutcome } from './outcome.ts';
import { createOutputLog, type OutputLog } from './output-log.ts';
import { openRunSpans, type RunSpans } from './run-spans.ts';

export interface RunDescription {
  readonly namespace: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly runId: string;
  readonly parentRunId?: string | undefined;
  /** Context the run continues, when the caller has one. */
  readonly traceparent?: string | undefined;
  readonly heartbeatIntervalMs: number;
  readonly commandArgs: readonly string[];
}

/** A run of a program that does not report by itself. */
export interface ObservedRun {
  /** Context for the program to continue. */
  readonly traceparent: string;
  readonly output: OutputLog;
  readonly beat: (use: ResourceUse) => void;
  readonly finish: (outcome: ChildOutcome) => RunOutcome;
}

export const startObservedRun = (telemetry: Telemetry, description: RunDescription): ObservedRun => {
  const startedAtMs = Date.now();
  const started = performance.now();
  const nowMs = (): number => startedAtMs + performance.now() - started;
  const spans = openRunSpans(telemetry.tracer, description);
  const output = createOutputLog(telemetry.records, spans, startedAtMs);
  const lifecycle = createLifecycle(telemetry.records, {
    ...spans.identity,
    [attributes.runStartedAt]: new Date(startedAtMs).toISOString(),
  });
  const interval = { [attributes.runHeartbeatIntervalMs]: description.heartbeatIntervalMs };
  lifecycle.emit('runStarted', spans.runContext, { ...interval, ...startAttributes(description) }, startedAtMs);
  lifecycle.emit('stageStarted', spans.stageContext, spans.stage, startedAtMs);
  return {
    traceparent: spans.traceparent,
    output,
    beat: (use) => lifecycle.emit('runHeartbeat', spans.runContext, { ...interval, ...useAttributes(use) }, nowMs()),
    finish: (outcome) => {
      const judged = judgeOutcome(outcome, output.lastWords());
      emitEnd(lifecycle, spans, outcome, judged, nowMs());
      spans.end(judged);
      return judged;
    },
  };
};

const startAttributes = ({ commandArgs, parentRunId }: RunDescription): Attributes => ({
  [attributes.runTrigger]: 'exec',
  [attributes.processCommandArgs]: [...commandArgs],
  ...(parentRunId !== undefined && { [attributes.runParentId]: parentRunId }),
});

const emitEnd = (
  lifecycle: Lifecycle,
  { stage, stageContext, runContext }: RunSpans,
  { durationMs, usage }: ChildOutcome,
  judged: RunOutcome,
  atMs: number,
): void => {
  const use = useAttributes(usage);
  const stageEnd = { [attributes.stageState]: judged.state, [attributes.stageDurationMs]: durationMs };
  const runEnd = { [attributes.runState]: judged.state, [attributes.runDurationMs]: durationMs };
  lifecycle.emit(
    'stageFinished',
    stageContext,
    { ...stage, ...use, ...failureOf(judged.attributes), ...stageEnd },
    atMs,
  );
  const failedStage = judged.state === 'failed' ? String(stage[attributes.stageName]) : undefined;
  lifecycle.emit('runFinished', runContext, { ...use, ...judged.attributes, ...runEnd }, atMs, { failedStage });
};

const useAttributes = ({ cpuTimeMs, peakRssBytes }: ResourceUse): Attributes => ({
  ...(cpuTimeMs !== undefined && { [attributes.cpuTimeMs]: cpuTimeMs }),
  ...(peakRssBytes !== undefined && { [attributes.memoryPeakRssBytes]: peakRssBytes }),
});
