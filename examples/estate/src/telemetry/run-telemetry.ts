import type { LogRecord } from '@sightglass/sdk/telemetry';
import type { SimulatedRun } from '../run/simulated-run.ts';
import { apiRecords } from './apis.ts';
import { checkRecords } from './checks.ts';
import { databaseRecords } from './databases.ts';
import { datasetRecords, declaredRecords } from './datasets.ts';
import { runFinished, runStarted, stageFinished, stageStarted } from './lifecycle.ts';
import { livingRecords } from './living.ts';
import { logLines } from './log-lines.ts';
import { type EndedSpan, spansOf } from './spans.ts';
import { tellerOf } from './teller.ts';

export interface Detail {
  /** Log lines and spans too, not only events. */
  readonly isWhole: boolean;
  /** Heartbeats and progress, for those who watch it go on. */
  readonly isLive: boolean;
  /** Log lines of each run, beside its events; a few unless given. */
  readonly logsPerRun?: number | undefined;
}

export interface RunTelemetry {
  readonly logs: readonly LogRecord[];
  readonly spans: readonly EndedSpan[];
}

/** All that arrives of a run over OTLP, from its start to its end. */
export const telemetryOf = (run: SimulatedRun, detail: Detail): RunTelemetry => {
  const { kind } = run.pipeline;
  if (kind === 'audit-table') return { logs: [], spans: [] };
  if (kind === 'spans') return { logs: [], spans: spansOf(run) };
  const teller = tellerOf(run);
  const logs = [
    runStarted(run, teller),
    ...(kind === 'exec'
      ? declaredRecords(run, teller)
      : run.stages.flatMap((stage) => stageRecords(run, stage, teller))),
    ...(detail.isWhole ? logLines(run, teller, detail.logsPerRun) : []),
    ...(detail.isLive ? livingRecords(run, teller) : []),
    runFinished(run, teller),
  ];
  return { logs, spans: kind === 'sdk' && detail.isWhole ? spansOf(run) : [] };
};

const stageRecords = (
  run: SimulatedRun,
  stage: SimulatedRun['stages'][number],
  teller: ReturnType<typeof tellerOf>,
): LogRecord[] => {
  const { database, api } = stage.plan;
  const isOfSdk = run.pipeline.kind === 'sdk';
  return [
    stageStarted(stage, teller),
    ...(isOfSdk ? checkRecords(run, stage, teller) : []),
    ...(isOfSdk && database !== undefined ? databaseRecords(database, stage, teller) : []),
    ...(isOfSdk && api !== undefined && stage.rows.read > 0 ? apiRecords(api, run, stage, teller) : []),
    ...datasetRecords(run, stage, teller),
    ...stageFinished(stage, teller),
  ];
};
