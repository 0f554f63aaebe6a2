import type { NamedDatabase } from '../../databases/named-databases.ts';
import { withinSql } from '../../../storage/telemetry/time-sql.ts';
import type { Condition } from './condition.ts';

/** A system that runs used. */
export type UsedSystem =
  | { readonly kind: 'database'; readonly at: Omit<NamedDatabase, 'name'> }
  | { readonly kind: 'api' | 'file-store' | 'host'; readonly name: string };

/** That a run of `rowsOfRuns` used the system, as far as it has reported; `fromMs`: it did not end before. */
export const usedSystem = (system: UsedSystem, fromMs: number | undefined): Condition => {
  const since = withinSql('LastAt', { fromMs, toMs: undefined });
  switch (system.kind) {
    case 'host':
      return { sql: 'Host = {systemName:String}', parameters: { systemName: system.name } };
    case 'file-store':
      return {
        sql: ranBy('dataset_uses', [
          'Namespace = {systemName:String}',
          ...withinSql('UsedAt', { fromMs, toMs: undefined }),
        ]),
        parameters: { systemName: system.name },
      };
    case 'api':
      return {
        sql: ranBy('dependency_calls', ['Dependency = {systemName:String}', ...since]),
        parameters: { systemName: system.name },
      };
    case 'database': {
      const at =
        'DbSystem = {dbSystem:String} AND ServerAddress = {dbHost:String} AND ServerPort = {dbPort:UInt64} AND DbNamespace = {dbName:String}';
      const { system: dbSystem, host, port, database } = system.at;
      return {
        sql: ranBy('database_statements', [at, ...since]),
        parameters: { dbSystem, dbHost: host, dbPort: port, dbName: database },
      };
    }
  }
};

/** Runs share ids, so the pipeline counts too, where the record names one. */
const ranBy = (table: string, conditions: readonly string[]): string => {
  const used = `(SELECT RunId, PipelineName FROM ${table} WHERE ${conditions.join(' AND ')})`;
  return `((RunId, PipelineName) IN ${used} OR (RunId, '') IN ${used})`;
};
