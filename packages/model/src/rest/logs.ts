import { z } from 'zod';
import { severities } from '../telemetry/severity.ts';
import { cursor, page, pageLimit, timeRange, words } from './common.ts';

/** Filters shared by `logs`, `logs/count`, `logs/histogram` and `logs/facets`. */
export const logFilter = timeRange.extend({
  q: words
    .max(2000)
    .optional()
    .describe('words, beginn*, "phrases", key:value, key:*, rows:>10, rows:10..20, AND, OR, NOT or -, brackets'),
  runId: words.optional(),
  stage: words.optional(),
  stageId: words.optional(),
  traceId: words.optional(),
  pipeline: words.optional(),
  namespace: words.optional(),
  service: words.optional(),
  event: words.optional().describe('OpenTelemetry event name'),
  severity: words.optional().describe('One level or several, comma-separated; `WARN+` means WARN and above'),
});
export type LogFilter = z.infer<typeof logFilter>;
/** Of `logs/tail`, which shows what arrives from now on. */
export const logTailFilter = logFilter.omit({ from: true, to: true });
export const logListQuery = logFilter.extend({
  limit: pageLimit(100),
  cursor: cursor.optional(),
  order: z.enum(['desc', 'asc']).default('desc'),
});

/** `GET /api/v1/logs/export` */
export const logExportQuery = logFilter.extend({
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
  columns: words
    .optional()
    .describe('Of a CSV: attributes that have a column of their own, after all others; by commas, up to 20'),
});

export const logRecord = z.object({
  /** RFC 3339 with nanoseconds. */
  timestamp: z.string(),
  severity: z.enum(severities as [string, ...string[]]),
  severityNumber: z.int(),
  body: z.string(),
  eventName: z.string().nullable(),
  service: z.string(),
  namespace: z.string().nullable(),
  pipeline: z.string().nullable(),
  runId: z.string().nullable(),
  stage: z.string().nullable(),
  stageId: z.string().nullable(),
  traceId: z.string().nullable(),
  spanId: z.string().nullable(),
  attributes: z.record(z.string(), z.string()),
  resource: z.record(z.string(), z.string()),
  scope: z.string(),
  /** Only where the body or an attribute is longer than a list shows: 64 KiB each. */
  truncated: z
    .object({
      bodyBytes: z.int().describe('Of the whole body, in UTF-8'),
      whole: z
        .string()
        .nullable()
        .describe('Address of the whole record; null in the live tail, where it is not known yet'),
    })
    .optional(),
});
export type LogRecord = z.infer<typeof logRecord>;
export const logPage = page(logRecord);
export type LogPage = z.infer<typeof logPage>;

export const logRecordQuery = z.object({ id: words.describe('As `truncated.whole` of a record has it') });

export const logCount = z.object({ count: z.int() });
export const logHistogramQuery = logFilter.extend({ buckets: z.coerce.number().int().min(1).max(500).default(60) });
export const logHistogram = z.object({
  from: z.string(),
  to: z.string(),
  stepMs: z.number(),
  /** Counts in each step, in all and by level, oldest first; steps without records are present with zeros. */
  buckets: z.array(
    z.object({
      at: z.string(),
      count: z.int().describe('Of all levels'),
      DEBUG: z.int(),
      INFO: z.int(),
      WARN: z.int(),
      ERROR: z.int(),
      CRITICAL: z.int(),
    }),
  ),
});
export type LogHistogram = z.infer<typeof logHistogram>;
export const logFacetQuery = logFilter.extend({ key: words.optional().describe('Values of this attribute only') });
/** Attributes of the newest records that match, commonest first. */
export const attributeFacets = z.object({
  attributes: z.array(
    z.object({
      key: z.string(),
      /** Records of the sample that have the attribute, and how many values it has in them. */
      records: z.int(),
      distinctValues: z.int(),
      values: z.array(z.object({ value: z.string(), count: z.int() })),
    }),
  ),
  sample: z.object({ records: z.int(), isAll: z.boolean() }),
});
export type AttributeFacets = z.infer<typeof attributeFacets>;
export const logFacets = z.object({
  facets: z.array(z.object({ key: z.string(), values: z.array(z.object({ value: z.string(), count: z.int() })) })),
  ...attributeFacets.partial().shape,
});
export type LogFacets = z.infer<typeof logFacets>;
