import { type Ledger, ledgerColumns, type RunDoubt } from '@sightglass/model';
import { type Arrival, type ClockLag, clockLagOf } from './clock-lag.ts';
import type { Planned } from '../../plans/plan.ts';
import { engineTimeMs } from '../../storage/telemetry/time-sql.ts';
import { cutText, runFinishSql } from './finish-columns.ts';
import { programsAtOnce } from './identity/programs.ts';
import type { RunOwner } from './identity/run-name.ts';

export interface Failure {
  readonly type: string;
  readonly message: string;
  readonly stacktrace?: string;
}

export interface ResourceUse {
  readonly cpuTimeMs: number | null;
  readonly peakRssBytes: number | null;
  readonly peakHeapBytes: number | null;
  readonly eventLoopDelayP99Ms: number | null;
}

/** What a program said when it ended a run or a stage. */
export interface Finish<State extends string = 'succeeded' | 'failed' | 'aborted'> {
  readonly atMs: number;
  readonly state: State;
  readonly durationMs: number | undefined;
  readonly failure: Failure | null;
}

export interface RunFinish extends Finish {
  readonly exitCode: number | null;
  readonly exitSignal: string | null;
  /** Counts of a run that has no counting stages. */
  readonly rows: Ledger | undefined;
  /** Undefined of most: it reports every row explained and a state that we know. */
  readonly reported: ReportedFinish | undefined;
}

/** What is out of the ordinary in a finish. */
export interface ReportedFinish {
  /** None of ours; empty when none was said, undefined when known. */
  readonly unknownState: string | undefined;
  readonly isUnbalanced: boolean;
  readonly missing: number;
  readonly extra: number;
}

/** A run by its events. What that means at a given time is decided in `run-state.ts`. */
export interface RunFacts extends Planned, RunOwner {
  readonly startedAtMs: number;
  /** By the sender's clock. */
  readonly lastEventAtMs: number;
  /** By our clock. */
  readonly lastSeenAtMs: number;
  /** Null when the clock of its host is right, or nothing is known of it. */
  readonly clockLag?: ClockLag | null;
  /** 0 when never said. */
  readonly heartbeatIntervalMs: number;
  /** When it was last seen; 0 when its program answers. */
  readonly notAnsweringForMs: number;
  readonly owner: string | null;
  readonly criticality: string | null;
  readonly schedule: string | null;
  readonly timeZone: string | null;
  readonly deadline: string | null;
  /** `legal`, `suspicious`; null when not declared. */
  readonly empty?: string | null;
  readonly trigger: string | null;
  readonly parentRunId: string | null;
  readonly commandArgs: readonly string[] | null;
  readonly traceId: string | null;
  readonly service: string;
  readonly environment: string | null;
  /** Of the code that ran; null when its program does not report it. */
  readonly version?: string | null;
  readonly host: string | null;
  readonly processId: number | null;
  readonly resources: ResourceUse;
  readonly finish: RunFinish | undefined;
  /** Was due at `startedAtMs` and did not start. */
  readonly isMissed: boolean;
  /** How many programs reported it as their own at the same time, when more than one. */
  readonly programsAtOnce?: number | undefined;
  readonly doubts: readonly RunDoubt[];
}

interface FinishRow {
  readonly At: string;
  readonly State: string;
  readonly DurationMs: number;
  readonly FailureType: string;
  readonly FailureMessage: string;
  readonly FailureStacktrace: string;
  readonly FailureMessageBytes: number;
  readonly FailureStacktraceBytes: number;
}

interface RunFinishRow extends FinishRow {
  readonly ExitCode: string;
  readonly ExitSignal: string;
  readonly Read: number;
  readonly Written: number;
  readonly Rejected: number;
  readonly Filtered: number;
  readonly Deduplicated: number;
  readonly Unmatched: number;
}

type ReportedText =
  | 'owner'
  | 'criticality'
  | 'schedule'
  | 'timeZone'
  | 'deadline'
  | 'trigger'
  | 'parentRunId'
  | 'commandArgs'
  | 'traceId'
  | 'environment'
  | 'version'
  | 'host';

/** As stored: text that was never said is empty. */
export interface RunRow
  extends
    Omit<
      RunFacts,
      | keyof Planned
      | ReportedText
      | 'ownsUnnamed'
      | 'clockLag'
      | 'notAnsweringForMs'
      | 'resources'
      | 'finish'
      | 'isMissed'
      | 'programsAtOnce'
      | 'doubts'
    >,
    Readonly<Record<ReportedText, string>>,
    ResourceUse,
    Pick<Arrival, 'firstSeenAtMs' | 'leastLagMs'> {
  /** 1 or 0. */
  readonly unnamed: number;
  readonly since: Readonly<Record<string, number>>;
  readonly until: Readonly<Record<string, number>>;
  readonly notAnswering: { readonly ForMs: number };
  readonly missed: number;
  readonly finish: RunFinishRow;
  readonly reported: {
    readonly At: string;
    readonly State: string;
    readonly IsUnbalanced: number;
    readonly Missing: number;
    readonly Extra: number;
  };
}

export const resourceColumns = `CpuTimeMs AS cpuTimeMs, PeakRssBytes AS peakRssBytes, PeakHeapBytes AS peakHeapBytes, EventLoopDelayP99Ms AS eventLoopDelayP99Ms`;

/** Namespace of a run of `runs FINAL`. */
export const namespaceSql = "if(PipelineNamespace = '', 'default', PipelineNamespace)";

