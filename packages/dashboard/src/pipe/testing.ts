import {
  emptyLedger,
  ledgerDifference,
  nothingUnexplained,
  rollUpLedger,
  runOutcome,
  runSentence,
  runVerdict,
  shownOfState,
  shownRun,
  usualIn,
  writtenSentence,
  unexplainedBy,
  type Ledger,
} from '@sightglass/model';
import type { RunDetail, Stage } from '@sightglass/model/rest';
import type { PipeRun } from './plan/plan.ts';

const startMs = Date.parse('2026-11-23T02:00:00Z');
const iso = (ms: number) => new Date(startMs + ms).toISOString();

/** A stage of a test run, 10 ms long. */
export const stage = (name: string, atMs: number, rows: Partial<Ledger> = {}, more: Partial<Stage> = {}): Stage => ({
  stageId: `${name}@${atMs}`,
  parentStageId: null,
  name,
  inputs: null,
  state: 'succeeded',
  startedAt: iso(atMs),
  finishedAt: iso(atMs + 10),
  durationMs: 10,
  rows: { ...emptyLedger, ...rows },
  ledgerChecked: true,
  balanced: true,
  unexplained: unexplainedBy(ledgerDifference({ ...emptyLedger, ...rows })),
  rejectedByReason: {},
  progress: null,
  retries: 0,
  resources: { cpuTimeMs: null, peakRssBytes: null, peakHeapBytes: null, eventLoopDelayP99Ms: null },
  failure: null,
  shown: shownOfState(more.state ?? 'succeeded'),
  ...more,
});

/** The run the server would answer with for these stages: gaps and handoffs come from the real roll-up. */
export const runOf = (stages: readonly Stage[], more: Partial<PipeRun> = {}): PipeRun => {
  const { gaps, handoffs } = rollUpLedger(
    stages.map((each) => ({
      stageId: each.stageId,
      name: each.name,
      parentStageId: each.parentStageId ?? undefined,
      inputs: each.inputs ?? undefined,
      ledgerChecked: each.ledgerChecked,
      startedAtMs: Date.parse(each.startedAt),
      finishedAtMs: each.finishedAt === null ? undefined : Date.parse(each.finishedAt),
      rows: each.rows,
    })),
  );
  return {
    stages: [...stages],
    ledger: { gaps: [...gaps], handoffs: handoffs.map(({ from, to }) => ({ from: [...from], to: [...to] })) },
    state: 'succeeded',
    usual: null,
    ...more,
  };
};

/** The whole answer for such a run. */
export const runDetailOf = (stages: readonly Stage[], more: Partial<RunDetail> = {}): RunDetail => {
  const run = {
    ...runOf(stages),
    runId: 'r1',
    namespace: 'demo',
    pipeline: 'flights',
    startedAt: iso(0),
    finishedAt: iso(100),
    durationMs: 100,
    lastSeenAt: iso(100),
    rows: emptyLedger,
    balanced: true,
    unexplained: nothingUnexplained,
    doubts: [],
    trigger: null,
    failure: null,
    failedStage: null,
    exitCode: null,
    exitSignal: null,
    traceId: null,
    service: 'etl',
    environment: null,
    owner: null,
    criticality: null,
    host: null,
    processId: null,
    commandArgs: null,
    parentRunId: null,
    resources: { cpuTimeMs: null, peakRssBytes: null, peakHeapBytes: null, eventLoopDelayP99Ms: null },
    logCounts: { DEBUG: 0, INFO: 0, WARN: 0, ERROR: 0, CRITICAL: 0 },
    links: { self: '', logs: '', trace: null, pipeline: '' },
    ...more,
  };
  const usual = usualIn(run.usual);
  return {
    verdict: runVerdict(run, usual),
    shown: shownRun(run, usual),
    ...writtenSentence(runSentence(run, usual), startMs),
    isSlow: false,
    outcome: runOutcome(run, usual),
    ...run,
  };
};
