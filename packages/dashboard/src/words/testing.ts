import { emptyLedger } from '@sightglass/model';
import type { Pipeline, Run } from '@sightglass/model/rest';
import { runDetailOf } from '../pipe/testing.ts';

export const now = new Date('2026-11-23T10:00:00').getTime();
export const iso = (text: string) => new Date(`2026-11-23T${text}`).toISOString();

/** A run that went well. */
export const run = (more: Partial<Run> = {}): Run =>
  runDetailOf([], {
    startedAt: iso('02:12:00'),
    finishedAt: iso('02:13:00'),
    durationMs: 60_000,
    lastSeenAt: iso('02:13:00'),
    rows: { ...emptyLedger, read: 12_448, written: 12_431, rejected: 17 },
    ...more,
  });
export const usually = (durationMs: number, share = 0.001) => ({ durationMs, rejectedShare: share });
export const dirty = { ...emptyLedger, read: 1_000, written: 820, rejected: 180 };
export const deadline = (state: 'met' | 'missed' | 'due') => ({ at: iso('04:00:00'), state });
const failure = { type: 'Error', message: 'connection refused' };
export const failed = run({ state: 'failed', failure, failedStage: 'load', finishedAt: iso('09:57:00') });

export const pipeline = (name: string, lastRun: Run): Pipeline => ({
  namespace: 'demo',
  name,
  owner: null,
  criticality: null,
  schedule: null,
  timeZone: null,
  deadline: null,
  lastRun: { ...lastRun, pipeline: name },
  freshAt: null,
  recentRuns: [],
  successRate: null,
  usual: null,
});

export const missed = (inARow: number): Pipeline => ({
  ...pipeline('orders', run({ state: 'missed', rows: emptyLedger, startedAt: iso('02:00:00'), durationMs: 0 })),
  missed: { runId: 'r1', dueAt: iso('02:00:00'), inARow },
});
