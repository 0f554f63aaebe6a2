import { ledgerDifference, type StageState } from '@sightglass/model';
import type { RunDetail, Stage } from '@sightglass/model/rest';

/**
 * A run that reported no stages as one piece of glass, as home draws it: what was counted, the run counted itself. While it runs and it
 * is known how it usually goes on, that is drawn instead.
 */
export const asOneStage = (run: RunDetail): RunDetail => {
  const { state, stages, usual, rows } = run;
  const goesOn = state === 'running' && usual !== null && usual.stages.length > 0;
  if (stages.length > 0 || state === 'missed' || goesOn) return run;
  const whole = wholeRun(run, state);
  const difference = ledgerDifference(rows);
  const gap = { stageId: whole.stageId, stage: whole.name, where: 'stage', difference } as const;
  return { ...run, stages: [whole], ledger: { gaps: difference === 0 ? [] : [gap], handoffs: [] } };
};

const wholeRun = (run: RunDetail, state: StageState): Stage => ({
  stageId: run.runId,
  parentStageId: null,
  name: run.pipeline,
  inputs: null,
  state,
  startedAt: run.startedAt,
  finishedAt: run.finishedAt,
  durationMs: run.durationMs,
  rows: run.rows,
  rowsCounted: run.rowsCounted,
  ledgerChecked: true,
  balanced: run.balanced,
  unexplained: run.unexplained,
  rejectedByReason: {},
  progress: null,
  retries: 0,
  resources: run.resources,
  failure: run.failure,
  shown: run.shown,
});
