import type { RunState } from '../telemetry/run-state.ts';

/**
 * How one due time of a pipeline stands. `met`: usable data came, by the deadline where there is one. `late`: it came after it. `overdue`: the
 * deadline has passed without. `failed`: what ran brought none, and there is time left or no deadline. `not-judged`: nothing is known of it.
 */
export const occurrenceStates = ['due', 'running', 'met', 'late', 'overdue', 'failed', 'missed', 'not-judged'] as const;
export type OccurrenceState = (typeof occurrenceStates)[number];

/** One due time; unix ms. */
export interface DueOnce {
  readonly dueAtMs: number;
  /** Null without a deadline. */
  readonly deadlineAtMs: number | null;
  /** From when on a run that has not started is missed. */
  readonly startsByMs: number;
}

/** A run that counts for it. */
export interface CountedRun {
  readonly runId: string;
  readonly state: RunState;
  /** Null of one that goes on. */
  readonly endedAtMs: number | null;
  /** Its data can be used. */
  readonly isUsable: boolean;
}

/** What is known of a due time. */
export interface Occurrence {
  readonly dueAtMs: number;
  readonly deadlineAtMs: number | null;
  readonly state: OccurrenceState;
  /** When usable data first came of it. */
  readonly usableAtMs: number | null;
  readonly runIds: readonly string[];
}

/** How a due time stands, by all runs that count for it: one that is tried again in time is met. A missed run is known as a run of that state. */
export const judgeOccurrence = (due: DueOnce, runs: readonly CountedRun[], heardUntilMs: number): Occurrence => {
  const usable = runs.flatMap(({ isUsable, endedAtMs }) => (isUsable && endedAtMs !== null ? [endedAtMs] : []));
  const usableAtMs = usable.length === 0 ? null : Math.min(...usable);
  const { dueAtMs, deadlineAtMs } = due;
  const runIds = runs.map(({ runId }) => runId).toSorted();
  return { dueAtMs, deadlineAtMs, state: stateOf(due, runs, usableAtMs, heardUntilMs), usableAtMs, runIds };
};

const stateOf = (
  { deadlineAtMs, startsByMs }: DueOnce,
  runs: readonly CountedRun[],
  usableAtMs: number | null,
  heardUntilMs: number,
): OccurrenceState => {
  if (usableAtMs !== null) return deadlineAtMs !== null && usableAtMs > deadlineAtMs ? 'late' : 'met';
  const started = runs.filter(({ state }) => state !== 'missed');
  if (started.length === 0 && runs.length > 0) return 'missed';
  if (started.length === 0) return heardUntilMs < startsByMs ? 'due' : 'not-judged';
  if (deadlineAtMs !== null && heardUntilMs > deadlineAtMs) return 'overdue';
  return started.some(({ state }) => state === 'running') ? 'running' : 'failed';
};
