import type { DatabaseAddress } from '../record/database-address.ts';
import { poolOf, type MssqlParent } from './types.ts';

export const addressOf = (parent: MssqlParent | undefined): DatabaseAddress => {
  const config = poolOf(parent)?.config;
  return {
    system: 'microsoft.sql_server',
    host: config?.server,
    port: config?.port,
    database: config?.database,
  };
};
