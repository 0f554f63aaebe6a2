import { trace, type Attributes, type Context, type Span } from '@opentelemetry/api';
import { attributes, type StageState } from '@sightglass/model';
import { openResourceMeter, type ResourceMeter } from '../resources/resource-sampler.ts';
import { resourceUseAttributes } from '../resources/resource-use.ts';
import { withRunScope } from '../telemetry/run-context.ts';
import { endSpan, spanIdOf } from './execution-span.ts';
import { failureAttributes } from './failure.ts';
import { ledgerAttributes } from './lifecycle.ts';
import { createRowCounter, type CountedRows } from './row-counter.ts';
import type { RunExecution } from './run-execution.ts';
import type { StageRecord } from './stage-record.ts';
import { stageStarter } from './stage-starter.ts';
import type { Stage, StageOptions } from './types.ts';

/** A stage that has begun: its span, its counts, and what it says about itself. */
export class StageExecution {
  readonly context: Context;
  readonly handle: Stage;
  readonly record: StageRecord;
  readonly #run: RunExecution;
  readonly #span: Span;
  readonly #meter: ResourceMeter = openResourceMeter();
  readonly #rows: CountedRows;
  readonly #identity: Attributes;
  readonly #declared: Attributes;
  readonly #reportedReasons = new Map<string, number>();
  #changed = false;

  constructor(
    run: RunExecution,
    parent: StageExecution | undefined,
    around: Context,
    name: string,
    options: StageOptions,
  ) {
    this.#run = run;
    this.#span = run.telemetry.tracer.startSpan(name, undefined, around);
    const id = spanIdOf(this.#span);
    this.#identity = { [attributes.stageId]: id, [attributes.stageName]: name };
    this.#declared = declaredAttributes(parent?.record.stageId, options);
    this.#rows = createRowCounter(
      () => (this.#changed = true),
      (column, count) => run.warnOfMiscount(name, column, count),
    );
    this.record = newRecord(id, name, parent?.record.stageId, options, run.clock.nowMs(), this.#rows);
    const scope = { ...run.scope, stage: { id, name }, attributes: { ...run.scope.attributes, ...this.#identity } };
    this.#span.setAttributes(scope.attributes);
    this.context = withRunScope(trace.setSpan(around, this.#span), scope);
    this.handle = this.#createHandle(id, name);
    this.#say('stageStarted', this.#declared, this.record.startedAtMs);
  }

  /** Says the counts so far, when they have changed since they were last said. */
  reportProgress(): void {
    if (!this.#changed) return;
    this.#changed = false;
    const nowMs = this.#run.clock.nowMs();
    this.#reportRejections(nowMs);
    this.#say('stageProgress', { ...this.#counts(), ...resourceUseAttributes(this.#meter.read()) }, nowMs);
  }

  finish(state: StageState, thrown?: unknown): void {
    const { record } = this;
    if (record.state !== 'running') return;
    const finishedAtMs = this.#run.clock.nowMs();
    record.state = state;
    record.finishedAtMs = finishedAtMs;
    record.use = this.#meter.close();
    this.#run.stageClosed(this);
    this.#reportRejections(finishedAtMs);
    const failure = thrown === undefined ? undefined : failureAttributes(thrown);
    const outcome = {
      ...this.#counts(),
      ...this.#declared,
      [attributes.stageState]: state,
      [attributes.stageDurationMs]: finishedAtMs - record.startedAtMs,
      ...resourceUseAttributes(record.use),
      ...failure,
    };
    this.#say('stageFinished', outcome, finishedAtMs);
    endSpan(this.#span, state, failure);
  }

  #createHandle(id: string, name: string): Stage {
    const { record } = this;
    return {
      id,
      name,
      rows: this.#rows,
      stage: stageStarter(this.#run, this),
      progress: (done, total = record.progress?.total) => {
        record.progress = { done, total };
        this.#changed = true;
      },
      retried: (attempts = 1) => {
        record.retries += attempts;
        this.#changed = true;
      },
    };
  }

  #counts(): Attributes {
    const { progress, retries } = this.record;
    const counts: Attributes = ledgerAttributes(this.#rows.ledger);
    if (progress !== undefined) counts[attributes.progressDone] = progress.done;
    if (progress?.total !== undefined) counts[attributes.progressTotal] = progress.total;
    if (retries > 0) counts[attributes.retries] = retries;
    return counts;
  }

  #reportRejections(atMs: number): void {
    for (const [reason, rows] of this.#rows.rejectedByReason) {
      if (this.#reportedReasons.get(reason) === rows) continue;
      this.#reportedReasons.set(reason, rows);
      this.#say('rowsRejected', { [attributes.rowsRejectedReason]: reason, [attributes.rowsRejected]: rows }, atMs);
    }
  }

  #say(
    event: 'stageStarted' | 'stageProgress' | 'stageFinished' | 'rowsRejected',
    own: Attributes,
    atMs: number,
  ): void {
    this.#run.lifecycle.emit(event, this.context, { ...this.#identity, ...own }, atMs);
  }
}

const declaredAttributes = (parentId: string | undefined, { inputs, ledger }: StageOptions): Attributes => ({
  ...(parentId === undefined ? {} : { [attributes.stageParentId]: parentId }),
  ...(inputs === undefined ? {} : { [attributes.stageInputs]: [...inputs] }),
  ...(ledger === 'unchecked' ? { [attributes.stageLedgerChecked]: false } : {}),
});

const newRecord = (
  stageId: string,
  name: string,
  parentStageId: string | undefined,
  { inputs, ledger }: StageOptions,
  startedAtMs: number,
  { ledger: rows }: CountedRows,
): StageRecord => ({
  stageId,
  name,
  parentStageId,
  inputs,
  ledgerChecked: ledger !== 'unchecked',
  startedAtMs,
  finishedAtMs: undefined,
  state: 'running',
  rows,
  retries: 0,
  progress: undefined,
  use: undefined,
});
