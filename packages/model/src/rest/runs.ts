import { z } from 'zod';
import { timeZoneProblem } from '../schedule/time-zone.ts';
import { type RunState, runStates, stageStates } from '../telemetry/run-state.ts';
import { type RunVerdict, runVerdicts } from '../verdict/run-verdict.ts';
import { shownStates } from '../verdict/shown-state.ts';
import {
  cursor,
  instant,
  ledgerShape,
  page,
  pageLimit,
  runDoubt,
  sentenceShape,
  shownAs,
  timeRange,
  onlyCheckedShape,
  rowsCountedShape,
  unexplainedShape,
  verdictAs,
  words,
} from './common.ts';

export const runState = z.enum(runStates);
export const stageState = z.enum(stageStates);

/** A time zone that is known. */
export const zoneName = words.superRefine((name, context) => {
  const problem = timeZoneProblem(name);
  if (problem !== undefined) context.addIssue(`"${name}" is no time zone: ${problem}`);
});

/** So many runs are held against what was usual before them where all of a list have to be. */
export const mostJudgedRuns = 1_000;

/** What a list of runs can be narrowed to. */
export const runFilterQuery = timeRange.extend({
  pipeline: words.optional().describe('Pipeline name'),
  namespace: words.optional(),
  owner: words.optional().describe('As the configuration has it, else as the programs report it'),
  environment: words.optional(),
  version: words.optional().describe('Of the code that ran, exactly'),
  state: words.optional().describe('One state or several, comma-separated'),
  runId: words.optional().describe('Only runs with this id; pipelines may share one'),
  idPrefix: words.optional().describe('Only runs whose id starts with this'),
  error: words.optional().describe('Text in the type or message of the failure, in any case'),
  cause: words.optional().describe('Opaque: only runs of this kind of error, as run-causes gave it'),
  system: words
    .optional()
    .describe(
      'Only runs that used a system: `database:NAME`, `api:NAME`, `file-store:NAME` or `host:NAME`. The time is then that in which they went on, not that of their start',
    ),
  weekHour: z
    .string()
    .regex(/^(?:mon|tue|wed|thu|fri|sat|sun)-(?:[01]\d|2[0-3])$/, 'is a weekday and an hour such as mon-02')
    .optional()
    .describe('Only runs that started in this hour of this weekday, such as `mon-02`, by the clocks of `timeZone`'),
  timeZone: zoneName.optional().describe('In which weekHour is read; UTC when none is given'),
});

const verdictFilter = words
  .optional()
  .describe(
    `Only runs with this verdict on their data, or one of several, comma-separated; of up to ${mostJudgedRuns.toLocaleString('en')} runs`,
  );

export const runListQuery = runFilterQuery.extend({
  verdict: verdictFilter,
  sort: z
    .enum(['started', 'duration', 'rows'])
    .default('started')
    .describe('`rows`: those written; of up to 1,000 runs'),
  order: z.enum(['desc', 'asc']).default('desc'),
  limit: pageLimit(50),
  cursor: cursor.optional(),
});

export const runExportQuery = runFilterQuery.extend({
  verdict: verdictFilter,
  format: z.enum(['csv', 'ndjson']).default('csv'),
});

export const failureShape = z.object({ type: z.string(), message: z.string(), stacktrace: z.string().optional() });
export const resourceUse = z.object({
  cpuTimeMs: z.number().nullable(),
  peakRssBytes: z.number().nullable(),
  peakHeapBytes: z.number().nullable(),
  eventLoopDelayP99Ms: z.number().nullable(),
});

/** `met`: succeeded in time. `due`: can still be met. `at` is the time of day the pipeline declares, on the day that counts for this run. */
export const runDeadline = z.object({ at: instant, state: z.enum(['met', 'missed', 'due']) });
export type RunDeadline = z.infer<typeof runDeadline>;

/** The same of a stage, by the configuration of the server. */
export const stageDeadline = runDeadline.extend({ stage: z.string() });
export type StageDeadline = z.infer<typeof stageDeadline>;