const unixMs = (column: string): string => `toUnixTimestamp64Milli(${column})`;

/** Of a run of `runs FINAL`: what `clock-lag.ts` needs beside its start. */
export const arrivalColumns = `${unixMs('LastEventAt')} AS lastEventAtMs, ${unixMs('LastSeenAt')} AS lastSeenAtMs,
  ${unixMs('FirstSeenAt')} AS firstSeenAtMs, LeastLagMs AS leastLagMs`;

/** A run of `foldedRuns`: the engine folds its rows, which costs a third of as many aggregate functions. */
export const runColumns = `RunId AS runId, ${namespaceSql} AS namespace, PipelineName AS pipeline, KeyNamespace = '' AS unnamed,
  ProgramsSince AS since, ProgramsUntil AS until,
  ${unixMs('StartedAt')} AS startedAtMs, ${arrivalColumns},
  HeartbeatIntervalMs AS heartbeatIntervalMs, NotAnswering AS notAnswering, PipelineOwner AS owner, PipelineCriticality AS criticality, PipelineSchedule AS schedule,
  PipelineTimeZone AS timeZone, PipelineDeadline AS deadline, nullIf(PipelineEmpty, '') AS empty, RunTrigger AS trigger, ParentRunId AS parentRunId, CommandArgs AS commandArgs,
  TraceId AS traceId, ServiceName AS service, Environment AS environment, Version AS version, Host AS host, ProcessId AS processId, ${resourceColumns},
  Missed AS missed, ${runFinishSql} AS finish, Reported AS reported`;

export const runFactsOf = (row: RunRow, doubts: readonly RunDoubt[]): RunFacts => {
  const {
    cpuTimeMs,
    peakRssBytes,
    peakHeapBytes,
    eventLoopDelayP99Ms,
    missed,
    finish,
    reported,
    notAnswering,
    unnamed,
    since,
    until,
    ...rest
  } = row;
  const { firstSeenAtMs: _firstSeenAtMs, leastLagMs: _leastLagMs, ...facts } = rest;
  return {
    ...facts,
    ownsUnnamed: unnamed === 1,
    programsAtOnce: programsAtOnce(since, until),
    clockLag: clockLagOf(row),
    notAnsweringForMs: notAnswering.ForMs,
    owner: textOrNull(row.owner),
    criticality: textOrNull(row.criticality),
    schedule: textOrNull(row.schedule),
    timeZone: textOrNull(row.timeZone),
    deadline: textOrNull(row.deadline),
    trigger: textOrNull(row.trigger),
    parentRunId: textOrNull(row.parentRunId),
    commandArgs: stringsOf(row.commandArgs),
    traceId: textOrNull(row.traceId),
    environment: textOrNull(row.environment),
    version: textOrNull(row.version),
    host: textOrNull(row.host),
    resources: { cpuTimeMs, peakRssBytes, peakHeapBytes, eventLoopDelayP99Ms },
    finish: finish.State === '' ? undefined : runFinishOf(finish, reported),
    isMissed: missed === 1,
    doubts,
  };
};

/** Null when never said. */
export const textOrNull = (text: string): string | null => (text === '' ? null : text);

const runFinishOf = (row: RunFinishRow, reported: RunRow['reported']): RunFinish => ({
  ...finishOf(row),
  atMs: Math.floor(engineTimeMs(row.At)),
  exitCode: row.ExitCode === '' ? null : Number.parseInt(row.ExitCode, 10),
  exitSignal: row.ExitSignal === '' ? null : row.ExitSignal,
  rows: ledgerOf(row),
  // Of an earlier finish nothing counts.
  reported: reported.At === row.At ? reportedOf(reported) : undefined,
});

const knownStates: readonly string[] = ['succeeded', 'failed', 'aborted'];

const reportedOf = ({ State, IsUnbalanced, Missing, Extra }: RunRow['reported']): ReportedFinish => ({
  unknownState: knownStates.includes(State) ? undefined : State,
  isUnbalanced: IsUnbalanced === 1,
  missing: Missing,
  extra: Extra,
});

/** Its time is read here: `FINAL` does not fold a subcolumn such as `Finish.At`. */
export const finishOf = (row: FinishRow): Finish => ({
  atMs: engineTimeMs(row.At),
  state: row.State as Finish['state'],
  durationMs: row.DurationMs < 0 ? undefined : row.DurationMs,
  failure: failureOf(row),
});

const inRecord = 'in the log record of its end: see truncated.whole there';

const failureOf = ({ FailureType: type, ...row }: FinishRow): Failure | null => {
  const message = cutText(row.FailureMessage, row.FailureMessageBytes, inRecord);
  const stacktrace = cutText(row.FailureStacktrace, row.FailureStacktraceBytes, inRecord);
  if (type === '' && message === '') return null;
  return stacktrace === '' ? { type, message } : { type, message, stacktrace };
};

const ledgerOf = ({ Read, Written, Rejected, Filtered, Deduplicated, Unmatched }: RunFinishRow): Ledger | undefined => {
  const counts = [Read, Written, Rejected, Filtered, Deduplicated, Unmatched];
  if (counts.every((count) => count < 0)) return undefined;
  return Object.fromEntries(
    ledgerColumns.map((column, index) => [column, Math.max(0, counts[index] ?? 0)]),
  ) as unknown as Ledger;
};

/** A string[] attribute as stored: JSON text. Null when absent or not an array. */
export const stringsOf = (json: string | null): string[] | null => {
  if (json === null || json === '') return null;
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.map(String) : null;
  } catch {
    return null;
  }
};
