import { hostname } from 'node:os';
import type { auditColumns, Ledger } from '@sightglass/model';
import type { RunSnapshot, StageSnapshot } from '../run/run-snapshot.ts';
import { longestText, storableKey, storableText } from './storable-text.ts';
import type { AuditEnd } from './types.ts';

type Value = string | number | null;
type Column = (typeof auditColumns)[keyof typeof auditColumns];
/** A row by the names of its columns; the database stamps `updated_at`. */
export type AuditRow = Readonly<Record<Exclude<Column, 'updated_at'>, Value>>;

/** The row of the run, then those of its stages; without an end it goes on. */
export const auditRowsOf = (run: RunSnapshot, end?: AuditEnd): AuditRow[] => [
  rowOf(run, {
    stageId: '',
    name: null,
    state: end?.state ?? 'running',
    startedAtMs: run.startedAtMs,
    finishedAtMs: end === undefined ? undefined : run.nowMs,
    rows: run.rows,
    rowsCounted: run.rowsCounted,
    failure: end?.failure,
  }),
  ...run.stages.map((stage) => rowOf(run, end === undefined ? stage : stoppedBy(stage, run))),
];

/** A stage that is still at work when its run ends is cut off with it. */
const stoppedBy = (stage: StageSnapshot, { nowMs }: RunSnapshot): StageSnapshot =>
  stage.state === 'running' ? { ...stage, state: 'aborted', finishedAtMs: nowMs } : stage;

const rowOf = (run: RunSnapshot, part: Omit<StageSnapshot, 'name'> & { readonly name: string | null }): AuditRow => ({
  run_id: storableKey(run.runId),
  stage_id: storableKey(part.stageId),
  stage: named(part.name),
  pipeline_namespace: storableText(run.namespace, longestText.name),
  pipeline: storableText(run.pipeline, longestText.name),
  state: part.state,
  started_at: instantOf(part.startedAtMs),
  finished_at: part.finishedAtMs === undefined ? null : instantOf(part.finishedAtMs),
  duration_ms: part.finishedAtMs === undefined ? null : part.finishedAtMs - part.startedAtMs,
  ...countsOf(part.rowsCounted ? part.rows : undefined),
  file: named(run.file, longestText.file),
  error_type: named(part.failure?.type),
  error: named(part.failure?.message, longestText.error),
  host: storableText(hostname(), longestText.name),
  service_version: named(run.version),
});

const named = (text: string | null | undefined, most: number = longestText.name): string | null =>
  text === null || text === undefined ? null : storableText(text, most);

/** NULL where nobody counted: that is not 0 rows. */
const countsOf = (rows: Ledger | undefined) => ({
  rows_read: rows?.read ?? null,
  rows_written: rows?.written ?? null,
  rows_rejected: rows?.rejected ?? null,
  rows_filtered: rows?.filtered ?? null,
  rows_deduplicated: rows?.deduplicated ?? null,
  rows_unmatched: rows?.unmatched ?? null,
});

const instantOf = (unixMs: number): string => new Date(unixMs).toISOString();
