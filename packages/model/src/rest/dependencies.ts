import { z } from 'zod';
import { databaseErrorClasses, databaseSystems } from '../database/error-kind.ts';
import { databaseStates } from '../database/health.ts';
import { healthVerdicts } from '../verdict/health-verdict.ts';
import { instant, sentenceShape, shownAs, urgencyShape, verdictAs } from './common.ts';
import { pingReport, pingStepNames } from './ping.ts';

export const dependencyState = z.enum(databaseStates);
export type DependencyState = z.infer<typeof dependencyState>;

/** `poor`: it answered, and slowly, or its certificate is about to expire. */
export const checkOutcome = z.enum(['well', 'poor', 'failed']);
export type CheckOutcome = z.infer<typeof checkOutcome>;

export const dependencyCheck = z.object({
  checkedAt: instant,
  outcome: checkOutcome,
  durationMs: z.number(),
  stepsMs: z.partialRecord(z.enum(pingStepNames), z.number()).describe('Time of each step that was taken'),
  failedStep: z.enum(pingStepNames).nullable(),
  errorClass: z.enum(databaseErrorClasses).nullable(),
  errorCode: z.string().nullable(),
});
export type DependencyCheck = z.infer<typeof dependencyCheck>;

/** One item of `GET /api/v1/dependencies`. */
export const dependency = z.object({
  name: z.string(),
  system: z.enum(databaseSystems),
  host: z.string(),
  port: z.int(),
  database: z.string(),
  state: dependencyState,
  since: instant.nullable().describe('Since when it is in this state; null until it has been checked'),
  flapping: z.boolean(),
  failuresInARow: z.int(),
  intervalMs: z.int(),
  timeoutMs: z.int(),
  slowMs: z.int(),
  sampleMs: z.int().nullable().describe('How often its sessions and locks are sampled; null when they are not'),
  sampledAt: instant.nullable().describe('When it was last sampled'),
  nextCheckAt: instant.nullable(),
  lastCheck: pingReport.nullable(),
  recentChecks: z.array(dependencyCheck).describe('Oldest first'),
  verdict: verdictAs(healthVerdicts),
  shown: shownAs(databaseStates),
  ...sentenceShape,
  ...urgencyShape,
});
export type Dependency = z.infer<typeof dependency>;
export const dependencyList = z.object({ items: z.array(dependency), ...sentenceShape });
export type DependencyList = z.infer<typeof dependencyList>;
