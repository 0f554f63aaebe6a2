import type { RunState } from '@sightglass/model';

const unfinished: ReadonlySet<RunState> = new Set(['running', 'lost']);

/** Whether a run in one of these states never said that it ended. */
export const areUnfinished = (states: readonly RunState[]): boolean => states.every((state) => unfinished.has(state));

/** Every run that never said that it ended, and perhaps a few that did. */
export const maybeUnfinished =
  'RunId IN (SELECT RunId FROM unfinished_runs GROUP BY RunId, KeyPipeline, KeyNamespace HAVING max(Finished) = 0)';
