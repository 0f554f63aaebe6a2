import { z } from 'zod';
import { databaseErrorClasses, databaseSystems } from '../../database/error-kind.ts';
import { databaseStates } from '../../database/health.ts';
import { healthVerdicts } from '../../verdict/health-verdict.ts';
import { instant, sentenceShape, shownAs, urgencyShape, verdictAs } from '../common.ts';
import { pingReport, pingStepNames } from '../ping.ts';

export const databaseState = z.enum(databaseStates);
export type DatabaseState = z.infer<typeof databaseState>;

/** `poor`: it answered, and slowly, or its certificate is about to expire. */
export const checkOutcome = z.enum(['well', 'poor', 'failed']);
export type CheckOutcome = z.infer<typeof checkOutcome>;

export const databaseCheck = z.object({
  checkedAt: instant,
  outcome: checkOutcome,
  durationMs: z.number(),
  stepsMs: z.partialRecord(z.enum(pingStepNames), z.number()).describe('Time of each step that was taken'),
  failedStep: z.enum(pingStepNames).nullable(),
  errorClass: z.enum(databaseErrorClasses).nullable(),
  errorCode: z.string().nullable(),
});
export type DatabaseCheck = z.infer<typeof databaseCheck>;

/** One item of `GET /api/v1/dependencies`. */
export const databaseStatus = z.object({
  name: z.string(),
  system: z.enum(databaseSystems),
  host: z.string(),
  port: z.int(),
  database: z.string(),
  state: databaseState,
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
  recentChecks: z.array(databaseCheck).describe('Oldest first'),
  verdict: verdictAs(healthVerdicts),
  shown: shownAs(databaseStates),
  ...sentenceShape,
  ...urgencyShape,
});
export type DatabaseStatus = z.infer<typeof databaseStatus>;
export const databaseList = z.object({ items: z.array(databaseStatus), ...sentenceShape });
export type DatabaseList = z.infer<typeof databaseList>;
