import { z } from 'zod';
import { instant, timeRange, words } from './common.ts';

export const serviceQuery = timeRange.extend({
  search: words.optional().describe('A part of the name'),
});
export const serviceExportQuery = serviceQuery.extend({ format: z.enum(['csv', 'ndjson']).default('csv') });

const signalCount = {
  firstAt: instant,
  lastAt: instant.describe('Time of the latest; what is stamped later than it arrived counts as of its arrival'),
};

/** Whoever sends telemetry, by `service.name`. */
export const service = z.object({
  service: z.string(),
  namespaces: z.array(z.string()).describe('`service.namespace`; up to 20'),
  environments: z.array(z.string()).describe('`deployment.environment.name`; up to 20'),
  pipelines: z.array(z.string()).describe('Whose runs its records name; up to 20'),
  firstAt: instant,
  lastAt: instant,
  logs: z.object({ records: z.int(), errors: z.int().describe('ERROR and above'), ...signalCount }).nullable(),
  spans: z.object({ spans: z.int(), errors: z.int().describe('Spans that failed'), ...signalCount }).nullable(),
  metrics: z.object({ metrics: z.int(), points: z.int(), ...signalCount }).nullable(),
});
export type Service = z.infer<typeof service>;

/** `GET /api/v1/services`: those that sent last first. */
export const serviceList = z.object({
  items: z.array(service).describe('1,000 at most'),
  total: z.int().describe('How many there are'),
});
export type ServiceList = z.infer<typeof serviceList>;
