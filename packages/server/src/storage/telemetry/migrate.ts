import { readFile } from 'node:fs/promises';
import { pendingMigrations } from '../pending-migrations.ts';
import { quote } from './literal.ts';
import type { TelemetryClient } from './client.ts';

export const migrationsFolder = new URL('./migrations/', import.meta.url);

/** Applies the migrations the engine has not seen, in order, up to `last`; forward only. Raises MigrationError naming file and statement, NewerDataError. */
export const migrateTelemetry = async (telemetry: TelemetryClient, last?: string): Promise<void> => {
  await telemetry.execute(
    'CREATE TABLE IF NOT EXISTS schema_migrations (Name String, AppliedAt DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY Name SETTINGS fsync_after_insert = 1',
  );
  const names = await migrationsOfTelemetry(telemetry);
  for (const name of await pendingMigrations(migrationsFolder, names, { what: 'telemetry', last }))
    await apply(telemetry, name);
};

/** Those the engine has seen. */
export const migrationsOfTelemetry = async (telemetry: Pick<TelemetryClient, 'rows'>): Promise<string[]> =>
  (await telemetry.rows<{ Name: string }>('SELECT DISTINCT Name FROM schema_migrations ORDER BY Name')).map(
    ({ Name }) => Name,
  );

const apply = async (telemetry: TelemetryClient, name: string): Promise<void> => {
  for (const statement of statementsOf(await readFile(new URL(name, migrationsFolder), 'utf8'))) {
    try {
      await telemetry.execute(statement);
    } catch (error) {
      throw new MigrationError(name, statement, error);
    }
  }
  await telemetry.execute(`INSERT INTO schema_migrations (Name) VALUES (${quote(name)})`);
};

/** Statements of a migration file: split at semicolons that end a line, comments left out. */
const statementsOf = (sql: string): string[] =>
  sql
    .replaceAll(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');

export class MigrationError extends Error {
  readonly code = 'MIGRATION_FAILED';
  constructor(name: string, statement: string, cause: unknown) {
    super(
      `Migration ${name} stopped at "${statement.slice(0, 120)}": ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
