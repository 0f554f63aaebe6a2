import { objectiveBounds } from '@sightglass/model';
import { z } from 'zod';
import { headers } from '../../config/headers.ts';
import { isReadableSchema } from '../../config/json-schema.ts';
import { haveOwnNames } from '../../config/own-names.ts';
import { url } from '../../config/url.ts';

/** An API that is probed again and again. */
const watchedApi = z.strictObject({
  name: z.string().min(1).max(200).describe('As pipelines call it: figures of both appear together'),
  url: url('http', 'https').describe('`${NAME}` is replaced by an environment variable'),
  intervalSeconds: z.number().min(1).max(86_400).default(60),
  timeoutMs: z.number().int().min(1).max(60_000).default(5_000),
  headers,
  status: z
    .array(z.number().int().min(100).max(599))
    .min(1)
    .optional()
    .describe('Statuses that count as healthy; any 2xx by default'),
  contains: z.string().min(1).optional().describe('Text the body must hold'),
  schema: z
    .record(z.string(), z.unknown())
    .optional()
    .refine(isReadableSchema, 'is not a JSON Schema that can be read')
    .describe('JSON Schema of the body'),
  objective: z
    .number()
    .min(objectiveBounds.least)
    .max(objectiveBounds.most)
    .optional()
    .describe('Share of requests it should answer, like 0.995: what its error budget is measured by'),
  certificateDays: z
    .number()
    .min(0)
    .max(3_650)
    .default(14)
    .describe('A certificate that expires sooner counts as unhealthy'),
});
export type WatchedApi = z.output<typeof watchedApi>;

export const externalApiSettings = {
  apis: z
    .array(watchedApi)
    .default([])
    .refine(haveOwnNames, { error: 'two APIs have the same `name:`; each needs its own' })
    .describe('external APIs to watch'),
};
