import { ROOT_CONTEXT, SpanKind, trace, TraceFlags, type Attributes, type Context } from '@opentelemetry/api';
import {
  attributes,
  defaultHeartbeatIntervalMs,
  formatTraceparent,
  parseTraceparent,
  rollUpLedger,
  runIdAt,
  type RunLedger,
} from '@sightglass/model';
import type { SdkConfig } from '../config/environment.ts';
import { createRunLog } from '../logging/run-log.ts';
import type { RunSinks } from '../logging/run-sinks.ts';
import { definitionAttributes, type PipelineDefinition } from '../pipeline-definition.ts';
import { openResourceMeter } from '../resources/resource-sampler.ts';
import { resourceUseAttributes } from '../resources/resource-use.ts';
import { runScopeOf, withRunScope, type RunScope } from '../telemetry/run-context.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { createClock, type Clock } from './clock.ts';
import { failureAttributes } from './failure.ts';
import { unbalancedMessage } from './ledger-warning.ts';
import { createLifecycle, ledgerAttributes, present, type Lifecycle } from './lifecycle.ts';
import { endSpan, type StageExecution } from './stage-execution.ts';
import type { StageRecord } from './stage-record.ts';
import { stageStarter } from './stage-starter.ts';
import type { Run, RunOptions } from './types.ts';

export type EndState = 'succeeded' | 'failed' | 'aborted';

/** How a run ended; `exit` when the process ended with it. */
export interface RunEnd {
  readonly state: EndState;
  readonly thrown?: unknown;
  readonly exit?: { readonly code?: number | undefined; readonly signal?: string | undefined };
}

export interface RunResult extends RunEnd {
  readonly runId: string;
  readonly pipeline: string;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly ledger: RunLedger;
  readonly stages: readonly StageRecord[];
}

/** A run that has begun. */
export interface RunExecution {
  readonly id: string;
  readonly handle: Run;
  readonly context: Context;
  readonly scope: RunScope;
  readonly identity: Attributes;
  readonly clock: Clock;
  readonly lifecycle: Lifecycle;
  readonly telemetry: Telemetry;
  readonly stages: StageRecord[];
  readonly openStages: Set<StageExecution>;
  warnOfMiscount(stage: string, column: string, count: unknown): void;
  /** Says how the run ended, once; later calls change nothing. Synchronous, so that it also works while the process exits. */
  finish(end: RunEnd): RunResult | undefined;
}

export interface RunSetup {
  readonly name: string;
  readonly definition: PipelineDefinition;
  readonly options: RunOptions;
  readonly config: SdkConfig;
  readonly telemetry: Telemetry;
  readonly openSinks: (runId: string, startedAtMs: number) => RunSinks;
  readonly callerContext: Context;
}

const progressIntervalMs = 1_000;

