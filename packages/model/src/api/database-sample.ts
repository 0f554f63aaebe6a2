import { z } from 'zod';
import { instant } from './common.ts';

/** The questions of `docs/sql`, each by the name of its file. */
export const sampleSections = [
  'sessions',
  'blockers',
  'waits',
  'locks',
  'transactions',
  'tables',
  'database',
  'statements',
] as const;
export type SampleSection = (typeof sampleSections)[number];

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
