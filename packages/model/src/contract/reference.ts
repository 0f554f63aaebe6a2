import { z } from 'zod';
import { toleranceKeys } from './tolerance.ts';

const name = z.string().min(1).max(200);

/** Values that must occur in another file, or in another column of the file itself. */
export const reference = z.strictObject({
  column: name.optional(),
  columns: z.array(name).min(1).optional().describe('Several columns that make one key, instead of `column`'),
  file: name
    .optional()
    .describe('CSV, JSON lines or Parquet, sought from the folder of the contract; the file itself when absent'),
  key: name.optional().describe('The column of that file; the same name when absent'),
  keys: z.array(name).min(1).optional().describe('Its columns, in the order of `columns`'),
  ...toleranceKeys,
});
export type ReferenceRules = z.output<typeof reference>;

/** A reference with all its columns, and those they are compared with. */
export interface FileReference {
  readonly columns: readonly string[];
  /** Undefined for the file itself. */
  readonly file: string | undefined;
  readonly keys: readonly string[];
}

export const fileReferenceOf = ({ column, columns, file, key, keys }: ReferenceRules): FileReference => {
  const own = columns ?? (column === undefined ? [] : [column]);
  return { columns: own, file, keys: keys ?? (key === undefined ? own : [key]) };
};
