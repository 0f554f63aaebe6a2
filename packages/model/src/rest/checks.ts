import { z } from 'zod';
import { fileProfile } from '../contract/file-profile.ts';
import { checkResults, contractVerdicts } from '../verdict/contract-words.ts';
import {
  cursor,
  instant,
  page,
  pageLimit,
  sentenceShape,
  shownAs,
  timeRange,
  urgencyShape,
  verdictAs,
  words,
} from './common.ts';

export { checkResults, type CheckResult } from '../verdict/contract-words.ts';
const status = z.enum(checkResults);

export const rejectedSample = z.object({
  line: z.int(),
  reasons: z.array(z.string()).describe('Expectations it failed'),
  row: z.string(),
});

/** A file as one check found it. */
export const checkedFile = z.object({
  runId: z.string(),
  stageId: z.string().nullable(),
  stageName: z.string().nullable(),
  file: z.string(),
  contract: z.string().nullable(),
  result: status.describe('The worst of its expectations'),
  checkedAt: instant,
  rows: z.int(),
  rejected: z.int(),
  bytes: z.int(),
  modifiedAt: instant.nullable().describe('When the file was last written'),
  rejectFile: z.string().nullable().describe('Holds the rejected rows, on the machine that ran the check'),
  samples: z
    .array(rejectedSample)
    .describe('A few rejected rows; in a list of files only those of the latest run have them'),
  durationMs: z.number().nullable(),
});
export type CheckedFile = z.infer<typeof checkedFile>;

/** What came out of one expectation in one file. */
export const expectationResult = z.object({
  expectation: z.string().describe('Such as `delay.min`'),
  scope: z.enum(['file', 'row', 'column', 'table']),
  column: z.string().nullable(),
  result: status,
  message: z.string(),
  broken: z.int().describe('Rows, or columns of a file, that failed it'),
  rows: z.int().describe('Rows of the file'),
  lines: z.array(z.string()).describe('Lines of the file that failed it, the first ten'),
  warn: z.string().nullable().describe('Warns when more than this is broken: a count, a percentage, `never`'),
  error: z.string().nullable().describe('Fails when more than this is broken'),
});
export type ExpectationResult = z.infer<typeof expectationResult>;

export const runChecksQuery = z.object({ limit: pageLimit(50), cursor: cursor.optional() });

/** A file that a run checked. */
export const fileCheck = checkedFile.extend({
  results: z.array(expectationResult).describe('Failed ones first, those with most broken rows first'),
});
export type FileCheck = z.infer<typeof fileCheck>;

/** `GET /api/v1/runs/{runId}/checks`: failed files first. */
export const runChecks = page(fileCheck).extend({
  files: z.int().describe('Files the run has checked, on all pages'),
  counts: z.object({ fail: z.int(), warn: z.int(), skip: z.int(), pass: z.int() }).describe('Those files by result'),
});
export type RunChecks = z.infer<typeof runChecks>;

/** What a list of contracts can be narrowed to. */
export const contractFilterQuery = timeRange.extend({
  pipeline: words.optional().describe('Pipeline name'),
  namespace: words.optional(),
  contract: words.optional().describe('Name of the contract'),
  search: words
    .optional()
    .describe('Words that each are a part of the name of the contract, its pipeline or namespace'),
  result: status.optional().describe('Only contracts with this result'),
});

export const contractHealthQuery = contractFilterQuery.extend({
  sort: z
    .enum(['urgency', 'name', 'checked'])
    .default('urgency')
    .describe('`urgency`: trouble first, then the latest; `checked`: the latest first'),
  order: z.enum(['usual', 'turned']).default('usual').describe('`turned`: the other way round'),
  limit: pageLimit(20),
  cursor: cursor.optional(),
});

export const contractExportQuery = contractFilterQuery.extend({ format: z.enum(['csv', 'ndjson']).default('csv') });

/** An expectation in the worst file of the latest run, and how it went in each of `files`; null where it was not checked. */
export const expectationTrend = expectationResult.extend({
  file: z.string().describe('Where it was found so'),
  trend: z.object({ results: z.array(status.nullable()), broken: z.array(z.int().nullable()) }),
});
export type ExpectationTrend = z.infer<typeof expectationTrend>;

/** Rows of the files that broke an expectation of this column. */
export const columnHealth = z.object({
  column: z.string(),
  broken: z.int().describe('Rows, at least: those of the expectation that was broken most in each file'),
  rows: z.int(),
  brokenFiles: z.int(),
  files: z.int(),
});
export type ColumnHealth = z.infer<typeof columnHealth>;

/** One item of `GET /api/v1/checks`: how files of a pipeline do against a contract. */
export const contractHealth = z.object({
  namespace: z.string(),
  pipeline: z.string(),
  contract: z.string().nullable(),
  result: status.describe('The worst of the files of the latest run'),
  checkedAt: instant,
  filesChecked: z.int().describe('Files checked in the range'),
  files: z.array(checkedFile).describe('The newest 30, oldest first'),
  expectations: z.array(expectationTrend).describe('Failed ones first'),
  columns: z.array(columnHealth).describe('Columns that broke an expectation in `files`, the largest share first'),
  verdict: verdictAs(contractVerdicts),
  shown: shownAs(checkResults),
  ...sentenceShape,
  ...urgencyShape,
});
export type ContractHealth = z.infer<typeof contractHealth>;
export const contractHealthPage = page(contractHealth).extend(sentenceShape);
export type ContractHealthPage = z.infer<typeof contractHealthPage>;

export const fileProfileQuery = z.object({
  contract: words.describe('Name of the contract'),
  namespace: words.optional(),
  pipeline: words.optional().describe('Pipeline name'),
  limit: pageLimit(20),
});
/** `GET /api/v1/checks/profiles`: with these files later ones are compared. */
export const fileProfilePage = z.object({ items: z.array(fileProfile) });
