import { z } from 'zod';
import { toleranceKeys } from './tolerance.ts';

const name = z.string().min(1).max(200);
const tableName = z
  .string()
  .regex(/^[A-Za-z_]\w*$/u, 'must be a name of letters, digits and _')
  .max(60);

/** A query that returns the rows that break it. */
export const sqlRule = z.strictObject({
  name,
  sql: z
    .string()
    .min(1)
    .max(20_000)
    .describe(
      'One SELECT in the dialect of ClickHouse over the table `file`; every row it returns breaks the contract',
    ),
  tables: z
    .record(tableName, name)
    .optional()
    .describe('Other files to join with, by the name of their table; sought from the folder of the contract'),
  timeout: z
    .string()
    .regex(/^\d+(\.\d+)?(ms|s|m)$/u, 'must be a time such as 500ms, 30s or 5m')
    .optional()
    .describe('The query ends the check when it takes longer; 60s when absent'),
  ...toleranceKeys,
});
export type SqlRules = z.output<typeof sqlRule>;

/** The table of the file that is checked. */
export const fileTable = 'file';
/** Its column with the physical line of each row. */
export const lineColumn = '_line';
