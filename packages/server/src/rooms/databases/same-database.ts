import type { DatabaseAddress } from './facts-work.ts';

/** Whether both name the same database. */
export const isSameDatabase = (
  one: Omit<DatabaseAddress, 'system'> & { readonly system: string },
  other: typeof one,
): boolean =>
  one.system === other.system && one.host === other.host && one.port === other.port && one.database === other.database;
