import { z } from 'zod';
import { runVerdicts } from '../verdict/run-verdict.ts';
import { dayStates } from '../verdict/day-state.ts';
import { shownStates } from '../verdict/shown-state.ts';
import {
  cursor,
  instant,
  ledgerShape,
  page,
  pageLimit,
  onlyCheckedShape,
  rowsCountedShape,
  runDoubt,
  sentenceShape,
  shownAs,
  timeRange,
  unexplainedShape,
  urgencyShape,
  verdictAs,
  words,
} from './common.ts';
import { expectedPipeline, pipelinePlan } from './plans.ts';
import { run, runState, usualFigures, zoneName } from './runs.ts';

/** A past run as one mark of a strip, oldest first. */
export const runMark = z.object({
  runId: z.string(),
  state: runState,
  startedAt: instant,
  durationMs: z.number(),
  rows: ledgerShape,
  rowsCounted: rowsCountedShape,
  onlyChecked: onlyCheckedShape,
  balanced: z.boolean().nullable(),
  unexplained: unexplainedShape,
  doubts: z.array(runDoubt),
  empty: z.enum(['legal', 'suspicious']).nullable().optional(),
  verdict: verdictAs(runVerdicts),
  shown: shownAs(shownStates),
});
export type RunMark = z.infer<typeof runMark>;

/** One item of `GET /api/v1/pipelines`. */
export const pipeline = z.object({
  namespace: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  criticality: z.string().nullable(),
  schedule: z.string().nullable(),
  timeZone: z.string().nullable(),
  deadline: z.string().nullable(),
  /** Nothing is judged by these. */
  unreadable: z
    .array(z.object({ setting: z.enum(['schedule', 'timeZone', 'deadline']), value: z.string(), problem: z.string() }))
    .optional()
    .describe('What of schedule, time zone and deadline cannot be read, why, and what to write instead'),
  /** The newest; also one that was due and did not start. */
  lastRun: run,
  /** When data last arrived: the end of the latest succeeded run whose rows were not all rejected. */
  freshAt: instant.nullable(),
  lateSince: instant
    .nullable()
    .optional()
    .describe(
      'From when on new data is late by the usual gap between runs (their 95th percentile); for pipelines without schedule and deadline. Null while it is not late, and while `usualGapMs` is null',
    ),
  usualGapMs: z
    .number()
    .nullable()
    .optional()
    .describe(
      'The usual gap between arrivals of data, in ms. Null with a schedule or deadline, and while it is not known: the recent runs are fewer than five arrivals, or all within 12 hours; whether the data is late is not known then',
    ),
  recentRuns: z.array(runMark),
  successRate: z.number().nullable().describe('Share of the recent finished runs that are shown as succeeded, 0 to 1'),
  /** What is usual for the last run; null when none succeeded before it. */
  usual: usualFigures.nullable(),
  /** Null without a schedule that can be read. */
  nextDueAt: instant.nullable().optional(),
  /** The latest run that was due and did not start, and how many in a row; null when a run has started since. */
  missed: z
    .object({
      runId: z.string(),
      dueAt: instant,
      inARow: z.int(),
      isFirst: z.boolean().optional().describe('No run of it ever started'),
    })
    .nullable()
    .optional(),
  verdict: verdictAs(runVerdicts).describe('On its last run'),
  shown: shownAs(shownStates),
  ...sentenceShape,
  ...urgencyShape,
});
export type Pipeline = z.infer<typeof pipeline>;
export const pipelineListQuery = z.object({
  namespace: words.optional(),
  name: words.optional(),
  search: words.max(200).optional().describe('A part of `namespace/name`; capital letters do not matter'),
  limit: pageLimit(500),
  cursor: cursor.optional(),
});
/** What is said of all that a list of pipelines finds, on whichever page. */
export const aboutPipelines = {
  total: z.int().describe('How many there are on all pages'),
  neverRan: z
    .array(expectedPipeline)
    .optional()
    .describe('On the first page: pipelines of the configuration of which no run was ever seen or missed'),
  ...sentenceShape,
};
export const pipelineList = page(pipeline).extend(aboutPipelines);
export type PipelineList = z.infer<typeof pipelineList>;

/** One stage: medians over the runs that say what is usual, null when it is in none of them; failures among the recent runs. For `GET /api/v1/pipelines/{namespace}/{name}`. */
export const stageTrend = z.object({
  name: z.string(),
  medianDurationMs: z.number().nullable(),
  p95DurationMs: z.number().nullable(),
  medianRowsWritten: z.number().nullable(),
  failedRuns: z.int(),
  runs: z.int(),
});
export const pipelineDetail = pipeline.extend({
  stages: z.array(stageTrend),
  plan: pipelinePlan.nullable().optional().describe('Null of a pipeline that is not in the configuration'),
});
export type PipelineDetail = z.infer<typeof pipelineDetail>;

export const pipelineCalendarQuery = timeRange.extend({ timeZone: zoneName.default('UTC') });

/** `GET /api/v1/pipelines/{namespace}/{name}/calendar`: every day of the range, oldest first, by the clocks of the time zone. */
export const pipelineCalendar = z.object({
  timeZone: z.string(),
  days: z.array(
    z.object({
      date: z.iso.date(),
      from: instant,
      to: instant.describe('When the next day begins: 23 or 25 hours later where the clocks are changed'),
      runs: z.int().describe('That started'),
      missed: z.int().describe('That were due and did not start'),
      shown: shownAs(dayStates).describe(
        'The worst of that day. `unknown`: one was due, and none is known to have started or to have been missed',
      ),
      words: z.string(),
    }),
  ),
});
export type PipelineCalendar = z.infer<typeof pipelineCalendar>;
export type CalendarDay = PipelineCalendar['days'][number];
