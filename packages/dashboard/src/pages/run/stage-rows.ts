import type { Stage } from '@sightglass/model/api';

export interface StageRow {
  readonly stage: Stage;
  readonly depth: number;
}

/** Stages in order of start, each followed by those nested in it. A parent that is missing or loops counts as none. */
export const stageRows = (stages: readonly Stage[]): StageRow[] => {
  const ids = new Set(stages.map(({ stageId }) => stageId));
  const inOrder = stages.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  const children = Map.groupBy(inOrder, ({ parentStageId }) =>
    parentStageId !== null && ids.has(parentStageId) ? parentStageId : '',
  );
  const rows: StageRow[] = [];
  const visit = (stage: Stage, depth: number) => {
    rows.push({ stage, depth });
    for (const child of children.get(stage.stageId) ?? []) visit(child, depth + 1);
  };
  for (const stage of children.get('') ?? []) visit(stage, 0);
  const seen = new Set(rows.map((row) => row.stage));
  return [...rows, ...inOrder.filter((stage) => !seen.has(stage)).map((stage) => ({ stage, depth: 0 }))];
};
