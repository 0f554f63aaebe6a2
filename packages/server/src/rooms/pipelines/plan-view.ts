import { type PlanConflict, planConflictWords, planSettings, type PlanSetting } from '@sightglass/model';
import type { PipelinePlan } from '@sightglass/model/rest';
import { instantOf } from '../../http/instant.ts';
import type { ConfiguredPipeline, DeclaredSettings, Planned } from '../../plans/plan.ts';
import type { Plans } from '../../plans/plans.ts';
import type { RunFacts } from '../runs/facts.ts';
import { upstreamsAmong } from './config-names.ts';

export const nothingDeclared: DeclaredSettings = {
  owner: null,
  criticality: null,
  schedule: null,
  timeZone: null,
  deadline: null,
  empty: null,
};

/** What the newest run declares of these, newest first; a run that did not start declares nothing of its own. */
export const declaredBy = (facts: readonly RunFacts[]): DeclaredSettings => {
  const started = facts.find((run) => !run.isMissed);
  return started?.declared ?? started ?? facts[0]?.declared ?? facts[0] ?? nothingDeclared;
};

/** The newest run with the settings that are in force now. */
export const settingsNow = (plans: Plans, facts: readonly [RunFacts, ...RunFacts[]]): RunFacts => {
  const [latest] = facts;
  const { owner, criticality, schedule, timeZone, deadline, empty = null } = declaredBy(facts);
  const declared = { owner, criticality, schedule, timeZone, deadline, empty };
  return plans.now({ namespace: latest.namespace, name: latest.pipeline }, { ...withoutPlan(latest), ...declared });
};

const withoutPlan = ({
  calendar: _calendar,
  graceMs: _graceMs,
  stageDeadlines: _stages,
  deadlineSinceMs: _since,
  declared: _declared,
  ...facts
}: RunFacts): RunFacts => facts;

type Named = Pick<ConfiguredPipeline, 'namespace' | 'name'>;

/** What is configured of a pipeline; undefined when nothing is. */
export const planOf = (
  plans: Plans,
  named: Named,
  declared: DeclaredSettings,
  shownOf: (pipeline: Named) => PipelinePlan['dependsOn'][number]['shown'],
): PipelinePlan | undefined => {
  const entry = plans.of(named);
  if (entry === undefined) return undefined;
  const now = plans.now(named, declared);
  const find = upstreamsAmong(plans.configured);
  return {
    since: instantOf(plans.sinceMs(named) ?? 0),
    configured: planSettings.filter((setting) => entry[setting] !== undefined),
    conflicts: conflictsOf(entry, now, declared).map((conflict) => ({
      ...conflict,
      words: planConflictWords(conflict),
    })),
    graceMs: entry.grace ?? null,
    calendar: calendarOf(now),
    dependsOn: upstreamsOf(plans, entry).map((one) => ({ ...nameOf(one), shown: shownOf(one) })),
    neededBy: plans.configured
      .filter((other) => other.dependsOn.some((text) => find(text, other) === entry))
      .map(nameOf),
    stages: [...entry.stages],
  };
};

/** The configured pipelines it depends on. */
export const upstreamsOf = (plans: Plans, entry: ConfiguredPipeline): ConfiguredPipeline[] => {
  const find = upstreamsAmong(plans.configured);
  return [...new Set(entry.dependsOn.flatMap((text) => find(text, entry) ?? []))];
};

export const nameOf = ({ namespace, name }: Named): Named => ({ namespace, name });

/** A zone that is not configured is UTC where the schedule is. */
const conflictsOf = (entry: ConfiguredPipeline, now: DeclaredSettings, declared: DeclaredSettings): PlanConflict[] =>
  planSettings.flatMap((setting) => {
    const isSet = entry[setting] !== undefined || (setting === 'timeZone' && entry.schedule !== undefined);
    const [configured, said] = [textOf(setting, now), textOf(setting, declared)];
    return isSet && said !== undefined && configured !== said
      ? [{ setting, configured: configured ?? 'UTC', declared: said }]
      : [];
  });

const textOf = (setting: PlanSetting, settings: DeclaredSettings): string | undefined => {
  const text = settings[setting]?.trim() ?? '';
  return text === '' ? undefined : text;
};

const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const calendarOf = ({ calendar }: Planned): PipelinePlan['calendar'] =>
  calendar === null || calendar === undefined
    ? null
    : { days: calendar.weekdays.map((day) => dayNames[day] ?? ''), holidays: [...calendar.holidays] };
