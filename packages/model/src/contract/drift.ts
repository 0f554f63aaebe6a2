import { z } from 'zod';
import { toleranceKeys } from './tolerance.ts';

/** What of a file is compared with earlier files of the same contract. */
export const driftRules = ['rows', 'nulls', 'distinct', 'distribution', 'distance', 'columns'] as const;
export type DriftRule = (typeof driftRules)[number];

const percent = z.string().regex(/^\d+(\.\d+)? ?%$/u, 'must be a percentage such as 50%');

export const drift = z.strictObject({
  rows: percent.optional().describe('Most difference from the usual number of rows: `50%`'),
  nulls: percent
    .optional()
    .describe('Most difference from the usual share of rows without a value, of each column: `5%` of the rows'),
  distinct: percent.optional().describe('Most difference from the usual number of different values, of each column'),
  distribution: z
    .number()
    .positive()
    .optional()
    .describe('Most population stability index of each column: 0.1 is a little, 0.25 a lot'),
  distance: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe('Most Kolmogorov-Smirnov distance of each column of numbers: 0.1 is a little, 0.3 a lot'),
  columns: z.literal(true).optional().describe('No column is new, and none is gone'),
  except: z.array(z.string().min(1)).default([]).describe('Columns that are not compared'),
  files: z.int().min(1).max(100).default(20).describe('Earlier files at most; what is usual is their median'),
  leastFiles: z.int().min(1).max(100).default(3).describe('With fewer earlier files nothing is judged'),
  includeFailed: z
    .boolean()
    .default(false)
    .describe('Later files are compared with those that failed, too; false when absent'),
  ...toleranceKeys,
});
export type DriftRules = z.output<typeof drift>;

/** One rule of drift, with its limit. */
export interface DriftExpectation {
  readonly rule: DriftRule;
  readonly limit: string | number | true;
  readonly rules: DriftRules;
}
