import { rollUpLedger } from '@sightglass/model';
import type { RunSnapshot, StageSnapshot } from '../run-snapshot.ts';
import type { OpenStage } from './stage-host.ts';
import type { StageRecord } from './stage-record.ts';

/** Stages that are over, and those whose counts may still change, with what their transactions hold. */
export const snapshotOfStages = (
  over: readonly StageRecord[],
  open: readonly OpenStage[],
): Pick<RunSnapshot, 'rows' | 'stages'> => {
  const records = [...over, ...open.map(({ record, rowsIfCommitted }) => ({ ...record, rows: rowsIfCommitted }))];
  return { rows: rollUpLedger(records).rows, stages: records.map(snapshotOfStage) };
};

const snapshotOfStage = ({
  stageId,
  name,
  state,
  startedAtMs,
  finishedAtMs,
  rows,
  failure,
}: StageRecord): StageSnapshot => ({
  stageId,
  name,
  state,
  startedAtMs,
  finishedAtMs,
  rows,
  failure,
});