/** One item of `GET /api/v1/runs`. */
export const run = z.object({
  runId: z.string(),
  namespace: z.string(),
  pipeline: z.string(),
  state: runState,
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** So far, while running. */
  durationMs: z.number(),
  runningSince: instant
    .nullable()
    .optional()
    .describe('While running: its start by the clock of the server, from which durationMs counts'),
  lastSeenAt: instant,
  notAnsweringForMs: z
    .number()
    .nullable()
    .optional()
    .describe('While running: for how long its program had not answered by its last signal; null when it answers'),
  rows: ledgerShape,
  rowsCounted: rowsCountedShape,
  /** Null while running; of a run that never said it ended, false or null. */
  balanced: z.boolean().nullable(),
  unexplained: unexplainedShape,
  doubts: z.array(runDoubt),
  empty: z
    .enum(['legal', 'suspicious'])
    .nullable()
    .optional()
    .describe('Whether it may read nothing, as the pipeline declares; null when it does not'),
  onlyChecked: onlyCheckedShape,
  trigger: z.string().nullable(),
  failure: failureShape.nullable(),
  failedStage: z
    .string()
    .nullable()
    .describe(
      'Where a run that did not end well ended: the innermost stage that failed, was stopped or gave no more signal',
    ),
  exitCode: z.int().nullable(),
  exitSignal: z.string().nullable(),
  traceId: z.string().nullable(),
  service: z.string(),
  environment: z.string().nullable(),
  version: z
    .string()
    .nullable()
    .optional()
    .describe(
      'Of the code that ran: `pipeline.version`, else `service.version`; null when its program does not report it',
    ),
  owner: z.string().nullable().optional().describe('Null when nothing says whose the pipeline is'),
  /** Null when the pipeline declares none. */
  deadline: runDeadline.nullable().optional(),
  stageDeadlines: z.array(stageDeadline).optional().describe('Of stages with a deadline in the configuration'),
  verdict: verdictAs(runVerdicts).describe('Whether its data can be used, held against what was usual before it'),
  shown: shownAs(shownStates),
  ...sentenceShape,
  isSlow: z.boolean().describe('It took notably longer than usual'),
  outcome: z
    .string()
    .describe('For lists: why it ended badly, which rows nothing explains, what is in doubt; else empty'),
});
export type Run = z.infer<typeof run>;
export const runPage = page(run);
export type RunPage = z.infer<typeof runPage>;

/** `GET /api/v1/runs/{runId}/attributes`. */
export const runAttributes = z.object({
  attributes: z.record(z.string(), z.string()).describe('By name; up to 200, each up to 1,000 characters'),
  isWhole: z.boolean(),
});
export type RunAttributes = z.infer<typeof runAttributes>;

/** `GET /api/v1/runs/{runId}/neighbours`: others of its pipeline. */
export const runNeighbours = z.object({
  previous: run.nullable().describe('The one that started before it'),
  next: run.nullable().describe('The one that started after it'),
  lastGood: run.nullable().describe('The latest before it whose data can be used; of the last 20 that succeeded'),
});
export type RunNeighbours = z.infer<typeof runNeighbours>;

const counted = z.object({ value: z.string(), runs: z.int() });

/** `GET /api/v1/run-counts`; the values with the most runs first. */
export const runCounts = z.object({
  total: z.int().describe('Runs in the states that are meant'),
  states: z.object(Object.fromEntries(runStates.map((state) => [state, z.int()])) as Record<RunState, z.ZodInt>),
  pipelines: z.array(z.object({ namespace: z.string(), pipeline: z.string(), runs: z.int() })),
  namespaces: z.array(counted),
  owners: z.array(counted),
  environments: z.array(counted),
  versions: z.array(counted).optional(),
  isWhole: z.boolean().describe('False where so many kinds of runs exist that not all values are named'),
});
export type RunCounts = z.infer<typeof runCounts>;

/** `GET /api/v1/run-verdicts`: what the data of runs is worth. */
export const runVerdictCounts = z.object({
  runs: z.int().describe('Those that were judged'),
  isWhole: z
    .boolean()
    .describe(`False where more runs are meant: then these are the latest ${mostJudgedRuns.toLocaleString('en')}`),
  verdicts: z.object(
    Object.fromEntries(runVerdicts.map((verdict) => [verdict, z.int()])) as Record<RunVerdict, z.ZodInt>,
  ),
  toCheck: z.int().describe('Of those that succeeded: runs whose data is in doubt or cannot be used'),
});
export type RunVerdictCounts = z.infer<typeof runVerdictCounts>;

/** `GET /api/v1/run-hours`: the hours of the week in which runs started, by the clocks of the time zone. */
export const runHours = z.object({
  timeZone: z.string(),
  from: instant,
  to: instant,
  items: z.array(
    z.object({
      weekHour: z.string().describe('`mon-02`: Mondays, from 02:00 to 03:00; lists of runs take it as a parameter'),
      runs: z.int().describe('That started; those that were due and did not are not among them'),
      unwell: z.int().describe('Runs that failed or gave no more signal, and those that were due and did not start'),
      medianMs: z.number().nullable().describe('How long those took that succeeded; null when none did'),
    }),
  ),
});
export type RunHours = z.infer<typeof runHours>;

