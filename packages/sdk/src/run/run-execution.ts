import { context, trace, type Attributes, type Context, type Span } from '@opentelemetry/api';
import {
  attributes,
  defaultHeartbeatIntervalMs,
  rollUpLedger,
  runIdAt,
  unknownInputs,
  withoutUnknownInputs,
  type RunLedger,
} from '@sightglass/model';
import { emitDependencyCounts, emitDependencyCountsAtEnd, type Emission } from '../dependencies/dependency-events.ts';
import { runDeclarations } from '../datasets/declared-datasets.ts';
import { leftOutMessage, RunDatasets } from '../datasets/run-datasets.ts';
import { DependencyTotals } from '../dependencies/dependency-totals.ts';
import { DependencyUse } from '../dependencies/dependency-use.ts';
import { createRunLog } from '../logging/run-log.ts';
import type { RunSinks } from '../logging/run-sinks.ts';
import { encodeLogAttributes } from '../otlp/log-record.ts';
import { definitionAttributes } from '../pipeline-definition.ts';
import { ResourceMeter } from '../resources/resource-meter.ts';
import { resourceUseAttributes } from '../resources/resource-use.ts';
import { safely } from '../safely.ts';
import { FlatContext } from '../telemetry/flat-context.ts';
import { runScopeOf, withRunScope, type RunScope } from '../telemetry/run-context.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { createClock, hrTimeOf, type Clock } from './clock.ts';
import { endSpan } from './execution-span.ts';
import { failureAttributes } from './failure/failure.ts';
import { unknownInputsMessage } from './rows/input-warning.ts';
import { unbalancedMessage } from './rows/ledger-warning.ts';
import {
  createLifecycle,
  ledgerAttributes,
  present,
  unexplainedAttributes,
  type Lifecycle,
} from './events/lifecycle.ts';
import { createThinnedLogs } from './events/thinned-logs.ts';
import { boundName } from './names.ts';
import { RowTransaction } from './rows/row-transaction.ts';
import { startHeartbeat } from './run-heartbeat.ts';
import { observedCheck } from './check/observed-check.ts';
import { joinedRunId, parentContext, parentRunId, traceparentOf } from './run-parent.ts';
import type { RunEnd, RunResult } from './run-result.ts';
import { RunWarnings } from './run-warnings.ts';
import type { RunSetup } from './run-setup.ts';
import { publishSnapshot, type RunSnapshot } from './run-snapshot.ts';
import { StageFailures } from './stage/stage-failures.ts';
import type { OpenStage, StageHost } from './stage/stage-host.ts';
import type { StageRecord } from './stage/stage-record.ts';
import { StageRecords } from './stage/stage-records.ts';
import { snapshotOfStages } from './stage/stage-snapshots.ts';
import { startStage } from './stage/stage-starter.ts';
import type { Run, StageArguments, Transaction } from './types.ts';

type Counted = Pick<RunResult, 'ledger' | 'stages'>;

const progressIntervalMs = 1_000;

/** A run that has begun: its span, its stages, its heartbeat, and how it ends. */
export class RunExecution implements StageHost {
  /** That of the run around it: what happens in both is in order. */
  readonly clock: Clock = runScopeOf(context.active())?.clock ?? createClock();
  readonly scope: RunScope;
  readonly context: Context;
  readonly lifecycle: Lifecycle;
  readonly telemetry: Telemetry;
  readonly warnings = new RunWarnings(() => this.scope.run.log);
  readonly datasets: RunDatasets;
  readonly #startedAtMs = this.clock.nowMs();
  readonly #setup: RunSetup;
  /** False when a parent process began the run and will end it. */
  readonly #isOwner: boolean;
  readonly #span: Span;
  readonly #sinks: RunSinks;
  readonly #meter = new ResourceMeter();
  readonly #stopTimers: () => void;
  readonly #reportThinnedLogs: (atMs: number) => void;
  readonly #stages = new StageRecords();
  readonly #openStages = new Map<string, OpenStage>();
  /** Ended, while the transaction they wrote in has not. */
  readonly #unsettled = new Set<OpenStage>();
  readonly #transactions = new Set<RowTransaction>();
  readonly #failures = new StageFailures();
  readonly #dependencies = new DependencyTotals();
  #ended = false;

