import { z } from 'zod';
import { instant, timeRange } from '../common.ts';

export const databaseHistoryQuery = timeRange;

const count = z.int().nullable();

const databaseStep = z.object({
  at: instant.describe('Begin of the step'),
  checks: z.int(),
  failed: z.int().describe('Checks that failed'),
  durationMs: z.object({ p50: z.number(), max: z.number() }).nullable().describe('Of the checks that it answered'),
  connections: count.describe('The most of a sample; null where none was taken'),
  waiting: count.describe('Sessions that waited for a lock: the most of a sample'),
  commits: count.describe('Of all programs, by its own count, where it is sampled'),
  rollbacks: count,
  deadlocks: count,
  observed: z
    .object({ committed: z.int(), rolledBack: z.int() })
    .describe('Transactions of programs that the SDK observes'),
  errors: z
    .record(z.string(), z.int())
    .describe('By class: failed checks, and transactions of observed programs that an error ended'),
});
export type DatabaseStep = z.infer<typeof databaseStep>;

/** A time in which something held. */
const databaseBand = z.object({
  kind: z.enum(['down', 'degraded', 'blocking']),
  from: instant,
  to: instant.nullable().describe('Null while it lasts'),
  sessions: z.int().describe('Of blocking: sessions that were kept waiting'),
  runs: z
    .array(z.object({ runId: z.string(), namespace: z.string(), pipeline: z.string() }))
    .describe('Of blocking: runs that waited, or kept others waiting'),
});
export type DatabaseBand = z.infer<typeof databaseBand>;

/** `GET /api/v1/dependencies/{name}/history`: every step of the range, those without checks too. */
export const databaseHistory = z.object({
  from: instant,
  to: instant,
  stepMs: z.int(),
  items: z.array(databaseStep),
  bands: z.array(databaseBand).describe('Oldest first; 300 at most, the latest'),
});
export type DatabaseHistory = z.infer<typeof databaseHistory>;
