import { databaseErrorKind, databaseMessageKind, type DatabaseErrorKind, type DatabaseSystem } from '@sightglass/model';

export interface DatabaseFailure extends DatabaseErrorKind {
  readonly code: string | undefined;
  readonly message: string;
  /** The session ended with it. */
  readonly isFatal?: boolean;
}

interface Raised {
  readonly number?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly severity?: unknown;
}

/** What a driver raised: SQL Server errors have a number, PostgreSQL's a SQLSTATE as code, and some only words. */
export const failureOf = (system: DatabaseSystem, error: unknown): DatabaseFailure => {
  const { number, code, message, severity } = Object(causeOf(error)) as Raised;
  const known = typeof number === 'number' ? String(number) : typeof code === 'string' ? code : undefined;
  const text = typeof message === 'string' ? message : String(error);
  const inWords = known === undefined ? databaseMessageKind(text) : undefined;
  return {
    ...(inWords ?? databaseErrorKind(system, known ?? '', text)),
    code: known,
    message: text,
    ...(severity === 'FATAL' || severity === 'PANIC' ? { isFatal: true } : {}),
  };
};

/** A name with several addresses fails with one error for each. */
const causeOf = (error: unknown): unknown => (error instanceof AggregateError ? (error.errors[0] as unknown) : error);
