import { type PlanHistory, planKey } from './history.ts';
import { deadlinesSince } from './deadlines-since.ts';
import {
  type ConfiguredPipeline,
  type DeclaredSettings,
  type Planned,
  planned,
  type PlanSince,
  type PlanTimes,
  timesOf,
} from './plan.ts';

interface Named {
  readonly namespace: string;
  readonly name: string;
}

type PlannedRun = DeclaredSettings & {
  readonly namespace: string;
  readonly pipeline: string;
  readonly startedAtMs: number;
};

/** What `pipelines:` of the configuration expects. */
export interface Plans {
  readonly configured: readonly ConfiguredPipeline[];
  of(pipeline: Named): ConfiguredPipeline | undefined;
  /** When its times were first read as they are now, unix ms; undefined of what is not configured. */
  sinceMs(pipeline: Named): number | undefined;
  /** A run with the settings that were in force when it started. */
  ofRun<Run extends PlannedRun>(run: Run): Run & Planned;
  /** A pipeline with the settings in force now. */
  now<Settings extends DeclaredSettings>(pipeline: Named, settings: Settings): Settings & Planned;
}

const noTimes: PlanTimes = {};

export const plansOf = (configured: readonly ConfiguredPipeline[], history: PlanHistory): Plans => {
  const byKey = new Map(configured.map((pipeline) => [planKey(pipeline), pipeline]));
  const plansUntil = (key: string, atMs: number): PlanSince[] =>
    history[key]?.filter(({ sinceMs }) => sinceMs <= atMs) ?? [];
  return {
    configured,
    of: (pipeline) => byKey.get(planKey(pipeline)),
    sinceMs: (pipeline) => (byKey.has(planKey(pipeline)) ? history[planKey(pipeline)]?.at(-1)?.sinceMs : undefined),
    ofRun(run) {
      const key = planKey({ namespace: run.namespace, name: run.pipeline });
      const pipeline = byKey.get(key);
      const plans = plansUntil(key, run.startedAtMs);
      if (pipeline === undefined && plans.length === 0) return run;
      return { ...planned(run, pipeline ?? {}, plans.at(-1)?.times ?? noTimes), ...deadlinesSince(plans) };
    },
    now(named, settings) {
      const pipeline = byKey.get(planKey(named));
      return pipeline === undefined ? settings : planned(settings, pipeline, timesOf(pipeline));
    },
  };
};

export const noPlans = plansOf([], {});
