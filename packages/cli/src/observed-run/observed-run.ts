import { context, SpanStatusCode, trace, TraceFlags, type Context, type Span } from '@opentelemetry/api';
import { attributes, formatTraceparent, parseTraceparent } from '@sightglass/model';
import { createLifecycle, encodeLogAttributes, type Telemetry } from '@sightglass/sdk/telemetry';
import type { ChildOutcome, OutputStream } from '../child/run-child.ts';
import type { ResourceUse } from '../child/usage-meter.ts';
import type { OutputRecord } from '../lines/join-lines.ts';
import type { Attributes } from '../lines/parsed-line.ts';
import { judgeOutcome, type LastWords, type RunOutcome } from './outcome.ts';
import { createRecordClock } from './record-clock.ts';

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
  readonly beat: (use: ResourceUse) => void;
  readonly log: (stream: OutputStream, record: OutputRecord) => void;
  readonly skipped: (stream: OutputStream, bytes: number) => void;
  readonly finish: (outcome: ChildOutcome) => RunOutcome;
}

export const startObservedRun = (telemetry: Telemetry, description: RunDescription): ObservedRun => {
  const startedAtMs = Date.now();
  const started = performance.now();
  const nowMs = (): number => startedAtMs + performance.now() - started;
  const identity = {
    [attributes.pipelineNamespace]: description.namespace,
    [attributes.pipelineName]: description.pipeline,
    [attributes.runId]: description.runId,
  };
  const parent = parentContext(description.traceparent);
  const runSpan = telemetry.tracer.startSpan(description.pipeline, { attributes: identity }, parent);
  const runContext = trace.setSpan(parent, runSpan);
  const stageSpan = telemetry.tracer.startSpan(description.stage, { attributes: identity }, runContext);
  const stageContext = trace.setSpan(runContext, stageSpan);
  const stage = {
    [attributes.stageId]: stageSpan.spanContext().spanId,
    [attributes.stageName]: description.stage,
  };
  stageSpan.setAttributes(stage);
  const lifecycle = createLifecycle(telemetry.records, {
    ...identity,
    [attributes.runStartedAt]: new Date(startedAtMs).toISOString(),
  });
  const timeOf = createRecordClock(startedAtMs);
  const interval = { [attributes.runHeartbeatIntervalMs]: description.heartbeatIntervalMs };
  const originOf = (stream: OutputStream): Uint8Array =>
    encodeLogAttributes({ ...identity, ...stage, [attributes.processStream]: stream });
  const origins = { stdout: originOf('stdout'), stderr: originOf('stderr') };
  const words: { -readonly [K in keyof LastWords]: LastWords[K] } = {};

  const begin = {
    ...interval,
    [attributes.runTrigger]: 'exec',
    [attributes.processCommandArgs]: [...description.commandArgs],
    ...(description.parentRunId !== undefined && { [attributes.runParentId]: description.parentRunId }),
  };
  lifecycle.emit('runStarted', runContext, begin, startedAtMs);
  lifecycle.emit('stageStarted', stageContext, stage, startedAtMs);

  const log = (stream: OutputStream, record: OutputRecord): void => {
    if (record.attributes[attributes.exceptionType] !== undefined) words.exception = exceptionOf(record.attributes);
    if (stream === 'stderr') words.lastErrorLine = record.body.slice(0, 500);
    telemetry.records.write({
      atMs: timeOf(record.writtenAtMs, record.readAtMs),
      severity: record.severity,
      body: record.body,
      attributes: withoutOurs(record.attributes),
      encoded: origins[stream],
      context: contextOf(record, stageContext),
    });
  };

  return {
    traceparent: traceparentOf(stageSpan),
    beat: (use) => lifecycle.emit('runHeartbeat', runContext, { ...interval, ...useAttributes(use) }, nowMs()),
    log,
    skipped: (stream, bytes) =>
      log(stream, {
        body: `${bytes} bytes of ${stream} are not recorded: they came faster than they could be read`,
        severity: 'WARN',
        writtenAtMs: undefined,
        readAtMs: Date.now(),
        attributes: { 'log.record.omitted_bytes': bytes },
      }),
    finish: (outcome) => {
      const { durationMs } = outcome;
      const judged = judgeOutcome(outcome, words);
      const use = useAttributes(outcome.usage);
      const finishedAtMs = nowMs();
      const stageEnd = {
        ...stage,
        ...use,
        ...failureOf(judged.attributes),
        [attributes.stageState]: judged.state,
        [attributes.stageDurationMs]: durationMs,
      };
      const runEnd = {
        ...use,
        ...judged.attributes,
        [attributes.runState]: judged.state,
        [attributes.runDurationMs]: durationMs,
      };
      lifecycle.emit('stageFinished', stageContext, stageEnd, finishedAtMs);
      lifecycle.emit('runFinished', runContext, runEnd, finishedAtMs);
      for (const span of [stageSpan, runSpan]) endSpan(span, judged);
      return judged;
    },
  };
};

const parentContext = (traceparent: string | undefined): Context => {
  const parent = traceparent === undefined ? undefined : parseTraceparent(traceparent);
  if (parent === undefined) return context.active();
  const { traceId, spanId, sampled } = parent;
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(context.active(), { traceId, spanId, traceFlags, isRemote: true });
};

const traceparentOf = (span: Span): string => {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return formatTraceparent({ traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 });
};

/** Who is running is for us to say, whatever the program prints. */
const withoutOurs = (all: Attributes): Attributes =>
  Object.keys(all).some(isOurs) ? Object.fromEntries(Object.entries(all).filter(([key]) => !isOurs(key))) : all;

const isOurs = (key: string): boolean => key.startsWith('pipeline.') || key === attributes.processStream;

/** A line that names its own trace keeps it. */
const contextOf = ({ traceId, spanId }: OutputRecord, stageContext: Context): Context =>
  traceId === undefined || spanId === undefined
    ? stageContext
    : trace.setSpanContext(stageContext, { traceId, spanId, traceFlags: TraceFlags.SAMPLED });

const useAttributes = ({ cpuTimeMs, peakRssBytes }: ResourceUse): Attributes => ({
  ...(cpuTimeMs !== undefined && { [attributes.cpuTimeMs]: cpuTimeMs }),
  ...(peakRssBytes !== undefined && { [attributes.memoryPeakRssBytes]: peakRssBytes }),
});

const failureKeys: readonly string[] = [
  attributes.errorType,
  attributes.exceptionType,
  attributes.exceptionMessage,
  attributes.exceptionStacktrace,
];

const failureOf = (all: Attributes): Attributes =>
  Object.fromEntries(Object.entries(all).filter(([key]) => failureKeys.includes(key)));

const exceptionOf = failureOf;

const endSpan = (span: Span, { state, attributes: all, message }: RunOutcome): void => {
  if (state !== 'succeeded')
    span.setAttributes({ ...failureOf(all) }).setStatus({ code: SpanStatusCode.ERROR, message });
  span.end();
};
