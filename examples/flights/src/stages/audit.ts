import { setTimeout as sleep } from 'node:timers/promises';
import type { RowCounter, Run, Stage, StageOptions, Transaction } from '@sightglass/sdk';
import { BeltStoppedError } from '../belt.ts';
import type { AuditRow, RowCounts } from '../warehouse/rows.ts';
import type { DayLoad, Warehouse } from '../warehouse/warehouse.ts';

/** What a stage may do here. */
export type AuditedStage = Pick<Stage, 'rows' | 'progress' | 'retried'>;

type StageBody<T> = (stage: AuditedStage) => Promise<T>;

/** A run whose stages are also noted for the warehouse's own audit table. */
export interface AuditedRun extends Pick<Run, 'id' | 'log' | 'transaction'> {
  readonly stage: <T>(name: string, options: StageOptions, body: StageBody<T>) => Promise<T>;
  /** What each stage that has ended did; what was rolled back was not written. */
  readonly audit: readonly AuditRow[];
}

export const withAudit = (run: Run): AuditedRun => {
  const notes: { readonly row: AuditRow; readonly transaction: Transaction | undefined }[] = [];
  const stage = <T>(name: string, options: StageOptions, body: StageBody<T>): Promise<T> =>
    run.stage(name, options, async (observed) => {
      const startedAt = new Date();
      const counts = { read: 0, written: 0, rejected: 0, filtered: 0, deduplicated: 0, unmatched: 0 };
      const note = (end: Pick<AuditRow, 'state' | 'error'>) =>
        notes.push({
          row: { stage: name, startedAt, finishedAt: new Date(), ...counts, ...end },
          transaction: options.transaction,
        });
      try {
        const result = await body(withRows(observed, alsoCounting(observed.rows, counts)));
        note({ state: 'succeeded' });
        return result;
      } catch (error) {
        const state = error instanceof BeltStoppedError ? 'aborted' : 'failed';
        note({ state, error: error instanceof Error ? error.message : String(error) });
        throw error;
      }
    });
  return {
    id: run.id,
    log: run.log,
    transaction: (body) => run.transaction(body),
    stage,
    get audit() {
      return notes.map(({ row, transaction }) => (transaction?.state === 'rolled-back' ? { ...row, written: 0 } : row));
    },
  };
};

const withRows = (stage: Stage, rows: RowCounter): AuditedStage => ({
  rows,
  progress: (done, total) => stage.progress(done, total),
  retried: (attempts) => stage.retried(attempts),
});

const alsoCounting = (rows: RowCounter, counts: { -readonly [K in keyof RowCounts]: number }): RowCounter => {
  const counting =
    (column: keyof RowCounts) =>
    (count = 1, reason?: string) => {
      counts[column] += count;
      rows[column](count, reason);
    };
  return {
    read: counting('read'),
    written: counting('written'),
    rejected: counting('rejected'),
    filtered: counting('filtered'),
    deduplicated: counting('deduplicated'),
    unmatched: counting('unmatched'),
  };
};

const attempts = 5;
const pauseMs = 400;

/** Notes a failed run in a transaction of its own, since the load's was rolled back. Waits a few seconds for the warehouse. */
export const auditFailure = async (
  run: AuditedRun,
  stage: AuditedStage,
  warehouse: Warehouse,
  load: DayLoad,
): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await warehouse.transaction(load, (day) => day.addAudit(run.audit));
    } catch (error) {
      if (attempt === attempts) throw error;
      stage.retried();
      const problem = error instanceof Error ? error.message : String(error);
      run.log.warn('audit of a failed run not written yet', { 'flights.problem': problem, attempt });
      await sleep(pauseMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2));
    }
  }
};