export const beginRun = (setup: RunSetup): RunExecution => {
  const { name, definition, options, config, telemetry, callerContext } = setup;
  const clock = createClock();
  const startedAtMs = clock.nowMs();
  const joined = joinedRun(setup);
  const id = joined ?? options.runId ?? runIdAt(startedAtMs);
  const identity: Attributes = {
    [attributes.pipelineNamespace]: definition.namespace ?? 'default',
    [attributes.pipelineName]: name,
    [attributes.runId]: id,
  };
  const started = joined === undefined ? { [attributes.runStartedAt]: new Date(startedAtMs).toISOString() } : {};
  const scope: RunScope = { runId: id, pipeline: name, stage: undefined, attributes: identity };
  const parentContext = parentOf(setup);
  const span = telemetry.tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes: identity }, parentContext);
  const runContext = withRunScope(trace.setSpan(parentContext, span), scope);
  const lifecycle = createLifecycle(telemetry.logger, { ...identity, ...started });
  const sinks = setup.openSinks(id, startedAtMs);
  const log = createRunLog(sinks.lines, telemetry.logger, runContext);
  const meter = openResourceMeter();
  const heartbeatIntervalMs = definition.heartbeatIntervalMs ?? defaultHeartbeatIntervalMs;
  const owns = joined === undefined;
  let ended = false;

  const beat = () =>
    lifecycle.emit('runHeartbeat', runContext, {
      [attributes.runHeartbeatIntervalMs]: heartbeatIntervalMs,
      ...resourceUseAttributes(meter.read()),
    });
  const heartbeat = owns ? setInterval(beat, heartbeatIntervalMs).unref() : undefined;
  const progress = setInterval(() => {
    for (const stage of execution.openStages) stage.reportProgress();
  }, progressIntervalMs).unref();

  const closeOpenStages = (end: RunEnd) => {
    for (const stage of [...execution.openStages].toReversed()) {
      if (end.exit === undefined) {
        log.warn(`stage '${stage.name}' was still running when its run ended; await it inside the run`);
      }
      stage.finish(end.state === 'failed' ? 'failed' : 'aborted', end.thrown);
    }
  };
  const execution: RunExecution = {
    id,
    context: runContext,
    scope,
    identity,
    clock,
    lifecycle,
    telemetry,
    stages: [],
    openStages: new Set(),
    handle: {
      id,
      pipeline: name,
      traceparent: traceparentOf(runContext),
      log,
      get stage() {
        return start;
      },
    },
    warnOfMiscount: (stage, column, count) =>
      log.warn(`stage '${stage}': rows.${column}(${String(count)}) is no count of rows and was left out`),
    finish: (end) => {
      if (ended) return undefined;
      ended = true;
      clearInterval(heartbeat);
      clearInterval(progress);
      closeOpenStages(end);
      const ledger = rollUpLedger(execution.stages);
      if (!ledger.balanced) log.warn(unbalancedMessage(ledger), { [attributes.runRowsDifference]: ledger.difference });
      const finishedAtMs = clock.nowMs();
      if (owns) {
        lifecycle.emit('runFinished', runContext, {
          [attributes.runState]: end.state,
          [attributes.runDurationMs]: finishedAtMs - startedAtMs,
          [attributes.runBalanced]: ledger.balanced,
          [attributes.runRowsDifference]: ledger.difference,
          ...ledgerAttributes(ledger.rows),
          ...resourceUseAttributes(meter.close()),
          ...(end.thrown === undefined ? {} : failureAttributes(end.thrown)),
          ...present({
            [attributes.processExitCode]: end.exit?.code,
            [attributes.processExitSignal]: end.exit?.signal,
          }),
        });
      }
      endSpan(span, end.state, end.thrown);
      const result = { ...end, runId: id, pipeline: name, startedAtMs, finishedAtMs, ledger, stages: execution.stages };
      sinks.finish(result);
      return result;
    },
  };
  const start = stageStarter(execution);
  if (owns) {
    lifecycle.emit('runStarted', runContext, {
      ...definitionAttributes(definition),
      [attributes.runHeartbeatIntervalMs]: heartbeatIntervalMs,
      ...present({
        [attributes.runTrigger]: options.trigger,
        [attributes.runParentId]: options.parent?.runId ?? runScopeOf(callerContext)?.runId ?? config.joined?.runId,
      }),
    });
  }
  return execution;
};

/** The id of the run a parent process has begun for this very pipeline. */
const joinedRun = ({ name, config, callerContext }: RunSetup): string | undefined => {
  const { joined } = config;
  if (joined === undefined || runScopeOf(callerContext) !== undefined) return undefined;
  return joined.pipeline === undefined || joined.pipeline === name ? joined.runId : undefined;
};

/** Nearest first: what the caller names, the span active around the call, the process that started us. */
const parentOf = ({ options, config, callerContext }: RunSetup): Context => {
  const named = options.parent?.traceparent;
  if (named === undefined && trace.getSpanContext(callerContext) !== undefined) return callerContext;
  const parent = parseTraceparent(named ?? config.traceparent ?? '');
  if (parent === undefined) return callerContext;
  const { traceId, spanId, sampled } = parent;
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
};

const traceparentOf = (runContext: Context): string => {
  const span = trace.getSpanContext(runContext);
  if (span === undefined) return '';
  return formatTraceparent({ traceId: span.traceId, spanId: span.spanId, sampled: (span.traceFlags & 1) === 1 });
};
