import type { DatabaseStatus } from '@sightglass/model/rest';
import type { DatabaseConfig } from './config.ts';

/** A configured database: its name, and where programs say that they find it. */
export type NamedDatabase = Pick<DatabaseStatus, 'name' | 'system' | 'host' | 'port' | 'database'>;

export const namedDatabases = (
  databases: readonly Pick<DatabaseConfig, 'name' | 'target'>[],
): readonly NamedDatabase[] =>
  databases.map(({ name, target: { system, host, port, database } }) => ({ name, system, host, port, database }));
