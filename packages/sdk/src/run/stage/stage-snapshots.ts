import { rollUpLedger } from '@sightglass/model';
import type { RunSnapshot, StageSnapshot } from '../run-snapshot.ts';
import type { OpenStage } from './stage-host.ts';
import type { StageRecord } from './stage-record.ts';

/** Stages that are over, and those whose counts may still change, with what their transactions hold. */
export const snapshotOfStages = (
  over: readonly StageRecord[],
  open: readonly OpenStage[],
): Pick<RunSnapshot, 'rows' | 'rowsCounted' | 'stages'> => {
  const records = [...over, ...open.map(({ record, counted }) => ({ ...record, ...counted }))];
  return {
    rows: rollUpLedger(records).rows,
    rowsCounted: records.some(({ rowsCounted }) => rowsCounted),
    stages: records.map(snapshotOfStage),
  };
};

const snapshotOfStage = ({
  stageId,
  name,
  state,
  startedAtMs,
  finishedAtMs,
  rows,
  rowsCounted,
  failure,
}: StageRecord): StageSnapshot => ({
  stageId,
  name,
  state,
  startedAtMs,
  finishedAtMs,
  rows,
  rowsCounted,
  failure,
});
