/** Names as in `db.system.name` of OpenTelemetry. */
export const databaseSystems = ['postgresql', 'microsoft.sql_server', 'mysql'] as const;
export type DatabaseSystem = (typeof databaseSystems)[number];

/** What went wrong, in words that are the same for every database. */
export const databaseErrorClasses = [
  'dns',
  'refused',
  'unreachable',
  'reset',
  'timeout',
  'malformed-reply',
  'not-encrypted',
  'encryption-required',
  'certificate',
  'login',
  'no-database',
  'permission',
  'too-many-connections',
  'pool-timeout',
  'unavailable',
  'starting-up',
  'shutting-down',
  'read-only',
  'deadlock',
  'lock-timeout',
  'canceled',
  'serialization',
  'constraint',
  'syntax',
  'disk-full',
  'out-of-memory',
  'throttled',
  'other',
] as const;
export type DatabaseErrorClass = (typeof databaseErrorClasses)[number];

export interface DatabaseErrorKind {
  readonly class: DatabaseErrorClass;
  /** Whether the same work may go well when it is tried again. */
  readonly retryable: boolean;
  /** The next step to take. */
  readonly advice: string;
}

export type DatabaseErrorTable = Readonly<Record<string, DatabaseErrorKind>>;

export const lasting = (of: DatabaseErrorClass, advice: string): DatabaseErrorKind => ({
  class: of,
  retryable: false,
  advice,
});
export const passing = (of: DatabaseErrorClass, advice: string): DatabaseErrorKind => ({
  class: of,
  retryable: true,
  advice,
});
