import type { ServerConfig } from '../config/schema.ts';
import type { Calendar } from '../schedule/calendar.ts';

/** An entry of `pipelines:`. */
export type ConfiguredPipeline = ServerConfig['pipelines'][number];

export interface StageDeadlineRule {
  readonly name: string;
  readonly deadline: string;
}

/** `sinceMs`: what was due before, unix ms, is not judged by it. */
export type StageDeadlineSince = StageDeadlineRule & { readonly sinceMs?: number | undefined };

/** When runs are due and by when their data must be there; what is absent is as telemetry declares it. */
export interface PlanTimes {
  readonly schedule?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly deadline?: string | undefined;
  readonly graceMs?: number | undefined;
  readonly calendar?: Calendar | undefined;
  readonly stages?: readonly StageDeadlineRule[] | undefined;
}

/** The times that hold for runs due or started at `sinceMs` or later. */
export interface PlanSince {
  readonly sinceMs: number;
  readonly times: PlanTimes;
}

export const timesOf = ({ schedule, timeZone, deadline, grace, calendar, stages }: ConfiguredPipeline): PlanTimes => ({
  ...(schedule === undefined ? {} : { schedule: schedule.trim() }),
  ...(timeZone === undefined ? {} : { timeZone }),
  ...(deadline === undefined ? {} : { deadline: deadline.trim() }),
  ...(grace === undefined ? {} : { graceMs: grace }),
  ...(calendar === undefined ? {} : { calendar }),
  ...(stages.length === 0 ? {} : { stages }),
});

/** What a pipeline is and expects, as telemetry declares it. */
export interface DeclaredSettings {
  readonly owner: string | null;
  readonly criticality: string | null;
  readonly schedule: string | null;
  readonly timeZone: string | null;
  readonly deadline: string | null;
  readonly empty?: string | null;
}

/** What the configuration adds to a run or a pipeline. */
export interface Planned {
  readonly calendar?: Calendar | null;
  readonly graceMs?: number | undefined;
  readonly stageDeadlines?: readonly StageDeadlineSince[];
  /** What was due before, unix ms, is not judged by the deadline; absent where its times are declared and not configured. */
  readonly deadlineSinceMs?: number | undefined;
  /** As it was before the configuration stood over it; absent of what is not configured. */
  readonly declared?: DeclaredSettings;
}

/** The settings in force: what is configured stands over what is declared. A configured schedule without a time zone is in UTC. */
export const planned = <Settings extends DeclaredSettings>(
  settings: Settings,
  { owner, criticality, empty }: Pick<ConfiguredPipeline, 'owner' | 'criticality' | 'empty'>,
  times: PlanTimes,
): Settings & Planned => {
  const { schedule, timeZone, deadline, graceMs, calendar = null, stages = [] } = times;
  return {
    ...settings,
    owner: owner ?? settings.owner,
    criticality: criticality ?? settings.criticality,
    empty: empty ?? settings.empty ?? null,
    schedule: schedule ?? settings.schedule,
    timeZone: timeZone ?? (schedule === undefined ? settings.timeZone : null),
    deadline: deadline ?? settings.deadline,
    calendar,
    graceMs,
    stageDeadlines: stages,
    declared: declaredIn(settings),
  };
};

const declaredIn = ({
  owner,
  criticality,
  schedule,
  timeZone,
  deadline,
  empty = null,
}: DeclaredSettings): DeclaredSettings => ({ owner, criticality, schedule, timeZone, deadline, empty });