/** Runs that ended alike but for numbers and ids. */
export const runCause = z.object({
  cause: z.string().describe('Opaque; lists of runs take it as a parameter'),
  state: runState,
  words: z.string().describe('What happened, in the words of the latest of the runs'),
  runs: z.int(),
  firstAt: instant.describe('When the first of them started'),
  lastAt: instant.describe('When the latest of them started'),
  lastRun: z.object({ namespace: z.string(), pipeline: z.string(), runId: z.string() }),
  pipelineCount: z.int(),
  pipelines: z.array(z.object({ namespace: z.string(), pipeline: z.string(), runs: z.int() })).describe('Up to 50'),
});
export type RunCause = z.infer<typeof runCause>;

/** `GET /api/v1/run-causes`. */
export const runCauses = z.object({ items: z.array(runCause), isWhole: z.boolean() });
export type RunCauses = z.infer<typeof runCauses>;

export const stage = z.object({
  stageId: z.string(),
  parentStageId: z.string().nullable(),
  name: z.string(),
  inputs: z.array(z.string()).nullable(),
  state: stageState,
  startedAt: instant,
  finishedAt: instant.nullable(),
  durationMs: z.number(),
  rows: ledgerShape,
  rowsCounted: rowsCountedShape,
  ledgerChecked: z.boolean(),
  balanced: z.boolean().nullable(),
  unexplained: unexplainedShape,
  rejectedByReason: z.record(z.string(), z.int()),
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
  retries: z.int(),
  resources: resourceUse,
  failure: failureShape.nullable(),
  shown: shownAs(shownStates),
});
export type Stage = z.infer<typeof stage>;

export const ledgerGap = z.object({
  stageId: z.string(),
  stage: z.string(),
  where: z.enum(['stage', 'handoff']),
  difference: z.int().describe('Positive: rows are missing. Negative: extra rows. Never 0.'),
});

/** What is usual for a run: medians over the last runs of its pipeline that succeeded before it, {@link usualSampleSize} at most; rows only of those whose files failed no contract. */
export const usualFigures = z.object({
  sampleSize: z.int(),
  durationMs: z.number(),
  rowsRead: z.number(),
  rowsWritten: z.number(),
  rejectedShare: z
    .number()
    .nullable()
    .describe('Rejected of the rows read, 0 to 1; null while too few of the runs passed their contracts'),
});
export type UsualFigures = z.infer<typeof usualFigures>;

/** The same, with its stages. */
export const usualRun = usualFigures.extend({
  stages: z.array(
    z.object({ name: z.string(), durationMs: z.number(), rowsRead: z.number(), rowsWritten: z.number() }),
  ),
});

/** `GET /api/v1/runs/{runId}`. */
export const runDetail = run.extend({
  owner: z.string().nullable(),
  criticality: z.string().nullable(),
  host: z.string().nullable(),
  clock: z
    .object({
      behindMs: z
        .int()
        .describe('Below 0 when it is ahead; from five minutes on, its times are moved back to their arrival'),
      isCertain: z.boolean().describe('False when a right clock and a late delivery give the same times'),
    })
    .nullable()
    .optional()
    .describe('How far the clock of its host is off, when more than a minute'),
  processId: z.int().nullable(),
  commandArgs: z.array(z.string()).nullable(),
  parentRunId: z.string().nullable(),
  resources: resourceUse,
  stages: z.array(stage),
  ledger: z.object({
    gaps: z.array(ledgerGap),
    handoffs: z
      .array(z.object({ from: z.array(z.string()), to: z.array(z.string()) }))
      .describe('Rows written by all stages of `from` are read by all stages of `to` (stage ids)'),
  }),
  usual: usualRun.nullable(),
  logCounts: z.object({ DEBUG: z.int(), INFO: z.int(), WARN: z.int(), ERROR: z.int(), CRITICAL: z.int() }),
  thinnedLogs: z
    .int()
    .optional()
    .describe('Log records its programs left out, because they came faster than they could be sent or kept'),
  links: z.object({
    self: z.string(),
    logs: z.string(),
    trace: z.string().nullable().describe('Null until a span of the trace is stored'),
    pipeline: z.string(),
  }),
});
export type RunDetail = z.infer<typeof runDetail>;
