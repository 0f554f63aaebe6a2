import type { DescribedRun } from './run-sentence.ts';
import { runVerdictOf, type UsualRun } from './run-verdict.ts';
import { isFarSlower } from './usual.ts';

/** What tells whether data that can be used came late, and whether that still matters. */
export interface TimedPipeline {
  readonly lastRun: DescribedRun;
  readonly usual: UsualRun | null;
  /** When it is due next; null or absent of a pipeline without a schedule. */
  readonly nextDueAt?: string | null;
  /** When this is asked; without it the last run is taken as one of today. */
  readonly nowMs?: number;
}

const dayMs = 86_400_000;

/**
 * How the data of its last run, which can be used, came later than it should: `late` past its deadline or that of a stage, `slow` after a
 * multiple of its usual time. Undefined of data that came in time, and of what is long past: with a schedule that lasts until the next run, without one for a day.
 */
export const latenessOf = (pipeline: TimedPipeline): 'late' | 'slow' | undefined => {
  const { lastRun, usual } = pipeline;
  if (lastRun.state !== 'succeeded' || runVerdictOf(lastRun, usual) === 'no' || isLongPast(pipeline)) return undefined;
  const deadlines = [lastRun.deadline, ...(lastRun.stageDeadlines ?? [])];
  if (deadlines.some((deadline) => deadline?.state === 'missed')) return 'late';
  return isFarSlower(lastRun.durationMs, usual) ? 'slow' : undefined;
};

const isLongPast = ({ lastRun, nextDueAt = null, nowMs }: TimedPipeline): boolean =>
  nextDueAt === null && nowMs !== undefined && nowMs - Date.parse(lastRun.finishedAt ?? lastRun.lastSeenAt) > dayMs;
