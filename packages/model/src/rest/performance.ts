import { z } from 'zod';
import { runVerdicts } from '../verdict/run-verdict.ts';
import { shownStates } from '../verdict/shown-state.ts';
import { instant, sentenceShape, shownAs, timeRange, verdictAs } from './common.ts';

export const performanceQuery = timeRange;

/** Of a figure over runs: its middle, and what all but the worst twentieth stay below. */
export const spread = z.object({ p50: z.number(), p95: z.number() });
export type Spread = z.infer<typeof spread>;

const figures = z.object({
  /** How many runs have it. */
  runs: z.int(),
  durationMs: spread,
  rowsPerSecond: z.number().nullable(),
  cpuTimeMs: z.number().nullable(),
  peakRssBytes: z.number().nullable(),
  retries: z.int().describe('Of all runs together'),
});

export const stagePerformance = figures.extend({
  name: z.string(),
  share: z.number().describe('Of the time of the run, 0 to 1; stages side by side may add up to more'),
});
export type StagePerformance = z.infer<typeof stagePerformance>;

export const callPerformance = z.object({
  kind: z.enum(['database', 'http']),
  /** `warehouse`, `airports`; of what has no name the address: `db:5432/shop`, `api.example.org`. */
  target: z.string(),
  page: z
    .string()
    .nullable()
    .describe('Name by which `/api/v1/dependencies/{name}`, or `/api/v1/apis/{name}`, has more; null without one'),
  runs: z.int(),
  callsPerRun: z.number(),
  busyMs: z
    .number()
    .describe(
      'Time of a run its calls took. Of calls that are counted: all together, in each stage at most as long as it lasted. Of spans: time in which at least one was under way',
    ),
  share: z.number().describe('Of the time of the run, 0 to 1'),
  p95Ms: z
    .number()
    .nullable()
    .describe('What all but the slowest twentieth of its calls stay below; null where only sums are counted'),
  slowestMs: z.number().describe('Of the calls of all runs'),
  failed: z.int().describe('Calls of all runs together'),
});
export type CallPerformance = z.infer<typeof callPerformance>;

export const regressionFigures = ['duration', 'cpuTime', 'peakRss', 'retries'] as const;

/** A figure of the latest run that is worse than chance explains. */
export const regression = z.object({
  /** Null: of the run as a whole. */
  stage: z.string().nullable(),
  figure: z.enum(regressionFigures),
  usual: z.number(),
  latest: z.number(),
  times: z.number().nullable().describe('How many times as bad; null where nothing is usual'),
  /** Rows read, as a multiple of what is usual: more rows take longer. */
  rowsTimes: z.number().nullable(),
});
export type Regression = z.infer<typeof regression>;

/** `GET /api/v1/pipelines/{namespace}/{name}/performance`: how the runs that succeeded performed, and the latest against those before it. */
export const pipelinePerformance = z.object({
  namespace: z.string(),
  name: z.string(),
  /** Starts of the first and the last of these runs. */
  from: instant.nullable(),
  to: instant.nullable(),
  run: figures.nullable().describe('Null when no run succeeded in this time'),
  /** Slowest first. */
  stages: z.array(stagePerformance),
  /** By time: counted by their programs, else as far as spans show. */
  calls: z.array(callPerformance),
  latest: z
    .object({
      runId: z.string(),
      startedAt: instant,
      durationMs: z.number(),
      verdict: verdictAs(runVerdicts),
      shown: shownAs(shownStates),
      ...sentenceShape,
    })
    .nullable(),
  /** Runs before the latest that say what is usual. */
  sampleSize: z.int(),
  /** Worst first. Null while too few runs say what is usual. */
  regressions: z.array(regression).nullable(),
});
export type PipelinePerformance = z.infer<typeof pipelinePerformance>;
