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
  const database = { ...watched, waitingSessions: waitingSessions(sample) };
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

/** Sessions that waited for a lock of another. */
const waitingSessions = (sample: DatabaseSample | undefined): number =>
  new Set(sample?.sections.blockers?.map((row) => row['blocked_pid'])).size;
