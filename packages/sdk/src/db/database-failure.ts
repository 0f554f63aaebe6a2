import type { DatabaseErrorClass, DatabaseSystem } from '@sightglass/model';
import { failureOf } from './record/failure.ts';

/** What an error of a database driver means. */
export interface DatabaseFailureSummary {
  /** `deadlock`, `lock-timeout`, `too-many-connections`, `login` … */
  readonly class: DatabaseErrorClass;
  /** Error number or SQLSTATE, or a network error code. */
  readonly code: string | undefined;
  /** Whether the same work may go well when it is tried again. */
  readonly retryable: boolean;
  /** The next step to take. */
  readonly advice: string;
}

/** What an error that `pg` or `mssql` raised means, for code that retries or reports it. */
export const databaseFailure = (
  system: Extract<DatabaseSystem, 'postgresql' | 'microsoft.sql_server'>,
  error: unknown,
): DatabaseFailureSummary => {
  const { class: kind, code, retryable, advice } = failureOf(system, error);
  return { class: kind, code, retryable, advice };
};
