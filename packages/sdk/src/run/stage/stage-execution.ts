import { trace, type Attributes, type Context, type Span } from '@opentelemetry/api';
import { attributes, type Ledger, type StageState } from '@sightglass/model';
import {
  emitDependencyCounts,
  emitDependencyCountsAtEnd,
  type Emission,
} from '../../dependencies/dependency-events.ts';
import type { DatasetDeclaration } from '../../datasets/dataset-declaration.ts';
import { type DatasetDeclarer, declareDataset } from '../../datasets/declared-datasets.ts';
import type { DatasetUse } from '../../datasets/dataset-use.ts';
import { DependencyUse } from '../../dependencies/dependency-use.ts';
import { encodeLogAttributes } from '../../otlp/log-record.ts';
import { ResourceMeter } from '../../resources/resource-meter.ts';
import { resourceUseAttributes } from '../../resources/resource-use.ts';
import { withRunScope } from '../../telemetry/run-context.ts';
import { placeSpan } from '../../telemetry/span-processor.ts';
import { hrTimeOf } from '../clock.ts';
import { endSpan, spanIdOf } from '../execution-span.ts';
import { failedOf, failureAttributes } from '../failure/failure.ts';
import { ledgerAttributes } from '../events/lifecycle.ts';
import { boundName } from '../names.ts';
import { observedCheck } from '../check/observed-check.ts';
import { CountedRows, type RowOwner } from '../rows/row-counter.ts';
import { RowTransaction } from '../rows/row-transaction.ts';
import type { OpenStage, StageHost } from './stage-host.ts';
import type { StageRecord } from './stage-record.ts';
import { stagePath } from './stage-records.ts';
import type { FileCheck, Stage, StageArguments, StageOptions } from '../types.ts';

/** A stage that has begun: its span, its counts, and what it says about itself. Stage bodies see it as {@link Stage} and may take it apart. */
export class StageExecution implements Stage, OpenStage, RowOwner, DatasetDeclarer {
  readonly id: string;
  readonly name: string;
  readonly rows: CountedRows;
  readonly check: FileCheck;
  readonly context: Context;
  readonly record: StageRecord;
  readonly dependencies = new DependencyUse();
  readonly datasets: DatasetUse;
  readonly #run: StageHost;
  readonly #span: Span;
  readonly #meter = new ResourceMeter();
  readonly #transaction: RowTransaction | undefined;
  readonly #declared: Attributes;
  #reportedReasons: Map<string, number> | undefined;
  #changed = false;

