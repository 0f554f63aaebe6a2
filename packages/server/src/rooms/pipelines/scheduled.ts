import { planKey } from '../../plans/history.ts';
import type { Plans } from '../../plans/plans.ts';
import type { LastStart, ScheduledPipeline } from './facts.ts';
import { nothingDeclared } from './plan-view.ts';

/** Pipelines with a schedule that is declared or configured, as it is in force now. */
export const schedulesInForce = (
  declared: readonly ScheduledPipeline[],
  plans: Plans,
  lastStarts: readonly LastStart[],
): ScheduledPipeline[] => {
  const known = new Set(declared.map(planKey));
  const startedMs = new Map(lastStarts.map((one) => [planKey(one), one.lastStartedAtMs]));
  const onlyConfigured = plans.configured.flatMap(({ namespace, name, schedule = '' }): ScheduledPipeline[] =>
    schedule === '' || known.has(planKey({ namespace, name }))
      ? []
      : [
          {
            ...nothingDeclared,
            namespace,
            name,
            schedule,
            lastStartedAtMs: startedMs.get(planKey({ namespace, name })) ?? 0,
          },
        ],
  );
  return [...declared, ...onlyConfigured].map((pipeline) => inForce(pipeline, plans));
};

/** A due time before the configuration was first read is none. */
const inForce = (pipeline: ScheduledPipeline, plans: Plans): ScheduledPipeline => {
  const entry = plans.of(pipeline);
  const sinceMs = plans.sinceMs(pipeline);
  if (entry === undefined || sinceMs === undefined) return pipeline;
  const now = plans.now(pipeline, pipeline);
  const changesTimes = entry.schedule !== undefined || entry.timeZone !== undefined || entry.calendar !== undefined;
  return {
    ...now,
    schedule: now.schedule,
    ...(changesTimes ? { sinceMs, lastStartedAtMs: Math.max(pipeline.lastStartedAtMs, sinceMs) } : {}),
  };
};
