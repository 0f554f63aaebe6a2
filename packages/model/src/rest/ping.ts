import { z } from 'zod';
import { databaseErrorClasses, databaseSystems } from '../database/error-kind.ts';
import { pingStepNames } from '../database/health.ts';
import { instant } from './common.ts';

export { pingStepNames, type PingStepName } from '../database/health.ts';

export const pingStep = z.object({
  name: z.enum(pingStepNames),
  state: z.enum(['ok', 'failed', 'skipped']),
  durationMs: z.number().nullable().describe('Null when it was skipped'),
  detail: z.string().optional(),
});
export type PingStep = z.infer<typeof pingStep>;

export const pingError = z.object({
  step: z.enum(pingStepNames),
  class: z.enum(databaseErrorClasses),
  code: z.string().nullable().describe("The database's own number, a SQLSTATE, or a network error code"),
  message: z.string(),
  retryable: z.boolean(),
  advice: z.string().describe('The next step to take'),
});
export type PingError = z.infer<typeof pingError>;

export const certificateFacts = z.object({
  subject: z.string(),
  issuer: z.string(),
  validUntil: instant,
  daysLeft: z.int().describe('Negative when it has expired'),
});
export type CertificateFacts = z.infer<typeof certificateFacts>;

export const serverRole = z.enum(['primary', 'standby', 'read-only']);
export type ServerRole = z.infer<typeof serverRole>;

/** How one of the addresses of a database answered. */
export const pingedAddress = z.object({
  host: z.string(),
  port: z.int(),
  ok: z.boolean(),
  role: serverRole.nullable().describe('Null when not reported'),
  durationMs: z.number(),
  error: pingError.nullable(),
});
export type PingedAddress = z.infer<typeof pingedAddress>;

/** How a database answered once. */
export const pingReport = z.object({
  ok: z.boolean(),
  system: z.enum(databaseSystems),
  host: z.string().describe('Of the address that answered, else of the one that came nearest to it'),
  port: z.int(),
  database: z.string(),
  checkedAt: instant,
  durationMs: z.number(),
  timeoutMs: z.int(),
  encrypted: z.boolean(),
  certificate: certificateFacts.nullable(),
  serverVersion: z.string().nullable(),
  role: serverRole.nullable().describe('Null when not reported'),
  addresses: z.array(pingedAddress).describe('Every address of the URL, in its order'),
  steps: z.array(pingStep),
  warnings: z.array(z.string()),
  error: pingError.nullable(),
});
export type PingReport = z.infer<typeof pingReport>;
