import type { Stage } from '@sightglass/model/api';
import { outlinePipe, type PipeRun } from '../../pipe/plan.ts';
import { outlineStages, type StageNode } from '../../pipe/stage-tree.ts';

/**
 * Stages in the order rows flow, each followed by those nested in it. Stages that work side by side start in the same instant, so
 * their start alone would shuffle them.
 */
export const stageRows = (run: PipeRun): StageNode[] => outlineStages(run.stages.toSorted(byFlow(run)));

/** By column of the pipe, then start; groups and nested stages, which have no place of their own, by start. */
const byFlow = (run: PipeRun) => {
  const { sections, columnOf } = outlinePipe(run);
  const columns = new Map(
    sections.flatMap(({ key, stageIds }) => stageIds.map((id) => [id, columnOf.get(key) ?? 0] as const)),
  );
  return (a: Stage, b: Stage): number => {
    const [first, second] = [columns.get(a.stageId), columns.get(b.stageId)];
    const byColumn = first === undefined || second === undefined ? 0 : first - second;
    return byColumn || a.startedAt.localeCompare(b.startedAt);
  };
};
