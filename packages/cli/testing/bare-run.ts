import { emptyLedger } from '@sightglass/model';
import type { RunDetail } from '@sightglass/model/rest';
import { judgedRun } from './judged-run.ts';

const nothing = { cpuTimeMs: null, peakRssBytes: null, peakHeapBytes: null, eventLoopDelayP99Ms: null };
export const at = '2026-05-01T10:00:00Z';
export const rows = { ...emptyLedger, read: 100, written: 50 };

export const bareStage = {
  stageId: 's1',
  parentStageId: null,
  name: 'load',
  inputs: null,
  state: 'running',
  startedAt: at,
  finishedAt: null,
  durationMs: 12_000,
  rows,
  ledgerChecked: true,
  balanced: null,
  unexplained: { missing: 50, extra: 0 },
  rejectedByReason: {},
  progress: null,
  retries: 0,
  resources: nothing,
  failure: null,
} as const satisfies Bare['stages'][number];

export const gap = { stageId: 's1', stage: 'load', where: 'stage', difference: 50 } as const;

export type Bare = Parameters<typeof judgedRun>[0];

/** `orders` under way: 100 rows read and 50 written by its stage `load`. */
export const bareRun = (more: Partial<Bare>): RunDetail =>
  judgedRun({
    runId: 'r1',
    namespace: 'default',
    pipeline: 'orders',
    state: 'running',
    startedAt: at,
    finishedAt: null,
    durationMs: 12_000,
    lastSeenAt: at,
    rows,
    balanced: null,
    unexplained: { missing: 50, extra: 0 },
    doubts: [],
    trigger: null,
    failure: null,
    failedStage: null,
    traceId: null,
    service: 'etl',
    environment: null,
    owner: null,
    criticality: null,
    host: null,
    processId: null,
    exitCode: null,
    exitSignal: null,
    commandArgs: null,
    parentRunId: null,
    resources: nothing,
    stages: [bareStage],
    ledger: { gaps: [gap], handoffs: [] },
    usual: null,
    logCounts: { DEBUG: 0, INFO: 0, WARN: 0, ERROR: 0, CRITICAL: 0 },
    links: { self: '/api/v1/runs/r1', logs: '/api/v1/logs?runId=r1', trace: null, pipeline: '/p' },
    ...more,
  });
