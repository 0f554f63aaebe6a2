import { z } from 'zod';
import { sampleSections } from '../../database/sample-sections.ts';
import { instant } from '../common.ts';

const section = z.enum(sampleSections);
const row = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type SampleRow = z.infer<typeof row>;

/** What a database showed of its inside. Columns are those of the SQL. */
export const databaseSample = z.object({
  sampledAt: instant,
  sections: z.partialRecord(section, z.array(row)),
  unavailable: z.partialRecord(section, z.string()).describe('Sections the database did not answer, and why'),
});
export type DatabaseSample = z.infer<typeof databaseSample>;

/** A run that a session of the database is named after. */
export const sessionRun = z.object({
  traceId: z.string(),
  runId: z.string(),
  namespace: z.string(),
  pipeline: z.string(),
});
export type SessionRun = z.infer<typeof sessionRun>;

/** `GET /api/v1/dependencies/{name}/sample`. */
export const sampledDatabase = databaseSample.extend({
  runs: z.array(sessionRun).describe('Runs whose traceparent a session bears'),
});
export type SampledDatabase = z.infer<typeof sampledDatabase>;
