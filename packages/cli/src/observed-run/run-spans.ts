import { context, SpanStatusCode, trace, TraceFlags, type Context, type Span, type Tracer } from '@opentelemetry/api';
import { attributes, formatTraceparent, parseTraceparent } from '@sightglass/model';
import type { Attributes } from '../lines/parsed-line.ts';
import type { RunDescription } from './run-description.ts';
import { failureOf, type RunOutcome } from './outcome.ts';

/** The span of a run and, in it, that of its one stage. */
export interface RunSpans {
  readonly identity: Attributes;
  readonly stage: Attributes;
  readonly runContext: Context;
  readonly stageContext: Context;
  /** Of the stage, for the program to continue. */
  readonly traceparent: string;
  readonly end: (outcome: RunOutcome, atMs: number) => void;
}

/** Times in ms since the epoch. */
export const openRunSpans = (tracer: Tracer, description: RunDescription, startTime: number): RunSpans => {
  const identity = {
    [attributes.pipelineNamespace]: description.namespace,
    [attributes.pipelineName]: description.pipeline,
    [attributes.runId]: description.runId,
  };
  const parent = parentContext(description.traceparent);
  const runSpan = tracer.startSpan(description.pipeline, { attributes: identity, startTime }, parent);
  const runContext = trace.setSpan(parent, runSpan);
  const stageSpan = tracer.startSpan(description.stage, { attributes: identity, startTime }, runContext);
  const stage = {
    [attributes.stageId]: stageSpan.spanContext().spanId,
    [attributes.stageName]: description.stage,
  };
  stageSpan.setAttributes(stage);
  return {
    identity,
    stage,
    runContext,
    stageContext: trace.setSpan(runContext, stageSpan),
    traceparent: traceparentOf(stageSpan),
    end: (outcome, atMs) => {
      for (const span of [stageSpan, runSpan]) endSpan(span, outcome, atMs);
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

const endSpan = (span: Span, outcome: RunOutcome, atMs: number): void => {
  if (outcome.state !== 'succeeded') {
    span.setAttributes({ ...failureOf(outcome.attributes) });
    span.setStatus({ code: SpanStatusCode.ERROR, message: outcome.message });
  }
  span.end(atMs);
};
