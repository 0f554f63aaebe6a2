import type { Stage } from '@sightglass/model/rest';
import { outlinePipe, type PipeRun } from '../../../pipe/plan/plan.ts';
import { outlineStages, type StageNode } from '../../../pipe/plan/stage-tree.ts';

/**
 * Stages in the order rows flow, each followed by those nested in it. Stages that work side by side start in the same instant, so
 * their start alone would shuffle them.
 */
export const stageRows = (run: PipeRun): StageNode[] => outlineStages(run.stages.toSorted(byFlow(run)));

/** By column of the pipe, then start, then id: a total order. */
const byFlow = (run: PipeRun) => {
  const columnOf = stageColumns(run);
  const column = ({ stageId }: Stage) => columnOf.get(stageId) ?? 0;
  return (a: Stage, b: Stage): number =>
    column(a) - column(b) || a.startedAt.localeCompare(b.startedAt) || a.stageId.localeCompare(b.stageId);
};

/** The column of each stage; a group stands where the first stage in it does, and what is nested in a section stands with it. */
const stageColumns = (run: PipeRun): ReadonlyMap<string, number> => {
  const { sections, columnOf } = outlinePipe(run);
  const columns = new Map(
    sections.flatMap(({ key, stageIds }) => stageIds.map((id) => [id, columnOf.get(key) ?? 0] as const)),
  );
  const nodes = outlineStages(run.stages);
  const drawn = new Set(columns.keys());
  for (const { stage, parent } of nodes.toReversed()) {
    const around = nodes[parent]?.stage.stageId;
    const own = columns.get(stage.stageId);
    if (own === undefined || around === undefined || drawn.has(around)) continue;
    columns.set(around, Math.min(own, columns.get(around) ?? own));
  }
  return columns;
};
