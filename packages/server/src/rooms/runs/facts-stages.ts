import type { Ledger } from '@sightglass/model';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { byPortions } from '../../storage/telemetry/id-portions.ts';
import { type Finish, finishOf, type ResourceUse, resourceColumns, textOrNull, stringsOf } from './facts.ts';

/** A stage by its events. */
export interface StageFacts {
  readonly runId: string;
  readonly stageId: string;
  readonly parentStageId: string | null;
  readonly name: string;
  readonly inputs: readonly string[] | null;
  readonly ledgerChecked: boolean;
  readonly startedAtMs: number;
  readonly lastEventAtMs: number;
  readonly rows: Ledger;
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly retries: number;
  readonly resources: ResourceUse;
  readonly finish: Finish | undefined;
}

interface StageRow extends Ledger, ResourceUse {
  readonly runId: string;
  readonly stageId: string;
  readonly parentStageId: string;
  readonly name: string;
  readonly inputs: string;
  readonly ledgerUnchecked: boolean;
  readonly startSeen: boolean;
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
const stageColumns = `RunId AS runId, StageId AS stageId, ParentStageId AS parentStageId, StageName AS name,
  Inputs AS inputs, LedgerUnchecked AS ledgerUnchecked, StartSeen AS startSeen,
  ${exactMs('StartedAt')} AS startedAtMs, ${exactMs('LastEventAt')} AS lastEventAtMs,
  ${count('Read')} AS read, ${count('Written')} AS written, ${count('Rejected')} AS rejected, ${count('Filtered')} AS filtered,
  ${count('Deduplicated')} AS deduplicated, ${count('Unmatched')} AS unmatched,
  ${count('ProgressDone')} AS progressDone, ${count('ProgressTotal')} AS progressTotal, Retries AS retries, ${resourceColumns},
  Finish AS finish`;

export const createStageReader = (telemetry: TelemetryClient) => ({
  /** Stages of these runs; those of one run by start. */
  async ofRuns(runIds: readonly string[]): Promise<StageFacts[]> {
    const rows = await byPortions(runIds, (portion) =>
      telemetry.rows<StageRow>(
        `SELECT ${stageColumns} FROM stages FINAL WHERE RunId IN ({portion:Array(String)}) ORDER BY startedAtMs, stageId`,
        { portion },
      ),
    );
    return rows.map(stageFactsOf);
  },

  /** Rejected rows of a run by stage id and reason. */
  async rejections(runId: string): Promise<{ stageId: string; reason: string; rows: number }[]> {
    return telemetry.rows(
      `SELECT StageId AS stageId, Reason AS reason, ${count('Rows')} AS rows FROM stage_rejections FINAL
       WHERE RunId = {runId:String} ORDER BY rows DESC, reason`,
      { runId },
    );
  },
});
export type StageReader = ReturnType<typeof createStageReader>;

const stageFactsOf = (row: StageRow): StageFacts => {
  const { read, written, rejected, filtered, deduplicated, unmatched } = row;
  const { cpuTimeMs, peakRssBytes, peakHeapBytes, eventLoopDelayP99Ms } = row;
  const finish = row.finish.State === '' ? undefined : finishOf(row.finish);
  return {
    runId: row.runId,
    stageId: row.stageId,
    parentStageId: textOrNull(row.parentStageId),
    name: row.name,
    inputs: stringsOf(row.inputs),
    ledgerChecked: !row.ledgerUnchecked,
    startedAtMs: startOf(row, finish),
    lastEventAtMs: row.lastEventAtMs,
    rows: { read, written, rejected, filtered, deduplicated, unmatched },
    progress:
      row.progressTotal === 0 && row.progressDone === 0 ? null : { done: row.progressDone, total: row.progressTotal },
    retries: row.retries,
    resources: { cpuTimeMs, peakRssBytes, peakHeapBytes, eventLoopDelayP99Ms },
    finish,
  };
};

const startOf = ({ startSeen, startedAtMs }: StageRow, finish: Finish | undefined): number =>
  startSeen || finish?.durationMs === undefined ? startedAtMs : Math.min(startedAtMs, finish.atMs - finish.durationMs);
