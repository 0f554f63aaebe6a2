import { z } from 'zod';
import { breakerStates, fallbackPolicies, objectiveBounds, sharedBreakerLimits } from '../external-api/calls.ts';
import { apiStates } from '../external-api/api-state.ts';
import { healthVerdicts } from '../verdict/health-verdict.ts';
import {
  cursor,
  instant,
  pageLimit,
  sentenceParts,
  sentenceShape,
  shownAs,
  stateText,
  timeRange,
  urgencyShape,
  verdictAs,
  words,
} from './common.ts';

export const apiQuery = timeRange.extend({
  pipeline: words.optional().describe('Pipeline name'),
  namespace: words.optional(),
  runId: words.optional(),
  objective: z.coerce
    .number()
    .min(objectiveBounds.least)
    .max(objectiveBounds.most)
    .optional()
    .describe('Availability to measure an error budget by, like 0.995, instead of the configured one'),
});

export const apiListQuery = apiQuery.extend({ limit: pageLimit(500), cursor: cursor.optional() });

/** What calls came to: of an API, or of one of its endpoints. */
const callFigures = z.object({
  calls: z.int(),
  requests: z.int().describe('Sent for the calls, repeated ones included'),
  failed: z.int().describe('Requests that brought no usable answer'),
  retries: z.int(),
  cacheHits: z.int(),
  notSent: z.int().describe('Requests not sent: circuit open, isolated, bulkhead full, or cooling down after a 429'),
  /** Null when nothing was requested. */
  availability: z
    .number()
    .nullable()
    .describe('Share of requests the API is not to blame for, 0 to 1; 4xx and 429 are the caller’s'),
  errors: z
    .record(z.string(), z.int())
    .describe('By class: timeout, dns, tls, refused, reset, 4xx, 429, 5xx, schema …'),
  /** Of requests, not of calls. Null when none was sent. */
  durationMs: z
    .object({ mean: z.number(), p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() })
    .nullable(),
  firstByteMs: z.number().nullable().describe('Mean time until an answer began'),
  connects: z.int(),
  connectMs: z.number().nullable().describe('Mean time of a connect'),
  bytesSent: z.int().nullable().describe('Null where no size was reported'),
  bytesReceived: z.int().nullable().describe('Null where no size was reported'),
  runs: z.int(),
  lastAt: instant.nullable(),
});
export type ApiCallFigures = z.infer<typeof callFigures>;

export const apiQuota = z.object({
  at: instant,
  limit: z.int().nullable(),
  remaining: z.int(),
  resetAt: instant.nullable(),
  /** At the rate last seen; null when the quota lasts until it begins anew. */
  exhaustedAt: instant.nullable(),
});

/** Rows of one stage affected by one decision about failed calls. */
export const apiRows = z.object({
  runId: z.string(),
  namespace: z.string(),
  pipeline: z.string(),
  stage: z.string(),
  policy: z.enum(fallbackPolicies),
  error: z.string(),
  rows: z.int(),
  from: instant,
  to: instant,
});

/** A breaker in one state, from one change to the next. */
export const breakerSpan = z.object({
  breakerId: z.string(),
  state: z.enum(breakerStates),
  from: instant,
  /** Null while it lasts; the end of the run when that ended with the breaker in this state. */
  to: instant.nullable(),
  reason: z.string(),
  runId: z.string(),
  namespace: z.string(),
  pipeline: z.string(),
  stage: z.string(),
});
export type BreakerSpan = z.infer<typeof breakerSpan>;

/** What processes that share a breaker receive. */
export const sharedBreaker = z.object({
  name: z.string(),
  isolated: z.boolean(),
  /** Why it is isolated, or open. */
  reason: z.string(),
  /** Another process has opened it until then; null when nobody has. */
  openUntil: instant.nullable(),
  /** How long that is yet; it is the same whatever the clock of who reads it. */
  openForMs: z.number().nullable(),
  /** The opening is over, and no call that was tried since has succeeded. */
  halfOpen: z.boolean(),
  openedBy: z.string().nullable(),
  changedAt: instant.nullable(),
});
export type SharedBreaker = z.infer<typeof sharedBreaker>;

