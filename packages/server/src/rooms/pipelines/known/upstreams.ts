import { whyNotUsable } from '@sightglass/model';
import { planKey } from '../../../plans/history.ts';
import type { ConfiguredPipeline } from '../../../plans/plan.ts';
import type { Plans } from '../../../plans/plans.ts';
import { judgedWords, type JudgedPipeline } from './judge-pipeline.ts';
import { upstreamsOf } from '../plan-view.ts';

type Named = Pick<ConfiguredPipeline, 'namespace' | 'name'>;

/**
 * The same pipelines; words about them name what they depend on, by one another or directly, and that cannot be used now. `find` gives
 * any other pipeline, judged at the same time.
 */
export const withUpstreams = (
  plans: Plans,
  judged: readonly JudgedPipeline[],
  find: (pipeline: Named) => JudgedPipeline | undefined,
  nowMs: number,
): readonly JudgedPipeline[] => {
  if (plans.configured.every(({ dependsOn }) => dependsOn.length === 0)) return judged;
  const known = new Map(judged.map((one) => [planKey(one.pipeline), one]));
  const whyNot = (needed: Named): string | undefined => {
    const one = known.get(planKey(needed)) ?? find(needed);
    return one === undefined ? undefined : whyNotUsable(one.described);
  };
  return judged.map((one) => {
    const unusable = neededBy(plans, one.pipeline).flatMap((needed) => {
      const what = whyNot(needed);
      return what === undefined ? [] : [{ name: needed.name, what }];
    });
    if (unusable.length === 0) return one;
    const described = { ...one.described, unusable };
    return { ...one, described, pipeline: { ...one.pipeline, ...judgedWords(described, nowMs) } };
  });
};

/** The nearest first. */
const neededBy = (plans: Plans, named: Named): ConfiguredPipeline[] => {
  const entry = plans.of(named);
  const needed = new Set<ConfiguredPipeline>(entry === undefined ? [] : upstreamsOf(plans, entry));
  for (const one of needed) for (const next of upstreamsOf(plans, one)) needed.add(next);
  return [...needed];
};
