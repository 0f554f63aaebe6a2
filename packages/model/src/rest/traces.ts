import { z } from 'zod';
import { traceSorts, traceStatuses } from '../search/explore-words.ts';
import { cursor, pageLimit, pipelineOfRun, timeRange, words } from './common.ts';

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

/** Filters shared by `traces` and `traces/histogram`: one span must meet those of spans, the trace as a whole the others. */
export const traceFilter = timeRange.extend({
  q: words
    .max(2000)
    .optional()
    .describe(
      'About one span, in the language of logs: words of its name, name:load*, status:error, kind:SERVER, duration:>500 (ms), key:value, OR, NOT or -, brackets',
    ),
  service: words.optional().describe('A service that sent a span of the trace; with `name`, that span'),
  name: words.optional().describe('Name of a span'),
  status: z.enum(traceStatuses).optional().describe('`error`: a span of the trace has failed; `ok`: none has'),
  minDurationMs: z.coerce.number().min(0).optional().describe('Of the whole trace'),
  maxDurationMs: z.coerce.number().min(0).optional(),
  runId: words.optional().describe('Only the spans of this run count'),
  ...pipelineOfRun,
});
export type TraceFilter = z.infer<typeof traceFilter>;

export const traceListQuery = traceFilter.extend({
  sort: z.enum(traceSorts).optional().describe('`newest` unless given; `oldest` for those of a run'),
  limit: pageLimit(100),
  cursor: cursor.optional(),
});

export const traceExportQuery = traceFilter.extend({
  sort: z.enum(traceSorts).optional(),
  format: z.enum(['csv', 'ndjson']).default('csv'),
});

export const traceListItem = z.object({
  traceId: z.string(),
  startedAt: z.string(),
  durationMs: z.number().describe('From the start of its first span to the end of its last'),
  spans: z.int().describe('As they were received; with `runId`, those of the run'),
  errors: z.int().optional().describe('Spans of these that failed'),
  name: z.string().describe('Of the span without a parent, else of the first'),
  service: z.string().describe('That sent this span'),
  hasRoot: z.boolean().optional().describe('False while no span without a parent is stored'),
  services: z.array(z.string()).optional().describe('Up to 20'),
  runs: z
    .array(z.object({ namespace: z.string(), pipeline: z.string(), runId: z.string() }))
    .optional()
    .describe('Up to 20; both names are empty of runs whose spans name none'),
});
export type TraceListItem = z.infer<typeof traceListItem>;

/** `GET /api/v1/traces` */
export const traceList = z.object({ items: z.array(traceListItem), nextCursor: cursor.nullable().optional() });
export type TraceList = z.infer<typeof traceList>;

export const traceHistogramQuery = traceFilter.extend({
  buckets: z.coerce.number().int().min(1).max(500).default(60),
});

/** How long traces took, by when they started. */
export const traceHistogram = z.object({
  from: z.string(),
  to: z.string(),
  stepMs: z.number(),
  /** Lower edges of the bands of duration, in milliseconds, rising: only those in use and what lies between them. */
  edgesMs: z.array(z.number()),
  /** Steps without traces are present with zeros. */
  buckets: z.array(
    z.object({
      at: z.string(),
      count: z.int(),
      errors: z.int().describe('Traces of these in which a span failed'),
      counts: z.array(z.int()).describe('In each band'),
      failed: z.array(z.int()).describe('Those with errors in each band'),
      p50Ms: z.number().nullable(),
      p95Ms: z.number().nullable(),
      maxMs: z.number().nullable(),
    }),
  ),
});
export type TraceHistogram = z.infer<typeof traceHistogram>;

export const traceQuery = z.object({ limit: z.coerce.number().int().min(1).max(200_000).default(50_000) });
