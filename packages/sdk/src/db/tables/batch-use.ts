import type { Context } from '@opentelemetry/api';
import type { Statement } from '../statement/describe.ts';
import type { NameScope } from './name-scope.ts';
import { tablesIn } from './read-tables.ts';
import { type TableWrite, useTables } from './statement-use.ts';

export interface DoneBatch {
  readonly statement: Statement;
  /** As it was sent; undefined of what is no text, such as a procedure. */
  readonly text: string | undefined;
  /** Rows changed, where that is the number of one statement; else undefined. */
  readonly changed: number | undefined;
}

/**
 * Notes what a batch of T-SQL that went well has read, and gives back what it has written. Where part of it is rolled back within it, what it
 * has written is not known.
 */
export const useBatch = (
  scope: NameScope,
  { statement, text = '', changed }: DoneBatch,
  own: Context,
): readonly TableWrite[] => {
  const statements = tablesIn(statement.text, 'microsoft.sql_server');
  const writers = statements.filter(({ outputs }) => outputs.length > 0);
  const rows = writers.length === 1 ? changed : undefined;
  const writes = statements.flatMap((tables) => useTables(scope, tables, own, { changed: rows }));
  return writes.length > 0 && /\bROLLBACK\b/iu.test(text) ? [] : writes;
};

/** What a bulk load has written. */
export const useBulk = (
  scope: NameScope,
  table: string,
  changed: number | undefined,
  own: Context,
): readonly TableWrite[] => {
  const [read] = tablesIn(`INSERT INTO ${table}`, 'microsoft.sql_server');
  return read === undefined ? [] : useTables(scope, read, own, { changed });
};
