import { memoryIn } from '../storage/state/memory.ts';
import type { StateStore } from '../storage/state/state-store.ts';
import { historyWith, type PlanHistory } from './history.ts';
import type { ConfiguredPipeline } from './plan.ts';
import { type Plans, plansOf } from './plans.ts';

/** Where plans are kept: servers that share a state may be configured otherwise, so each has its own. */
export interface PlanKeeper {
  readonly state: Pick<StateStore, 'transaction'>;
  readonly installationId: string;
}

/** Reads what was configured before, and notes what is configured now. */
export const openPlans = async (
  keeper: PlanKeeper,
  configured: readonly ConfiguredPipeline[],
  nowMs: number,
): Promise<Plans> => plansOf(configured, await rememberPlans(keeper, configured, nowMs));

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
    const memory = memoryIn<PlanHistory>({ query }, 'pipeline-plans.');
    const before = (await memory.recall(installationId)) ?? {};
    const history = historyWith(before, pipelines, nowMs);
    if (JSON.stringify(history) !== JSON.stringify(before)) await memory.remember(installationId, history);
    return history;
  });
