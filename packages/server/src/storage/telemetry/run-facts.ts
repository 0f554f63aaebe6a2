import { type Ledger, ledgerColumns } from '@sightglass/model';

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
}

/** A run as its events tell it. What that means at a given moment is decided in `query/run-state.ts`. */
export interface RunFacts {
  readonly runId: string;
  readonly namespace: string;
  readonly pipeline: string;
  readonly startedAtMs: number;
  /** By the sender's clock. */
  readonly lastEventAtMs: number;
  /** By our clock. */
  readonly lastSeenAtMs: number;
  /** 0 when never said. */
  readonly heartbeatIntervalMs: number;
  /** When it was last heard of; 0 when its program answers. */
  readonly notAnsweringForMs: number;
  readonly owner: string | null;
  readonly criticality: string | null;
  readonly schedule: string | null;
  readonly timeZone: string | null;
  readonly deadline: string | null;
  readonly trigger: string | null;
  readonly parentRunId: string | null;
  readonly commandArgs: readonly string[] | null;
  readonly traceId: string | null;
  readonly service: string;
  readonly environment: string | null;
  readonly host: string | null;
  readonly processId: number | null;
  readonly resources: ResourceUse;
  readonly finish: RunFinish | undefined;
  /** Was due at `startedAtMs` and did not start. */
  readonly isMissed: boolean;
}

interface FinishRow {
  readonly State: string;
  readonly DurationMs: number;
  readonly FailureType: string;
  readonly FailureMessage: string;
  readonly FailureStacktrace: string;
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

export interface RunRow extends Omit<RunFacts, 'commandArgs' | 'resources' | 'finish'>, ResourceUse {
  readonly commandArgs: string | null;
  readonly finishedAtMs: number;
  readonly finish: RunFinishRow;
}

export const resourceColumns = `max(CpuTimeMs) AS cpuTimeMs, max(PeakRssBytes) AS peakRssBytes, max(PeakHeapBytes) AS peakHeapBytes, max(EventLoopDelayP99Ms) AS eventLoopDelayP99Ms`;

/** Namespace of the run whose rows are grouped. */
export const namespaceColumn = `if(max(PipelineNamespace) = '', 'default', max(PipelineNamespace))`;

/** Whether the run whose rows are grouped was due and did not start. */
export const isMissedColumn = 'max(Missed) = 1';

/** Folds the rows of one run; group by RunId. */
export const runColumns = `RunId AS runId, ${namespaceColumn} AS namespace, max(PipelineName) AS pipeline,
  toUnixTimestamp64Milli(min(StartedAt)) AS startedAtMs, toUnixTimestamp64Milli(max(LastEventAt)) AS lastEventAtMs,
  toUnixTimestamp64Milli(max(LastSeenAt)) AS lastSeenAtMs, max(HeartbeatIntervalMs) AS heartbeatIntervalMs, tupleElement(max(NotAnswering), 'ForMs') AS notAnsweringForMs,
  nullIf(max(PipelineOwner), '') AS owner, nullIf(max(PipelineCriticality), '') AS criticality,
  nullIf(max(PipelineSchedule), '') AS schedule, nullIf(max(PipelineTimeZone), '') AS timeZone, nullIf(max(PipelineDeadline), '') AS deadline,
  nullIf(max(RunTrigger), '') AS trigger, nullIf(max(ParentRunId), '') AS parentRunId, nullIf(max(CommandArgs), '') AS commandArgs,
  nullIf(max(TraceId), '') AS traceId, max(ServiceName) AS service, nullIf(max(Environment), '') AS environment,
  nullIf(max(Host), '') AS host, max(ProcessId) AS processId, ${resourceColumns},
  CAST(${isMissedColumn}, 'Bool') AS isMissed, max(Finish) AS finish, toUnixTimestamp64Milli(max(Finish.At)) AS finishedAtMs`;

export const runFactsOf = (row: RunRow): RunFacts => {
  const { cpuTimeMs, peakRssBytes, peakHeapBytes, eventLoopDelayP99Ms, finish, finishedAtMs, commandArgs, ...facts } =
    row;
  return {
    ...facts,
    commandArgs: stringsOf(commandArgs),
    resources: { cpuTimeMs, peakRssBytes, peakHeapBytes, eventLoopDelayP99Ms },
    finish: finish.State === '' ? undefined : runFinishOf(finish, finishedAtMs),
  };
};

const runFinishOf = (row: RunFinishRow, atMs: number): RunFinish => ({
  ...finishOf(row, atMs),
  exitCode: row.ExitCode === '' ? null : Number.parseInt(row.ExitCode, 10),
  exitSignal: row.ExitSignal === '' ? null : row.ExitSignal,
  rows: ledgerOf(row),
});

export const finishOf = (row: FinishRow, atMs: number): Finish => ({
  atMs,
  state: row.State as Finish['state'],
  durationMs: row.DurationMs < 0 ? undefined : row.DurationMs,
  failure: failureOf(row),
});

const failureOf = ({
  FailureType: type,
  FailureMessage: message,
  FailureStacktrace: stacktrace,
}: FinishRow): Failure | null => {
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
