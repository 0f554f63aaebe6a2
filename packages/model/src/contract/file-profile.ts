import { z } from 'zod';

const count = z.number().nonnegative();
const histogram = z.object({ exponent: z.number(), first: z.number(), counts: z.array(count).max(1000) });

const columnDigest = z.object({
  name: z.string(),
  nulls: count,
  distinct: count,
  histogram: histogram.optional().describe('Of numbers, or of the lengths of texts; not of personal data'),
  logs: z
    .array(z.tuple([z.number(), count]))
    .optional()
    .describe('Of numbers: by their size'),
  words: z
    .object({ top: z.array(z.tuple([z.string(), count])), others: count })
    .optional()
    .describe('Of texts: the most frequent, and how many others'),
});

/** What is kept of a checked file, for later ones to be compared with. */
export const fileProfile = z.object({
  version: z.literal(1),
  file: z.string(),
  bytes: count,
  modifiedAt: z.string(),
  checkedAt: z.string(),
  rows: count,
  columns: z.array(columnDigest),
});
export type FileProfile = z.output<typeof fileProfile>;
export type ColumnDigest = FileProfile['columns'][number];
