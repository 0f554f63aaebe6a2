import { type Ledger, ledgerColumns } from '@sightglass/model';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { byPortions } from '../../storage/telemetry/id-portions.ts';
import { stageFinishSql } from './finish-columns.ts';
import { ownedBySql } from './identity/facts-owned.ts';
import { belongsTo, type Owned, type RunOwner } from './identity/run-name.ts';
import { type Finish, finishOf, type ResourceUse, resourceColumns, textOrNull, stringsOf } from './facts.ts';

/** A stage by its events. */
export interface StageFacts {
  readonly stageId: string;
  readonly parentStageId: string | null;
  readonly name: string;
  readonly inputs: readonly string[] | null;
  readonly ledgerChecked: boolean;
  readonly startedAtMs: number;
  readonly lastEventAtMs: number;
  readonly rows: Ledger;
  /** False when no event of it counts rows, not even 0. */
  readonly rowsCounted: boolean;
  /** Read by checks of files; -1 while there was none. */
  readonly rowsChecked: number;
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly retries: number;
  readonly resources: ResourceUse;
  readonly finish: Finish | undefined;
}

/** As stored, once for each pipeline and namespace that its events name. */
interface StageRow extends Ledger, ResourceUse, Owned {
  readonly runId: string;
  readonly stageId: string;
  readonly parentStageId: string;
  readonly name: string;
  readonly inputs: string;
  readonly ledgerUnchecked: boolean;
  readonly startSeen: boolean;
  readonly rowsCounted: boolean;
  readonly rowsChecked: number;
  readonly startedAtMs: number;
  readonly lastEventAtMs: number;
  readonly progressDone: number;
  readonly progressTotal: number;
  readonly retries: number;
  readonly finish: Parameters<typeof finishOf>[0];
}

/** JavaScript counts exactly up to here; nobody moves that many rows, but a sender may say so. */
const count = (column: string) => `least(${column}, ${Number.MAX_SAFE_INTEGER})`;

/** Milliseconds with their fraction: quick stages follow one another within one. */
const exactMs = (column: string) => `toUnixTimestamp64Micro(${column}) / 1000`;

/** A stage of `stages FINAL`, as a run is read. */
const stageColumns = `RunId AS runId, KeyPipeline AS pipeline, KeyNamespace AS namespace, StageId AS stageId, ParentStageId AS parentStageId, StageName AS name,
  Inputs AS inputs, LedgerUnchecked AS ledgerUnchecked, StartSeen AS startSeen, RowsCounted AS rowsCounted, ${count('RowsChecked')} AS rowsChecked,
  ${exactMs('StartedAt')} AS startedAtMs, ${exactMs('LastEventAt')} AS lastEventAtMs,
  ${count('Read')} AS read, ${count('Written')} AS written, ${count('Rejected')} AS rejected, ${count('Filtered')} AS filtered,
  ${count('Deduplicated')} AS deduplicated, ${count('Unmatched')} AS unmatched,
  ${count('ProgressDone')} AS progressDone, ${count('ProgressTotal')} AS progressTotal, Retries AS retries, ${resourceColumns},
  ${stageFinishSql} AS finish`;

export const createStageReader = (telemetry: TelemetryClient) => {
  return {
    /** Stages of each of these runs, by start. */
    async ofRuns(runs: readonly RunOwner[]): Promise<(run: RunOwner) => readonly StageFacts[]> {
      const rows = await byPortions([...new Set(runs.map(({ runId }) => runId))], (portion) =>
        telemetry.rows<StageRow>(
          `SELECT ${stageColumns} FROM stages FINAL PREWHERE RunId IN ({portion:Array(String)}) ORDER BY startedAtMs, stageId`,
          { portion },
        ),
      );
      const byId = Map.groupBy(rows, ({ runId }) => runId);
      return (run) => foldStageRows((byId.get(run.runId) ?? []).filter((row) => belongsTo(row, run))).map(stageFactsOf);
    },

    /** Rejected rows of a run by stage id and reason. */
    async rejections(run: RunOwner): Promise<{ stageId: string; reason: string; rows: number }[]> {
      const { where, parameters } = ownedBySql(run, { pipeline: 'KeyPipeline', namespace: 'KeyNamespace' });
      return telemetry.rows(
        `SELECT StageId AS stageId, Reason AS reason, ${count('max(Rows)')} AS rows FROM stage_rejections
       WHERE ${where} GROUP BY stageId, reason ORDER BY rows DESC, reason`,
        parameters,
      );
    },
  };
};
export type StageReader = ReturnType<typeof createStageReader>;

const stageFactsOf = (row: StageRow): StageFacts => {
  const { read, written, rejected, filtered, deduplicated, unmatched } = row;
  const { cpuTimeMs, peakRssBytes, peakHeapBytes, eventLoopDelayP99Ms } = row;
  const finish = row.finish.State === '' ? undefined : finishOf(row.finish);
  return {
    stageId: row.stageId,
    parentStageId: textOrNull(row.parentStageId),
    name: row.name,
    inputs: stringsOf(row.inputs),
    ledgerChecked: !row.ledgerUnchecked,
    startedAtMs: startOf(row, finish),
    lastEventAtMs: row.lastEventAtMs,
    rows: { read, written, rejected, filtered, deduplicated, unmatched },
    rowsCounted: row.rowsCounted,
    rowsChecked: row.rowsChecked,
    progress:
      row.progressTotal === 0 && row.progressDone === 0 ? null : { done: row.progressDone, total: row.progressTotal },
    retries: row.retries,
    resources: { cpuTimeMs, peakRssBytes, peakHeapBytes, eventLoopDelayP99Ms },
    finish,
  };
};

const startOf = ({ startSeen, startedAtMs }: StageRow, finish: Finish | undefined): number =>
  startSeen || finish?.durationMs === undefined ? startedAtMs : Math.min(startedAtMs, finish.atMs - finish.durationMs);

/** One row for each stage, of rows of one run by start. There are more where only some events of a stage name a pipeline and a namespace. */
const foldStageRows = (rows: readonly StageRow[]): StageRow[] => {
  const byStage = new Map<string, StageRow>();
  for (const row of rows) {
    const known = byStage.get(row.stageId);
    byStage.set(row.stageId, known === undefined ? row : foldTwo(known, row));
  }
  return [...byStage.values()];
};

const counts = [...ledgerColumns, 'rowsChecked', 'progressDone', 'progressTotal', 'retries', 'lastEventAtMs'] as const;
const uses = ['cpuTimeMs', 'peakRssBytes', 'peakHeapBytes', 'eventLoopDelayP99Ms'] as const;

/** As the engine folds them: the earliest start, the largest counts, the latest finish. */
const foldTwo = (one: StageRow, other: StageRow): StageRow => ({
  ...one,
  ...Object.fromEntries(counts.map((name) => [name, Math.max(one[name], other[name])])),
  ...Object.fromEntries(uses.map((name) => [name, largest(one[name], other[name])])),
  parentStageId: one.parentStageId || other.parentStageId,
  name: one.name || other.name,
  inputs: one.inputs || other.inputs,
  ledgerUnchecked: one.ledgerUnchecked || other.ledgerUnchecked,
  startSeen: one.startSeen || other.startSeen,
  rowsCounted: one.rowsCounted || other.rowsCounted,
  startedAtMs: Math.min(one.startedAtMs, other.startedAtMs),
  finish: one.finish.At >= other.finish.At ? one.finish : other.finish,
});

const largest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
