import type { Stage } from '@sightglass/model/rest';

/** A stage and its depth. */
export interface StageNode {
  readonly stage: Stage;
  readonly depth: number;
  /** Place of its parent in the list; -1 for none. */
  readonly parent: number;
}

/**
 * Stages with each followed by those nested in it, else in the order given. A parent that is missing counts as none, and a loop of
 * parents is cut at its first stage. An explicit stack, for nesting of any depth.
 */
export const outlineStages = (stages: readonly Stage[]): StageNode[] => {
  const ids = new Set(stages.map(({ stageId }) => stageId));
  const parentOf = ({ parentStageId }: Stage) =>
    parentStageId !== null && ids.has(parentStageId) ? parentStageId : '';
  const children = Map.groupBy(stages, parentOf);
  const nodes: StageNode[] = [];
  const seen = new Set<Stage>();
  const visit = (root: Stage) => {
    const stack: StageNode[] = [{ stage: root, depth: 0, parent: -1 }];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen.has(node.stage)) continue;
      seen.add(node.stage);
      const [parent, depth] = [nodes.push(node) - 1, node.depth + 1];
      const below = children.get(node.stage.stageId) ?? [];
      for (const stage of below.toReversed()) stack.push({ stage, depth, parent });
    }
  };
  for (const root of children.get('') ?? []) visit(root);
  for (const stage of stages) if (!seen.has(stage)) visit(stage);
  return nodes;
};
