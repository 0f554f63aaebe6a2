import { context, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { attributes, type StageState } from '@sightglass/model';
import { openResourceMeter } from '../resources/resource-sampler.ts';
import { resourceUseAttributes } from '../resources/resource-use.ts';
import { withRunScope } from '../telemetry/run-context.ts';
import type { RunExecution } from './run-execution.ts';
import { failureAttributes, messageOf } from './failure.ts';
import { ledgerAttributes } from './lifecycle.ts';
import { createRowCounter } from './row-counter.ts';
import { spanIdOf } from './span-id.ts';
import type { StageRecord } from './stage-record.ts';
import { stageStarter } from './stage-starter.ts';
import type { Stage, StageOptions } from './types.ts';

/** A stage that has begun. */
export interface StageExecution {
  readonly id: string;
  readonly name: string;
  readonly handle: Stage;
  readonly context: Context;
  readonly record: StageRecord;
  /** Counts so far, when they have changed since they were last said. */
  reportProgress(): void;
  finish(state: StageState, thrown?: unknown): void;
}

export const beginStage = (
  run: RunExecution,
  parent: StageExecution | undefined,
  parentContext: Context,
  name: string,
  options: StageOptions,
): StageExecution => {
  const { clock, lifecycle, telemetry } = run;
  const span = telemetry.tracer.startSpan(name, undefined, parentContext);
  const id = spanIdOf(span);
  const identity = { [attributes.stageId]: id, [attributes.stageName]: name };
  span.setAttributes({ ...run.identity, ...identity });
  const stageContext = withRunScope(trace.setSpan(parentContext, span), {
    ...run.scope,
    stage: { id, name },
    attributes: { ...run.identity, ...identity },
  });
  const declared = declaredAttributes(parent, options);
  const meter = openResourceMeter();
  let changed = false;
  const rows = createRowCounter(
    () => {
      changed = true;
    },
    (column, count) => run.warnOfMiscount(name, column, count),
  );
  const reported = new Map<string, number>();
  const record: StageRecord = {
    stageId: id,
    name,
    parentStageId: parent?.id,
    inputs: options.inputs,
    ledgerChecked: options.ledger !== 'unchecked',
    startedAtMs: clock.nowMs(),
    finishedAtMs: undefined,
    state: 'running',
    rows: rows.ledger,
    retries: 0,
    progress: undefined,
    use: undefined,
  };
  const counts = () => ({
    ...identity,
    ...ledgerAttributes(rows.ledger),
    ...(record.progress === undefined ? {} : { [attributes.progressDone]: record.progress.done }),
    ...(record.progress?.total === undefined ? {} : { [attributes.progressTotal]: record.progress.total }),
    ...(record.retries === 0 ? {} : { [attributes.retries]: record.retries }),
  });
  const reportRejections = () => {
    for (const [reason, count] of rows.rejectedByReason) {
      if (reported.get(reason) === count) continue;
      reported.set(reason, count);
      const own = { ...identity, [attributes.rowsRejectedReason]: reason, [attributes.rowsRejected]: count };
      lifecycle.emit('rowsRejected', stageContext, own);
    }
  };
  const execution: StageExecution = {
    id,
    name,
    context: stageContext,
    record,
    handle: {
      id,
      name,
      rows,
      stage: stageStarter(run, () => execution),
      progress: (done, total) => {
        record.progress = { done, total: total ?? record.progress?.total };
        changed = true;
      },
      retried: (attempts = 1) => {
        record.retries += attempts;
        changed = true;
      },
    },
    reportProgress: () => {
      if (!changed) return;
      changed = false;
      reportRejections();
      lifecycle.emit('stageProgress', stageContext, { ...counts(), ...resourceUseAttributes(meter.read()) });
    },
    finish: (state, thrown) => {
      if (record.state !== 'running') return;
      record.state = state;
      record.finishedAtMs = clock.nowMs();
      record.use = meter.close();
      run.openStages.delete(execution);
      reportRejections();
      lifecycle.emit('stageFinished', stageContext, {
        ...counts(),
        ...declared,
        [attributes.stageState]: state,
        [attributes.stageDurationMs]: record.finishedAtMs - record.startedAtMs,
        ...resourceUseAttributes(record.use),
        ...(thrown === undefined ? {} : failureAttributes(thrown)),
      });
      endSpan(span, state, thrown);
    },
  };
  run.openStages.add(execution);
  run.stages.push(record);
  lifecycle.emit('stageStarted', stageContext, { ...identity, ...declared });
  return execution;
};

const declaredAttributes = (parent: StageExecution | undefined, options: StageOptions) => ({
  ...(parent === undefined ? {} : { [attributes.stageParentId]: parent.id }),
  ...(options.inputs === undefined ? {} : { [attributes.stageInputs]: [...options.inputs] }),
  ...(options.ledger === 'unchecked' ? { [attributes.stageLedgerChecked]: false } : {}),
});

export const endSpan = (span: Span, state: StageState, thrown: unknown): void => {
  if (state !== 'succeeded') {
    if (thrown !== undefined) span.setAttributes(failureAttributes(thrown));
    span.setStatus({ code: SpanStatusCode.ERROR, message: thrown === undefined ? state : messageOf(thrown) });
  }
  span.end();
};

export const runInStage = <T>(execution: StageExecution, body: (stage: Stage) => T): T =>
  context.with(execution.context, body, undefined, execution.handle);
