import { type ConfiguredPipeline, type PlanSince, timesOf } from './plan.ts';

/** By pipeline, oldest first: what was configured since when. A pipeline that left the configuration ends with empty times. */
export type PlanHistory = Readonly<Record<string, readonly PlanSince[]>>;

export const planKey = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `${namespace}\n${name}`;

const mostKept = 20;
/** Of what left the configuration; runs are not kept for longer by default. */
const keptForMs = 400 * 24 * 3_600_000;

/** The history with what is configured at `nowMs`, where that is new. */
export const historyWith = (
  before: PlanHistory,
  pipelines: readonly ConfiguredPipeline[],
  nowMs: number,
): PlanHistory => {
  const configured = new Map(pipelines.map((pipeline) => [planKey(pipeline), timesOf(pipeline)]));
  const keys = new Set([...Object.keys(before), ...configured.keys()]);
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const plans = before[key] ?? [];
      const times = configured.get(key) ?? {};
      const latest = plans.at(-1);
      const isSame = latest !== undefined && sameTimes(latest.times, times);
      const now = isSame ? plans : [...plans, { sinceMs: nowMs, times }].slice(-mostKept);
      const isGone = !configured.has(key) && (now.at(-1)?.sinceMs ?? 0) < nowMs - keptForMs;
      return isGone ? [] : [[key, now] as const];
    }),
  );
};

/** Names of pipelines whose times are configured otherwise in the other, `namespace/name`. */
export const differencesBetween = (one: PlanHistory, other: PlanHistory): string[] => {
  const timesIn = (history: PlanHistory, key: string): object => history[key]?.at(-1)?.times ?? {};
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((key) => !sameTimes(timesIn(one, key), timesIn(other, key)))
    .map((key) => key.replace('\n', '/'))
    .toSorted((a, b) => a.localeCompare(b));
};

/** The state gives keys back in an order of its own. */
export const sameTimes = (one: object, other: object): boolean => sorted(one) === sorted(other);

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
