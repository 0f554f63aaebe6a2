import { z } from 'zod';
import { instant, timeRange, words } from './common.ts';

export const apiHistoryQuery = timeRange.extend({ pipeline: words.optional(), namespace: words.optional() });

const apiStep = z.object({
  at: instant.describe('Begin of the step'),
  requests: z.int(),
  failed: z.int().describe('Requests that brought no usable answer'),
  /** Null when nothing was requested. */
  availability: z.number().nullable(),
  errors: z.record(z.string(), z.int()).describe('By class; calls that were not sent are not requests'),
  durationMs: z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable(),
});
export type ApiStep = z.infer<typeof apiStep>;

/** `GET /api/v1/apis/{name}/history`: every step of the range, those without calls too. */
export const apiHistory = z.object({ from: instant, to: instant, stepMs: z.int(), items: z.array(apiStep) });
export type ApiHistory = z.infer<typeof apiHistory>;