  constructor(setup: RunSetup) {
    const { name, definition, options, config, telemetry } = setup;
    const caller = context.active();
    const joined = joinedRunId(setup, caller);
    const runId =
      joined ?? (options.runId === undefined ? runIdAt(this.#startedAtMs) : boundName('run id', options.runId));
    const identity = {
      [attributes.pipelineNamespace]: boundName(
        'namespace',
        config.joined?.namespace ?? definition.namespace ?? 'default',
      ),
      [attributes.pipelineName]: name,
      [attributes.runId]: runId,
    };
    const around = parentContext(setup, caller);
    this.#setup = setup;
    this.#isOwner = joined === undefined;
    this.telemetry = telemetry;
    this.#span = telemetry.tracer.startSpan(
      name,
      { attributes: identity, startTime: hrTimeOf(this.#startedAtMs) },
      around,
    );
    this.lifecycle = createLifecycle(telemetry.records, this.#startedAt());
    this.datasets = new RunDatasets(this.lifecycle);
    this.#sinks = setup.openSinks(runId, this.#startedAtMs);
    const spanContext = trace.setSpan(new FlatContext(around), this.#span);
    this.scope = this.#createScope(runId, identity, spanContext);
    this.context = withRunScope(spanContext, this.scope);
    const { lifecycle, context: own } = this;
    this.#reportThinnedLogs = createThinnedLogs({ logs: telemetry.logs, lifecycle, run: this.scope.run, context: own });
    this.#emitStarted(parentRunId(setup, caller));
    this.#stopTimers = this.#startTimers();
  }

  openStage(id: string): OpenStage | undefined {
    return this.#openStages.get(id);
  }

  stageOpened(stage: OpenStage): void {
    this.#openStages.set(stage.id, stage);
  }

  stageClosed(stage: OpenStage): void {
    this.#openStages.delete(stage.id);
    this.#dependencies.add(stage.dependencies);
    this.#unsettled.add(stage);
    stage.whenFinal(() => {
      this.#unsettled.delete(stage);
      this.#stages.add(stage.record);
    });
  }

  stageThrew(stage: OpenStage, thrown: unknown): void {
    stage.finish(this.#failures.stateAfter(thrown, stage.record), thrown);
  }

  /** Says how the run ended, once; later calls change nothing. Synchronous, so that it also works while the process exits. */
  finish(end: RunEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    safely(() => this.#end(end));
  }

  #end(end: RunEnd): void {
    this.#stopTimers();
    this.#closeOpenStages(end);
    for (const transaction of this.#transactions) transaction.rollBack();
    const stages = this.#stages.all();
    const ledger = rollUpLedger(this.#isOwner ? stages : withoutUnknownInputs(stages));
    if (end.state === 'succeeded') this.#warnOfLedger(stages, ledger);
    const finishedAtMs = this.clock.nowMs();
    const failure = end.thrown === undefined ? undefined : failureAttributes(end.thrown);
    emitDependencyCountsAtEnd(this.scope.dependencies, this.#emission(finishedAtMs));
    this.scope.datasets.end(finishedAtMs);
    this.datasets.end();
    this.#dependencies.add(this.scope.dependencies);
    this.telemetry.logs.settle();
    this.#reportThinnedLogs(finishedAtMs);
    this.#emitFinished(end, { ledger, stages }, failure, finishedAtMs);
    endSpan(this.#span, end.state, failure, finishedAtMs);
    this.#sinks.finish(this.#result(end, ledger, stages, finishedAtMs));
  }

  /** Where a parent process began the run, stages of other processes may bear names that are unknown here. */
  #warnOfLedger(stages: readonly StageRecord[], ledger: RunLedger): void {
    const { log } = this.scope.run;
    const unknown = this.#isOwner ? unknownInputs(stages) : [];
    if (unknown.length > 0) log.warn(unknownInputsMessage(unknown, stages));
    if (this.datasets.leftOut > 0) log.warn(leftOutMessage(this.datasets.leftOut));
    if (!ledger.balanced) log.warn(unbalancedMessage(ledger), unexplainedAttributes(ledger));
  }

  #createScope(runId: string, identity: Attributes, spanContext: Context): RunScope {
    const { name: pipeline, telemetry } = this.#setup;
    const encoded = [encodeLogAttributes(identity)];
    const bare = { runId, pipeline, stage: undefined, attributes: identity, encoded, clock: this.clock };
    const dependencies = new DependencyUse();
    const datasets = this.datasets.use(this);
    const run: Run = {
      id: runId,
      pipeline,
      traceparent: traceparentOf(spanContext),
      log: createRunLog({
        lines: this.#sinks.lines,
        records: telemetry.records,
        runContext: () => this.context,
        clock: this.clock,
      }),
      stage: <T>(stageName: string, ...rest: StageArguments<T>) => this.startStage(undefined, stageName, rest),
      check: observedCheck({ clock: this.clock, lifecycle: this.lifecycle, context: () => this.#innermost() }),
      ...runDeclarations(() => runScopeOf(this.#innermost())?.datasets ?? datasets, this.warnings),
      transaction: (body) => this.#inTransaction(body),
    };
    publishSnapshot(run, () => this.#snapshot());
    return { ...bare, dependencies, datasets, run };
  }

  /** The active context when it lies inside this run. */
  #innermost(): Context {
    const active = context.active();
    return runScopeOf(active)?.runId === this.scope.runId ? active : this.context;
  }

  #inTransaction<T>(body: (transaction: Transaction) => T): T {
    const transaction = new RowTransaction();
    this.#transactions.add(transaction);
    transaction.whenSettled(() => this.#transactions.delete(transaction));
    return transaction.around(() => body(transaction));
  }

  #snapshot(): RunSnapshot {
    const { scope } = this;
    return {
      runId: scope.runId,
      namespace: String(scope.attributes[attributes.pipelineNamespace]),
      pipeline: scope.pipeline,
      file: this.#setup.options.file,
      version: this.#setup.config.resourceAttributes[attributes.serviceVersion]?.toString(),
      startedAtMs: this.#startedAtMs,
      nowMs: this.clock.nowMs(),
      ...snapshotOfStages(this.#stages.all(), [...this.#unsettled, ...this.#openStages.values()]),
    };
  }

  startStage<T>(parent: OpenStage | undefined, name: string, rest: StageArguments<T>): T {
    return startStage(this, parent, name, rest);
  }

  /** Repeated on every event, so that their order does not matter. Unknown when the run began elsewhere. */
  #startedAt(): Attributes {
    return this.#isOwner ? { [attributes.runStartedAt]: new Date(this.#startedAtMs).toISOString() } : {};
  }

  get #heartbeatIntervalMs(): number {
    return this.#setup.definition.heartbeatIntervalMs ?? defaultHeartbeatIntervalMs;
  }

  #startTimers(): () => void {
    const reportProgress = () => {
      for (const stage of this.#openStages.values()) stage.reportProgress();
      emitDependencyCounts(this.scope.dependencies, this.#emission(this.clock.nowMs()));
      this.#reportThinnedLogs(this.clock.nowMs());
    };
    const progress = setInterval(() => safely(reportProgress), progressIntervalMs).unref();
    const stopHeartbeat = this.#isOwner ? this.#startHeartbeat() : undefined;
    return () => {
      clearInterval(progress);
      stopHeartbeat?.();
    };
  }

  #startHeartbeat(): () => void {
    const interval = { [attributes.runHeartbeatIntervalMs]: this.#heartbeatIntervalMs };
    return startHeartbeat({
      heart: this.telemetry.heart,
      pulse: {
        intervalMs: this.#heartbeatIntervalMs,
        attributes: { ...this.scope.attributes, ...this.#startedAt(), ...interval },
        span: trace.getSpanContext(this.context),
      },
      now: () => ({ atMs: this.clock.nowMs(), use: this.#meter.read() }),
      emit: ({ atMs, use }) => {
        const own = { ...interval, ...resourceUseAttributes(use) };
        this.lifecycle.emit('runHeartbeat', this.context, own, atMs);
      },
    });
  }

  #emission(atMs: number): Emission {
    return { records: this.telemetry.records, context: this.context, atMs };
  }

  #emitStarted(parentId: string | undefined): void {
    if (!this.#isOwner) return;
    const { definition, options } = this.#setup;
    const own = {
      ...definitionAttributes(definition),
      [attributes.runHeartbeatIntervalMs]: this.#heartbeatIntervalMs,
      ...present({
        [attributes.runTrigger]: options.trigger,
        [attributes.runParentId]: parentId,
        [attributes.filePath]: options.file,
      }),
    };
    this.lifecycle.emit('runStarted', this.context, own, this.#startedAtMs);
  }

  #emitFinished(end: RunEnd, { ledger, stages }: Counted, failure: Attributes | undefined, finishedAtMs: number): void {
    const use = this.#meter.close();
    if (!this.#isOwner) return;
    const own = {
      [attributes.runState]: end.state,
      [attributes.runDurationMs]: finishedAtMs - this.#startedAtMs,
      [attributes.runBalanced]: ledger.balanced,
      ...unexplainedAttributes(ledger),
      ...(this.datasets.leftOut > 0 ? { [attributes.runDatasetsLeftOut]: this.datasets.leftOut } : {}),
      ...(stages.some(({ rowsCounted }) => rowsCounted) ? ledgerAttributes(ledger.rows) : {}),
      ...resourceUseAttributes(use),
      ...failure,
      ...present({
        [attributes.processExitCode]: end.exit?.code,
        [attributes.processExitSignal]: end.exit?.signal,
      }),
    };
    const failedStage = end.state === 'failed' ? this.#stages.firstFailed()?.name : undefined;
    this.lifecycle.emit('runFinished', this.context, own, finishedAtMs, { failedStage });
  }

  /** Innermost first. A stage left open by a body that returned was not awaited. */
  #closeOpenStages(end: RunEnd): void {
    for (const stage of [...this.#openStages.values()].toReversed()) {
      if (end.state === 'succeeded') {
        const { name } = stage.record;
        this.scope.run.log.warn(`stage "${name}" was still running when its run ended; await it inside the run`);
      }
      stage.finish(end.state === 'failed' ? this.#failures.stateIn(end.thrown, stage.record) : 'aborted', end.thrown);
    }
  }

  #result(end: RunEnd, ledger: RunLedger, stages: StageRecord[], finishedAtMs: number): RunResult {
    const { runId, pipeline } = this.scope;
    const dependencies = this.#dependencies.summaries();
    return { ...end, runId, pipeline, startedAtMs: this.#startedAtMs, finishedAtMs, ledger, stages, dependencies };
  }
}
