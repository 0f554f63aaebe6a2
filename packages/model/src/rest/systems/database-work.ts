import { z } from 'zod';
import { cursor, instant, pageLimit, timeRange } from '../common.ts';

export const databaseStatementQuery = timeRange.extend({ limit: pageLimit(50), cursor: cursor.optional() });
export const databaseTransactionQuery = timeRange.extend({ limit: pageLimit(1_000), cursor: cursor.optional() });

/** Statements of one fingerprint, summed up over the stages that ran it. */
export const databaseStatement = z.object({
  fingerprint: z.string(),
  operation: z.string(),
  summary: z.string(),
  text: z.string().describe('With `?` for every literal'),
  calls: z.int(),
  errors: z.int(),
  rowsReturned: z.int(),
  rowsAffected: z.int(),
  durationMs: z.number().describe('Of all calls'),
  slowestMs: z.number(),
  runs: z.int(),
  lastRunId: z.string().nullable(),
  lastPipeline: z.string().nullable(),
  lastAt: instant,
});
export type DatabaseStatement = z.infer<typeof databaseStatement>;

/** `GET /api/v1/dependencies/{name}/statements`. */
export const databaseStatements = z.object({
  from: instant,
  to: instant,
  items: z.array(databaseStatement).describe('By their time in all, longest first'),
  nextCursor: cursor.nullable().optional().describe('Goes on in the same time'),
});
export type DatabaseStatements = z.infer<typeof databaseStatements>;

/** `GET /api/v1/dependencies/{name}/transactions`. */
export const databaseTransactions = z.object({
  from: instant,
  to: instant,
  committed: z.int().describe('Of all outcomes, not of the page alone'),
  rolledBack: z.int(),
  outcomes: z.array(
    z.object({
      outcome: z.enum(['committed', 'rolled-back']),
      reason: z.string().nullable().describe('Why it was rolled back'),
      errorClass: z.string().nullable(),
      transactions: z.int(),
      medianMs: z.number(),
      longestMs: z.number(),
      longestIdleMs: z.number().describe('Longest time one was open while the database had nothing to do'),
    }),
  ),
  nextCursor: cursor.nullable().optional().describe('Goes on in the same time'),
});
export type DatabaseTransactions = z.infer<typeof databaseTransactions>;
