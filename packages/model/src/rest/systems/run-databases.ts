import { z } from 'zod';
import { instant } from '../common.ts';

/** What one run did in one database. */
/** A session that held a lock a statement of the run waited for. */
export const lockHolder = z.object({
  session: z.string(),
  application: z.string().describe('What the session calls itself; empty when that is not known'),
  login: z.string(),
  state: z.string().describe('Such as `idle in transaction`; empty where the login of the run may not see it'),
  statement: z.string().describe('Its latest, with `?` for every literal'),
  since: z.string().nullable().describe('Since when its transaction was open; null where the login may not see it'),
  lastSeenAt: instant,
  waits: z.int().describe('Statements of the run that waited for it; at least, as not each has a record'),
  isCertain: z.boolean().describe('It was seen to block; otherwise it held a lock on the same table just after'),
  run: z
    .object({ runId: z.string(), namespace: z.string(), pipeline: z.string() })
    .nullable()
    .describe('The run it is named after'),
});
export type LockHolder = z.infer<typeof lockHolder>;

export const runDatabase = z.object({
  name: z.string().nullable().describe('As configured under `dependencies`; null when it is not'),
  system: z.string(),
  host: z.string(),
  port: z.int(),
  database: z.string(),
  statements: z.int(),
  failed: z.int().describe('Statements'),
  durationMs: z.number().describe('Of all statements; those side by side add up'),
  slowestMs: z.number(),
  slow: z.int().describe('Statements over the threshold of the program; at least, as not each has a record'),
  connectionsFailed: z.int().describe('Connections that were not made'),
  poolTimeouts: z.int().describe('Times that no connection of the pool came free soon enough'),
  lockTimeouts: z.int().describe('Statements that gave up waiting for a lock; at least, as not each has a record'),
  lockHolders: z.array(lockHolder).describe('Who kept statements waiting, as the program found out while they waited'),
  deadlocks: z.int().describe('Statements that were chosen to end a deadlock; at least'),
  failures: z
    .array(
      z.object({
        of: z.enum(['connection', 'statement']),
        errorClass: z.string(),
        count: z.int().describe('At least, as not each has a record'),
      }),
    )
    .describe('The commonest first'),
  committed: z.int(),
  rolledBack: z.int(),
  rollbacks: z.array(z.object({ reason: z.string(), errorClass: z.string().nullable(), transactions: z.int() })),
  waitedMs: z.int().describe('The longest time it was seen to wait for the lock of another session; needs `sample`'),
  keptWaitingMs: z.int().describe('The longest time another session was seen to wait for it; needs `sample`'),
});
export type RunDatabase = z.infer<typeof runDatabase>;

/** `GET /api/v1/runs/{runId}/databases`. */
export const runDatabases = z.object({ items: z.array(runDatabase).describe('By their time, longest first') });
export type RunDatabases = z.infer<typeof runDatabases>;