  constructor(run: StageHost, parent: OpenStage | undefined, around: Context, name: string, options: StageOptions) {
    this.#run = run;
    const startedAtMs = run.clock.nowMs();
    this.#span = run.telemetry.tracer.startSpan(name, { startTime: hrTimeOf(startedAtMs) }, around);
    this.id = spanIdOf(this.#span);
    this.name = name;
    this.#transaction = options.transaction instanceof RowTransaction ? options.transaction : undefined;
    this.rows = new CountedRows(this, this.#transaction);
    this.record = {
      stageId: this.id,
      name,
      path: stagePath(parent?.record.path, name),
      times: 1,
      parentStageId: parent?.id,
      inputs: options.inputs?.map((input) => boundName('stage', input)),
      ledgerChecked: options.ledger !== 'unchecked',
      startedAtMs,
      finishedAtMs: undefined,
      state: 'running',
      rows: this.rows.ledger,
      rowsCounted: false,
      retries: 0,
      progress: undefined,
      use: undefined,
      failure: undefined,
    };
    this.#declared = declaredAttributes(this.record);
    this.datasets = run.datasets.use(this);
    this.context = this.#enter(around);
    const { clock, lifecycle } = run;
    this.check = observedCheck({ clock, lifecycle, context: () => this.context, rows: this.rows });
    this.#emit('stageStarted', this.#declared, startedAtMs);
  }

  readonly stage = <T>(name: string, ...rest: StageArguments<T>): T => this.#run.startStage(this, name, rest);

  readonly transaction = <T>(body: () => T): T => this.rows.transaction(body);

  readonly progress = (done: number, total = this.record.progress?.total): void => {
    if (!Number.isFinite(done)) return this.#miscounted('progress', done);
    this.record.progress = { done, total };
    this.#changed = true;
  };

  readonly retried = (attempts = 1): void => {
    if (!Number.isSafeInteger(attempts) || attempts < 0) return this.#miscounted('retried', attempts);
    this.record.retries += attempts;
    this.#changed = true;
  };

  // Made when it is looked at: most stages declare nothing.
  get reads(): DatasetDeclaration {
    return (...declared) => declareDataset(this, 'input', ...declared);
  }

  get writes(): DatasetDeclaration {
    return (...declared) => declareDataset(this, 'output', ...declared);
  }

  /** Says the counts so far, when they have changed since they were last said. */
  reportProgress(): void {
    const nowMs = this.#run.clock.nowMs();
    emitDependencyCounts(this.dependencies, this.#emission(nowMs));
    const counted = this.rows.takeChanged();
    if (!counted && !this.#changed) return;
    this.#changed = false;
    this.#reportRejections(nowMs);
    this.#emit('stageProgress', { ...this.#counts(), ...resourceUseAttributes(this.#meter.read()) }, nowMs);
  }

  finish(state: StageState, thrown?: unknown): void {
    const { record } = this;
    if (record.state !== 'running') return;
    const finishedAtMs = this.#run.clock.nowMs();
    record.state = state;
    record.finishedAtMs = finishedAtMs;
    record.use = this.#meter.close();
    record.rowsCounted = this.rows.hasCounted;
    record.rowsChecked = this.rows.checked;
    if (thrown !== undefined) record.failure = failedOf(thrown);
    this.#run.stageClosed(this);
    emitDependencyCountsAtEnd(this.dependencies, this.#emission(finishedAtMs));
    this.datasets.end(finishedAtMs);
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
    this.#emit('stageFinished', outcome, finishedAtMs);
    endSpan(this.#span, state, failure, finishedAtMs);
  }

  miscounted(column: keyof Ledger, rows: unknown): void {
    this.#miscounted(`rows.${column}`, rows);
  }

  sawManyReasons(): void {
    this.#run.warnings.manyReasons(this.name);
  }

  datasetMiscounted(what: string, amount: unknown): void {
    this.#miscounted(what, amount);
  }

  datasetRefused(method: string, problem: string): void {
    this.#run.warnings.datasetRefused(`stage "${this.name}"`, method, problem);
  }

  get activeTransaction(): RowTransaction | undefined {
    return this.rows.activeTransaction;
  }

  #miscounted(what: string, count: unknown): void {
    this.#run.warnings.miscount(`stage "${this.name}"`, what, count);
  }

  get counted(): OpenStage['counted'] {
    const { ledger, writtenIfCommitted: written, hasCounted: rowsCounted, checked: rowsChecked } = this.rows;
    return { rows: { ...ledger, written }, rowsCounted, rowsChecked };
  }

  whenFinal(action: () => void): void {
    const transaction = this.#transaction;
    if (transaction?.state !== 'open') return action();
    transaction.whenSettled(() => {
      action();
      if (transaction.state === 'committed') this.#emitCommitted();
    });
  }

  #emitCommitted(): void {
    const { written } = this.rows.ledger;
    if (written === 0) return;
    this.#run.lifecycle.emit('stageProgress', this.context, this.#counts(), this.#run.clock.nowMs(), {
      committed: written,
    });
  }

  /** The context of the body: its span, and who it is. Spans of our own tracer are written with it. */
  #enter(around: Context): Context {
    const { scope, telemetry } = this.#run;
    const own = { [attributes.stageId]: this.id, [attributes.stageName]: this.name };
    const all = { ...scope.attributes, ...own };
    const encoded = [...scope.encoded, encodeLogAttributes(own)];
    const { runId, pipeline, run, clock } = scope;
    const { dependencies, datasets } = this;
    const inside = { runId, pipeline, stage: this, attributes: all, run, clock, encoded, dependencies, datasets };
    if (telemetry.ownsTracer) placeSpan(this.#span, inside);
    else this.#span.setAttributes(all);
    return withRunScope(trace.setSpan(around, this.#span), inside);
  }

  #counts(): Attributes {
    const { progress, retries } = this.record;
    const counts: Attributes = this.rows.hasCounted ? ledgerAttributes(this.rows.ledger) : {};
    if (this.rows.checked !== undefined) counts[attributes.rowsChecked] = this.rows.checked;
    if (progress !== undefined) counts[attributes.progressDone] = progress.done;
    if (progress?.total !== undefined) counts[attributes.progressTotal] = progress.total;
    if (retries > 0) counts[attributes.retries] = retries;
    return counts;
  }

  #reportRejections(atMs: number): void {
    for (const [reason, rows] of this.rows.rejectedByReason ?? []) {
      this.#reportedReasons ??= new Map();
      if (this.#reportedReasons.get(reason) === rows) continue;
      this.#reportedReasons.set(reason, rows);
      this.#emit('rowsRejected', { [attributes.rowsRejectedReason]: reason, [attributes.rowsRejected]: rows }, atMs);
    }
  }

  #emission(atMs: number): Emission {
    return { records: this.#run.telemetry.records, context: this.context, atMs };
  }

  #emit(
    event: 'stageStarted' | 'stageProgress' | 'stageFinished' | 'rowsRejected',
    own: Attributes,
    atMs: number,
  ): void {
    this.#run.lifecycle.emit(event, this.context, own, atMs);
  }
}

const declaredAttributes = ({ parentStageId, inputs, ledgerChecked }: StageRecord): Attributes => {
  const declared: Attributes = {};
  if (parentStageId !== undefined) declared[attributes.stageParentId] = parentStageId;
  if (inputs !== undefined) declared[attributes.stageInputs] = [...inputs];
  if (ledgerChecked === false) declared[attributes.stageLedgerChecked] = false;
  return declared;
};
