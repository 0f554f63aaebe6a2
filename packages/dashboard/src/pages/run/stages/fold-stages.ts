import { isSlow } from '@sightglass/model';
import type { RunDetail, Stage } from '@sightglass/model/rest';
import type { StageNode } from '../../../pipe/plan/stage-tree.ts';

/** As many stages are shown whole. */
const mostWhole = 20;
/** The slowest stay, whatever is usual. */
const slowestShown = 5;
/** Fewer are not worth a fold. */
const leastFolded = 5;

type FoldedRun = Pick<RunDetail, 'stages' | 'usual'>;

/**
 * The stages of a long run that are worth a look: those with trouble, retries or an unusual time, the slowest, the chosen one, and what they
 * are nested in. Null of a run that is shown whole. Pure.
 */
export const foldStages = (
  rows: readonly StageNode[],
  run: FoldedRun,
  chosen: string | undefined,
): readonly StageNode[] | null => {
  if (rows.length <= mostWhole) return null;
  const usualMs = new Map(run.usual?.stages.map(({ name, durationMs }) => [name, durationMs]));
  const slowest = new Set(
    run.stages
      .toSorted((a, b) => b.durationMs - a.durationMs)
      .slice(0, slowestShown)
      .map(({ stageId }) => stageId),
  );
  const isNotable = (stage: Stage) =>
    stage.shown.id !== 'succeeded' ||
    stage.retries > 0 ||
    stage.balanced === false ||
    stage.stageId === chosen ||
    slowest.has(stage.stageId) ||
    isSlow(stage.durationMs, usualMs.get(stage.name) ?? null);
  const kept = new Set<number>();
  for (const [index, { stage }] of rows.entries())
    if (isNotable(stage)) for (let at = index; at >= 0 && !kept.has(at); at = rows[at]?.parent ?? -1) kept.add(at);
  return rows.length - kept.size < leastFolded ? null : rows.filter((_row, index) => kept.has(index));
};