/** `PUT /api/v1/apis/{name}/isolation`. */
export const isolationOrder = z.strictObject({
  isolated: z.boolean(),
  reason: stateText.max(sharedBreakerLimits.longestReason).default(''),
});

/** `PUT /api/v1/apis/{name}/breaker`: a process says that its breaker opened, or with 0 that it closed. */
export const openingNotice = z.strictObject({
  openForMs: z.int().min(0).max(sharedBreakerLimits.mostOpenForMs),
  by: stateText.min(1).max(100),
  reason: stateText.max(sharedBreakerLimits.longestReason).default(''),
});

/** `PUT /api/v1/apis/{name}/breaker/trial`: whether a process may try a call; if so, no other may for that time. */
export const trialClaim = z.strictObject({
  by: stateText.min(1).max(100),
  forMs: z.int().min(1).max(sharedBreakerLimits.mostOpenForMs),
});

export const trialAnswer = sharedBreaker.extend({
  granted: z.boolean().describe('Whether it may; also where the breaker is closed'),
});

/** A pipeline that called. */
export const apiCaller = z.object({
  namespace: z.string(),
  pipeline: z.string(),
  sharesBreaker: z
    .boolean()
    .describe('Whether its latest calls stop while the API is isolated; false also where that is not known'),
});

export const apiProbe = z.object({
  state: z.enum(['pass', 'fail']),
  at: instant,
  error: z.string().nullable(),
  problem: z.string().nullable(),
  status: z.int().nullable(),
  durationMs: z.number(),
  p95Ms: z.number(),
  probes: z.int(),
  availability: z.number(),
  certificateExpiresAt: instant.nullable(),
});

/** What an objective for availability allows, and how much of it is spent, in requests of the requested time. */
export const errorBudget = z.object({
  objective: z.number(),
  met: z.boolean(),
  allowed: z.number().describe('Failed requests the objective allows'),
  spent: z.int().describe('Failed requests the API is to blame for'),
  leftShare: z.number().describe('0 to 1'),
});
export type ErrorBudget = z.infer<typeof errorBudget>;

/** One item of `GET /api/v1/apis`. */
export const apiSummary = callFigures.extend({
  name: z.string(),
  servers: z.array(z.string()).describe('host:port, or the host alone where no port is known'),
  callers: z.array(apiCaller).describe('Pipelines that called it'),
  /** By the latest change of any breaker that goes on; `isolated` when a person holds it open for all that share it. */
  breakerState: z.enum(breakerStates),
  /** Times a breaker was not closed, oldest first. */
  breakerSpans: z.array(breakerSpan),
  rowsAffected: z.array(apiRows).describe('Most rows first'),
  /** The most pressing of its endpoints. */
  quota: apiQuota.nullable(),
  probe: apiProbe.nullable(),
  /** Of the configuration; null when it sets none. */
  objective: z.number().nullable(),
  /** By the requested objective, else by the configured one; null without any. */
  errorBudget: errorBudget.nullable(),
  shared: sharedBreaker.nullable(),
  verdict: verdictAs(healthVerdicts),
  shown: shownAs(apiStates),
  isUnusable: z.boolean().describe('Nothing is to be had of it now'),
  ...sentenceShape,
  outcome: z.string().describe('For lists: how it went in the selected time'),
  outcomeParts: sentenceParts,
  ...urgencyShape,
});
export type ApiSummary = z.infer<typeof apiSummary>;
export const apiList = z.object({
  items: z.array(apiSummary).describe('Of a page those that are next in urgency, by name'),
  total: z.int().optional().describe('How many there are on all pages'),
  unusable: z.int().optional().describe('Of those on all pages, how many cannot be used now; they are the most urgent'),
  nextCursor: cursor.nullable().optional(),
  ...sentenceShape,
});
export type ApiList = z.infer<typeof apiList>;

/** `GET /api/v1/apis/{name}`. */
export const apiDetail = apiSummary.extend({
  endpoints: z.array(callFigures.extend({ endpoint: z.string(), quota: apiQuota.nullable() })),
});
export type ApiDetail = z.infer<typeof apiDetail>;
