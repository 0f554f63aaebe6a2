import { memoryIn } from '../storage/state/memory.ts';
import { keptByOthers } from '../storage/state/other-servers.ts';
import type { StateStore } from '../storage/state/state-store.ts';
import { differencesBetween, historyWith, type PlanHistory } from './history.ts';
import type { ConfiguredPipeline } from './plan.ts';
import { type Plans, plansOf } from './plans.ts';

/** Where plans are kept: servers that share a state may be configured otherwise, so each has its own. */
export interface PlanKeeper {
  readonly state: Pick<StateStore, 'transaction' | 'query'>;
  readonly installationId: string;
  /** Other servers that share the state have other times for these pipelines, `namespace/name`: which server leads decides what is missed. */
  readonly onDifferences: (pipelines: readonly string[]) => void;
}

/** Reads what was configured before, and notes what is configured now. */
export const openPlans = async (
  keeper: PlanKeeper,
  configured: readonly ConfiguredPipeline[],
  nowMs: number,
): Promise<Plans> => {
  const history = await rememberPlans(keeper, configured, nowMs);
  const others = await keptByOthers<PlanHistory>(keeper.state, plansPrefix, keeper.installationId);
  const differences = new Set(others.flatMap((other) => differencesBetween(history, other)));
  if (differences.size > 0) keeper.onDifferences([...differences]);
  return plansOf(configured, history);
};

const plansPrefix = 'pipeline-plans.';

/**
 * Notes what is configured now and returns what was configured when: a due time before the server first read it is not judged by it,
 * also after a restart.
 */
const rememberPlans = (
  { state, installationId }: PlanKeeper,
  pipelines: readonly ConfiguredPipeline[],
  nowMs: number,
): Promise<PlanHistory> =>
  state.transaction(async (query) => {
    const memory = memoryIn<PlanHistory>({ query }, plansPrefix);
    const before = (await memory.recall(installationId)) ?? {};
    const history = historyWith(before, pipelines, nowMs);
    if (JSON.stringify(history) !== JSON.stringify(before)) await memory.remember(installationId, history);
    return history;
  });
