import type { ExpectedPipeline } from '@sightglass/model/rest';
import { planKey } from '../../plans/history.ts';
import type { Plans } from '../../plans/plans.ts';
import type { PipelineReader } from './facts.ts';
import { expectedOf } from './never-ran.ts';

/** Pipelines of the configuration of which no run was seen, nor missed. */
export const expectedPipelines = async (
  plans: Plans,
  pipelines: Pick<PipelineReader, 'lastStarts'>,
  nowMs: number,
): Promise<ExpectedPipeline[]> => {
  const seen = await pipelines.lastStarts([...new Set(plans.configured.map(({ name }) => name))]);
  const known = new Set(seen.map(planKey));
  return plans.configured
    .filter((one) => !known.has(planKey(one)))
    .flatMap((one) => {
      const elsewhere = seen.filter(({ name }) => name === one.name).map(({ namespace }) => namespace);
      return expectedOf(plans, one, nowMs, elsewhere.sort()) ?? [];
    });
};
