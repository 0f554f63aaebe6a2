import {
  databaseNeedsAttention,
  databaseSentence,
  databaseUrgency,
  databaseVerdict,
  type DescribedDatabase,
  shownDatabase,
  writtenSentence,
} from '@sightglass/model';
import type { DatabaseSample, DatabaseStatus } from '@sightglass/model/rest';
import type { WatchedDatabase } from './loop.ts';

/** A database with its verdict and the words about it. */
export const describedDatabase = (
  watched: WatchedDatabase,
  sample: DatabaseSample | undefined,
  nowMs: number,
): DatabaseStatus & DescribedDatabase => {
  const database = {
    ...watched,
    waitingSessions: waitingSessions(sample),
    isKnownNow: isCheckedLately(watched, nowMs),
  };
  return {
    ...database,
    sampledAt: sample?.sampledAt ?? null,
    verdict: databaseVerdict(database),
    shown: shownDatabase(database),
    ...writtenSentence(databaseSentence(database), nowMs),
    needsAttention: databaseNeedsAttention(database),
    urgency: databaseUrgency(database),
  };
};

/** A check is late after so many of its intervals. */
const lateIntervals = 3;

/** Whether what its last check found is of now: where nobody checks any more, it is not. */
export const isCheckedLately = (
  { lastCheck, intervalMs, timeoutMs }: Pick<WatchedDatabase, 'lastCheck' | 'intervalMs' | 'timeoutMs'>,
  nowMs: number,
): boolean => lastCheck !== null && nowMs - Date.parse(lastCheck.checkedAt) <= lateIntervals * (intervalMs + timeoutMs);

/** Sessions that waited for a lock of another. */
const waitingSessions = (sample: DatabaseSample | undefined): number =>
  new Set(sample?.sections.blockers?.map((row) => row['blocked_pid'])).size;
