import { databaseErrorKind, type DatabaseErrorKind, type DatabaseSystem } from '@sightglass/model';

export interface DatabaseFailure extends DatabaseErrorKind {
  readonly code: string | undefined;
  readonly message: string;
}

/** What a driver raised: SQL Server errors have a number, PostgreSQL's a SQLSTATE as code. */
export const failureOf = (system: DatabaseSystem, error: unknown): DatabaseFailure => {
  const { number, code, message } = Object(error) as { number?: unknown; code?: unknown; message?: unknown };
  const known = typeof number === 'number' ? String(number) : typeof code === 'string' ? code : undefined;
  return {
    ...databaseErrorKind(system, known ?? ''),
    code: known,
    message: typeof message === 'string' ? message : String(error),
  };
};
