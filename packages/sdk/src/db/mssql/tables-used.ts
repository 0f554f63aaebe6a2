import type { Context } from '@opentelemetry/api';
import type { Statement } from '../statement/describe.ts';
import { useBatch, useBulk } from '../tables/batch-use.ts';
import { NameScope } from '../tables/name-scope.ts';
import type { TableWrite } from '../tables/statement-use.ts';
import { addressOf } from './database-address.ts';
import type { RowCounts } from './rows.ts';
import type { CallMessage, MssqlPool } from './types.ts';

interface EndedCall {
  readonly pool: MssqlPool | undefined;
  readonly statement: Statement;
  readonly counts: RowCounts;
  readonly own: Context;
}

const scopes = new WeakMap<object, NameScope>();

/** What a call that went well has read and written; of what is prepared only, and of procedures, nothing is known. */
export const tablesUsed = (
  { command, statement: prepared, handle, table }: CallMessage,
  { pool, statement, counts, own }: EndedCall,
): readonly TableWrite[] => {
  if (pool === undefined || (prepared !== undefined && handle === undefined)) return [];
  const changed = counts.counts === 1 ? counts.counted : undefined;
  if (table !== undefined) return useBulk(scopeOf(pool), table, changed, own);
  const text = command ?? prepared;
  return text === undefined ? [] : useBatch(scopeOf(pool), { statement, text, changed }, own);
};

const scopeOf = (pool: MssqlPool): NameScope => {
  const known = scopes.get(pool) ?? new NameScope(() => namedAddressOf(pool));
  scopes.set(pool, known);
  return known;
};

/** Of a named instance without a port, only the server itself knows where it listens: there is no name for what lies there. */
const namedAddressOf = (pool: MssqlPool) => {
  const address = addressOf(pool);
  const isNamed = pool.config.options?.instanceName !== undefined && address.port === undefined;
  return isNamed ? { ...address, host: undefined } : address;
};
