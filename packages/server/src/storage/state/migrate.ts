import { readFile } from 'node:fs/promises';
import { pendingMigrations } from '../pending-migrations.ts';
import type { StateQuery, StateStore } from './state-store.ts';

export const stateMigrationsFolder = new URL('./migrations/', import.meta.url);
/** Any number will do, as long as nobody else in the database uses it. */
const migrationLock = 7_419_284_113;

/**
 * Applies the migrations the database has not seen, in order, up to `last`, all or none; servers that start together wait for one
 * another. Raises StateMigrationError, NewerDataError.
 */
export const migrateState = async (state: StateStore, last?: string): Promise<void> => {
  await state.transaction(async (query) => {
    await query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const applied = await query<{ name: string }>('SELECT name FROM schema_migrations');
    const names = applied.map((row) => row.name);
    for (const name of await pendingMigrations(stateMigrationsFolder, names, { what: 'state', last }))
      await apply(query, name);
  });
};

const apply = async (query: StateQuery, name: string): Promise<void> => {
  const sql = await readFile(new URL(name, stateMigrationsFolder), 'utf8');
  try {
    for (const statement of statementsOf(sql)) await query(statement);
  } catch (error) {
    throw new StateMigrationError(name, error);
  }
  await query('INSERT INTO schema_migrations (name) VALUES ($1)', [name]);
};

/** Statements of a migration: split at semicolons that end a line. */
const statementsOf = (sql: string): string[] =>
  sql.split(/;\s*$/m).filter((statement) => statement.replaceAll(/--.*$/gm, '').trim() !== '');

export class StateMigrationError extends Error {
  readonly code = 'STATE_MIGRATION_FAILED';
  constructor(name: string, cause: unknown) {
    super(`Migration ${name} of the state database failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
