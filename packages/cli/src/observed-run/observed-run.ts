import { attributes } from '@sightglass/model';
import { createLifecycle, createThinnedLogs, type Lifecycle, type Telemetry } from '@sightglass/sdk/telemetry';
import type { ChildOutcome } from '../child/run-child.ts';
import type { ResourceUse } from '../child/usage-meter.ts';
import type { Attributes } from '../lines/parsed-line.ts';
import { datasetEvents } from './declared-datasets.ts';
import { failureOf, judgeOutcome, type RunOutcome } from './outcome.ts';
import { createOutputLog, type OutputLog } from './output-log.ts';
import { createRowCounter, rowAttributes, type RowCounts } from './rows/row-counts.ts';
import { createStoppedRulesLog, uncountedRows } from './rows/stopped-rules.ts';
import type { RunDescription } from './run-description.ts';
import { openRunSpans, type RunSpans } from './run-spans.ts';

/** A run of a program that does not report by itself. */
export interface ObservedRun {
  /** Context for the program to continue. */
  readonly traceparent: string;
  readonly output: OutputLog;
  readonly beat: (use: ResourceUse) => void;
  readonly finish: (outcome: ChildOutcome) => RunEnd;
}

export interface RunEnd extends RunOutcome {
  readonly rows: RowCounts;
  /** Rules that found no row count in its lines. */
  readonly idleRules: readonly string[];
  /** Rules that took too long; nothing is counted then. */
  readonly stoppedRules: readonly string[];
  readonly durationMs: number;
}

export const startObservedRun = (telemetry: Telemetry, description: RunDescription): ObservedRun => {
  const startedAtMs = Date.now();
  const started = performance.now();
  const spans = openRunSpans(telemetry.tracer, description, startedAtMs);
  const log = createOutputLog(telemetry, spans, startedAtMs, description.keepsLines);
  const counter = createRowCounter(description.rowRules);
  const output: OutputLog = {
    ...log,
    write: (stream, record) => {
      counter.read(record);
      log.write(stream, record);
    },
  };
  const lifecycle = createLifecycle(telemetry.records, {
    ...spans.identity,
    [attributes.runStartedAt]: new Date(startedAtMs).toISOString(),
  });
  const interval = { [attributes.runHeartbeatIntervalMs]: description.heartbeatIntervalMs };
  lifecycle.emit('runStarted', spans.runContext, { ...interval, ...startAttributes(description) }, startedAtMs);
  lifecycle.emit('stageStarted', spans.stageContext, spans.stage, startedAtMs);
  const reportThinnedLogs = createThinnedLogs({ logs: telemetry.logs, lifecycle, context: spans.runContext });
  const reportStoppedRules = createStoppedRulesLog(telemetry, spans);
  let emittedRows = '{}';
  const emitProgress = (atMs: number): void => {
    const counts = counter.counts();
    const now = JSON.stringify(counts);
    if (now === emittedRows) return;
    emittedRows = now;
    lifecycle.emit('stageProgress', spans.stageContext, { ...spans.stage, ...rowAttributes(counts).counted }, atMs);
  };
  return {
    traceparent: spans.traceparent,
    output,
    beat: (use) => {
      const atMs = startedAtMs + performance.now() - started;
      lifecycle.emit('runHeartbeat', spans.runContext, { ...interval, ...useAttributes(use) }, atMs);
      emitProgress(atMs);
      reportStoppedRules(counter.stoppedRules(), atMs);
      reportThinnedLogs(atMs);
    },
    finish: (outcome) => {
      // What was still in its pipes is read when it has ended, and is no later than its end.
      const programEndedAtMs = startedAtMs + outcome.endedAtMs - started;
      const endedAtMs = Math.max(programEndedAtMs, output.latestAtMs());
      const end = {
        ...judgeOutcome(outcome, output.lastWords(programEndedAtMs)),
        durationMs: endedAtMs - startedAtMs,
        rows: counter.counts(),
        idleRules: counter.idleRules(),
        stoppedRules: counter.stoppedRules(),
      };
      reportStoppedRules(end.stoppedRules, endedAtMs);
      telemetry.logs.settle();
      reportThinnedLogs(endedAtMs);
      if (outcome.startError === undefined)
        for (const own of datasetEvents(description.datasets, end.state === 'succeeded'))
          lifecycle.emit('datasetUsed', spans.stageContext, { ...spans.stage, ...own }, endedAtMs);
      emitEnd(lifecycle, spans, end, outcome.usage, endedAtMs);
      spans.end(end, endedAtMs);
      return end;
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
  end: RunEnd,
  usage: ResourceUse,
  atMs: number,
): void => {
  const use = useAttributes(usage);
  const { counted, explained } = end.stoppedRules.length > 0 ? uncountedRows : rowAttributes(end.rows);
  const stageEnd = { [attributes.stageState]: end.state, [attributes.stageDurationMs]: end.durationMs };
  const runEnd = { [attributes.runState]: end.state, [attributes.runDurationMs]: end.durationMs };
  lifecycle.emit(
    'stageFinished',
    stageContext,
    { ...stage, ...use, ...counted, ...failureOf(end.attributes), ...stageEnd },
    atMs,
  );
  const failedStage = end.state === 'failed' ? String(stage[attributes.stageName]) : undefined;
  lifecycle.emit('runFinished', runContext, { ...use, ...explained, ...end.attributes, ...runEnd }, atMs, {
    failedStage,
  });
};

const useAttributes = ({ cpuTimeMs, peakRssBytes }: ResourceUse): Attributes => ({
  ...(cpuTimeMs !== undefined && { [attributes.cpuTimeMs]: cpuTimeMs }),
  ...(peakRssBytes !== undefined && { [attributes.memoryPeakRssBytes]: peakRssBytes }),
});
