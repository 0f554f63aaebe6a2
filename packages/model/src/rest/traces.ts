import { z } from 'zod';
import { pipelineOfRun, timeRange, words } from './common.ts';

export const spanKinds = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
export const spanStatuses = ['UNSET', 'OK', 'ERROR'] as const;

/** A span as the waterfall needs it; `traces/{traceId}/spans/{spanId}` adds the rest. */
export const span = z.object({
  spanId: z.string(),
  parentSpanId: z.string().nullable(),
  name: z.string(),
  kind: z.enum(spanKinds),
  service: z.string(),
  /** Milliseconds since the trace began; microsecond precision. */
  startMs: z.number(),
  durationMs: z.number(),
  status: z.enum(spanStatuses),
  stage: z.string().nullable(),
});
export type Span = z.infer<typeof span>;

export const trace = z.object({
  traceId: z.string(),
  startedAt: z.string(),
  durationMs: z.number(),
  runIds: z.array(z.string()),
  runs: z
    .array(z.object({ namespace: z.string(), pipeline: z.string(), runId: z.string() }))
    .optional()
    .describe('The same with their pipelines; both names are empty of runs whose spans name none'),
  /** By start. */
  spans: z.array(span),
  /** True when the trace has more spans than the answer holds (`limit`, 50,000 by default). */
  truncated: z.boolean(),
});
export type Trace = z.infer<typeof trace>;

export const spanDetail = span.extend({
  traceId: z.string(),
  startedAt: z.string(),
  statusMessage: z.string(),
  attributes: z.record(z.string(), z.string()),
  resource: z.record(z.string(), z.string()),
  scope: z.string(),
  events: z.array(z.object({ at: z.string(), name: z.string(), attributes: z.record(z.string(), z.string()) })),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string(), attributes: z.record(z.string(), z.string()) })),
});
export type SpanDetail = z.infer<typeof spanDetail>;

export const traceListQuery = timeRange.extend({
  runId: words.describe('The run whose spans they hold'),
  ...pipelineOfRun,
});

/** `GET /api/v1/traces`: a program that does not continue the trace of its run has others. */
export const traceList = z.object({
  items: z
    .array(
      z.object({
        traceId: z.string(),
        startedAt: z.string(),
        durationMs: z.number(),
        spans: z.int().describe('Those of the run'),
        name: z.string().describe('Of its first span'),
        service: z.string(),
      }),
    )
    .describe('By start; 100 at most'),
});
export type TraceList = z.infer<typeof traceList>;

export const traceQuery = z.object({ limit: z.coerce.number().int().min(1).max(200_000).default(50_000) });
