import type { Stage } from '@sightglass/model/api';
import { planPipe, type PipeRun } from '../../pipe/plan.ts';

export interface StageRow {
  readonly stage: Stage;
  readonly depth: number;
}

/**
 * Stages in the order rows flow, each followed by those nested in it. Stages that work side by side start in the same instant, so
 * their start alone would shuffle them. A parent that is missing or loops counts as none.
 */
export const stageRows = (run: PipeRun): StageRow[] => {
  const { stages } = run;
  const ids = new Set(stages.map(({ stageId }) => stageId));
  const inOrder = stages.toSorted(byFlow(run));
  const parentOf = ({ parentStageId }: Stage) =>
    parentStageId !== null && ids.has(parentStageId) ? parentStageId : '';
  const children = Map.groupBy(inOrder, parentOf);
  const rows: StageRow[] = [];
  const visit = (stage: Stage, depth: number) => {
    rows.push({ stage, depth });
    for (const child of children.get(stage.stageId) ?? []) visit(child, depth + 1);
  };
  for (const stage of children.get('') ?? []) visit(stage, 0);
  const seen = new Set(rows.map((row) => row.stage));
  return [...rows, ...inOrder.filter((stage) => !seen.has(stage)).map((stage) => ({ stage, depth: 0 }))];
};

/** By column of the pipe, then lane; groups and nested stages, which have no place of their own, by start. */
const byFlow = (run: PipeRun) => {
  const places = new Map(
    planPipe(run).sections.flatMap(({ section, column, lane }) =>
      section.stageIds.map((id) => [id, column * 1000 + lane] as const),
    ),
  );
  return (a: Stage, b: Stage): number => {
    const [first, second] = [places.get(a.stageId), places.get(b.stageId)];
    const byPlace = first === undefined || second === undefined ? 0 : first - second;
    return byPlace || a.startedAt.localeCompare(b.startedAt);
  };
};
