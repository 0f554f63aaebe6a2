import { z } from 'zod';

/**
 * One message of the SSE stream `GET /api/v1/live`: telemetry of this kind has become queryable, so whoever shows it should ask
 * again. At most one a second and kind.
 */
export const liveMessage = z.object({
  signal: z.enum(['logs', 'traces', 'metrics']),
  at: z.string(),
  hasEvents: z
    .boolean()
    .optional()
    .describe(
      'False of log records of which none is an event: they change nothing that is shown of pipelines and runs',
    ),
});
export type LiveMessage = z.infer<typeof liveMessage>;
