import { countOf, events, formatCount, type Ledger, ledgerColumns } from '@sightglass/model';
import type { LogRecord } from '@sightglass/sdk/telemetry';
import { scheduleOf } from '../catalogue/company.ts';
import type { SimulatedRun, SimulatedStage } from '../run/simulated-run.ts';
import type { Teller, Told } from './teller.ts';

export const heartbeatIntervalMs = 60_000;

export const startOf = ({ startMs }: SimulatedRun): string => new Date(startMs).toISOString();

export const runStarted = (run: SimulatedRun, { record }: Teller): LogRecord => {
  const { pipeline, startMs, trigger } = run;
  const isDeclared = pipeline.kind !== 'exec';
  return record({
    atMs: startMs,
    eventName: events.runStarted.name,
    body: 'run started',
    told: {
      runStartedAt: startOf(run),
      runTrigger: trigger,
      runHeartbeatIntervalMs: heartbeatIntervalMs,
      processCommandArgs: pipeline.command,
      ...(isDeclared && {
        pipelineOwner: pipeline.owner,
        pipelineCriticality: pipeline.criticality,
        pipelineSchedule: scheduleOf(pipeline),
        pipelineTimeZone: 'UTC',
        pipelineDeadline: pipeline.deadline,
      }),
    },
  });
};

export const runFinished = (run: SimulatedRun, { record }: Teller): LogRecord => {
  const { pipeline, startMs, endMs, state, failure, cpuMs, peakBytes } = run;
  const [first] = run.stages;
  const isExec = pipeline.kind === 'exec';
  return record({
    atMs: endMs,
    severity: state === 'failed' ? 'ERROR' : 'INFO',
    eventName: events.runFinished.name,
    body: `run ${state}${failure === undefined ? '' : `: ${failure.message}`}`,
    told: {
      runStartedAt: startOf(run),
      runState: state,
      runDurationMs: endMs - startMs,
      errorType: failure?.type,
      exceptionType: isExec ? undefined : failure?.type,
      exceptionMessage: failure?.message,
      cpuTimeMs: cpuMs,
      memoryPeakRssBytes: peakBytes,
      ...(isExec && { processExitCode: state === 'failed' ? 28 : 0 }),
      ...(isExec && state === 'succeeded' && first !== undefined && countsOf(first.rows)),
    },
  });
};

export const stageStarted = (stage: SimulatedStage, { record }: Teller): LogRecord =>
  record({
    atMs: stage.startMs,
    eventName: events.stageStarted.name,
    body: `${stage.plan.name} started`,
    stage,
    told: stage.plan.groups === undefined ? {} : { stageLedgerChecked: false },
  });

export const stageFinished = (stage: SimulatedStage, { record }: Teller): LogRecord[] => {
  const { endMs, startMs, state, rows, reasons, failure, plan } = stage;
  const rejections = Object.entries(reasons).map(([reason, count]) =>
    record({
      atMs: endMs - 2,
      eventName: events.rowsRejected.name,
      body: `${plan.name} rejected ${countOf(count, 'row')} so far: ${reason}`,
      stage,
      told: { rowsRejectedReason: reason, rowsRejected: count },
    }),
  );
  const finished = record({
    atMs: endMs,
    severity: state === 'failed' ? 'ERROR' : 'INFO',
    eventName: events.stageFinished.name,
    body: `${plan.name} ${state}: ${failure?.message ?? `${formatCount(rows.read)} read, ${formatCount(rows.written)} written`}`,
    stage,
    told: {
      stageState: state,
      stageDurationMs: endMs - startMs,
      stageLedgerChecked: plan.groups === undefined ? undefined : false,
      exceptionType: failure?.type,
      exceptionMessage: failure?.message,
      ...countsOf(rows),
    },
  });
  return [...rejections, finished];
};

const countKeys = {
  read: 'rowsRead',
  written: 'rowsWritten',
  rejected: 'rowsRejected',
  filtered: 'rowsFiltered',
  deduplicated: 'rowsDeduplicated',
  unmatched: 'rowsUnmatched',
} as const satisfies Record<keyof Ledger, keyof Told>;

/** Of the ways by which rows leave a stage those that none has taken are not mentioned. */
export const countsOf = (rows: Ledger): Told =>
  Object.fromEntries(
    ledgerColumns
      .filter((column) => rows[column] > 0 || column === 'read' || column === 'written')
      .map((column) => [countKeys[column], rows[column]]),
  );
