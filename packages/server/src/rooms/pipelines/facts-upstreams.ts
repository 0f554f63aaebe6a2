import { whyNotUsable } from '@sightglass/model';
import { planKey } from '../../plans/history.ts';
import type { ConfiguredPipeline } from '../../plans/plan.ts';
import {
  judgedWords,
  type PipelineParts,
  type pipelineViewer,
  recentRuns,
  type ViewedPipeline,
} from './facts-viewed.ts';
import { upstreamsOf, nameOf } from './plan-view.ts';

type Parts = Pick<PipelineParts, 'plans' | 'pipelines' | 'receptionTime'> & {
  readonly view: ReturnType<typeof pipelineViewer>;
};

/** The same pipelines; words about them name what they depend on, by one another or directly, and that cannot be used now. */
export const withUpstreams = async (parts: Parts, viewed: readonly ViewedPipeline[]): Promise<ViewedPipeline[]> => {
  const needs = new Map(viewed.map(({ pipeline }) => [planKey(pipeline), neededBy(parts, pipeline)]));
  const known = new Set(needs.keys());
  const missing = new Map(
    [...needs.values()]
      .flat()
      .flatMap((one) => (known.has(planKey(one)) ? [] : [[planKey(one), nameOf(one)] as const])),
  );
  const others =
    missing.size === 0 ? [] : await parts.view(await parts.pipelines.summaries(recentRuns, [...missing.values()]));
  const reasons = new Map([...viewed, ...others].map((one) => [planKey(one.pipeline), whyNotUsable(one.described)]));
  const { nowMs } = parts.receptionTime();
  return viewed.map((one) => {
    const unusable = (needs.get(planKey(one.pipeline)) ?? []).flatMap((needed) => {
      const what = reasons.get(planKey(needed));
      return what === undefined ? [] : [{ name: needed.name, what }];
    });
    if (unusable.length === 0) return one;
    const described = { ...one.described, unusable };
    return { ...one, described, pipeline: { ...one.pipeline, ...judgedWords(described, nowMs) } };
  });
};

/** The nearest first. */
const neededBy = (
  { plans }: Pick<Parts, 'plans'>,
  named: Pick<ConfiguredPipeline, 'namespace' | 'name'>,
): ConfiguredPipeline[] => {
  const entry = plans.of(named);
  const found = new Set<ConfiguredPipeline>(entry === undefined ? [] : upstreamsOf(plans, entry));
  for (const one of found) for (const next of upstreamsOf(plans, one)) found.add(next);
  return [...found];
};
