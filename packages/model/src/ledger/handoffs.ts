import type { FlowStage } from './ledger-stage.ts';

/** Rows that all of some stages wrote and all of some others read, each reader either all rows or its share. */
export interface Handoff {
  readonly writers: readonly FlowStage[];
  readonly readers: readonly FlowStage[];
}

/** Stages that read from the same ones, gathered; linear where they share their list of inputs. */
export const handoffsIn = (flow: readonly FlowStage[]): Handoff[] => {
  const byList = Map.groupBy(
    flow.filter(({ upstream }) => upstream.length > 0),
    ({ upstream }) => upstream,
  );
  const bySet = Map.groupBy(byList, ([writers]) => setKey(writers));
  return [...bySet.values()].map((lists) => ({
    writers: lists[0]?.[0] ?? [],
    readers: lists.flatMap(([, readers]) => readers),
  }));
};

const setKey = (stages: readonly FlowStage[]): string => JSON.stringify(stages.map(({ stageId }) => stageId).sort());
