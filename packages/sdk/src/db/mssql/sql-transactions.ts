import { transactionsOf, type TransactionWatch } from '../tedious/transactions.ts';
import type { TediousConnection } from '../tedious/types.ts';
import type { TableWrite } from '../tables/statement-use.ts';
import type { DatabaseFailure } from '../record/failure.ts';

const watches = new WeakMap<object, TransactionWatch>();
const rollsBack = new WeakSet<object>();

/** To be called before a request borrows its connection. */
export const noteSql = (request: object, text: string): void => {
  if (/\bROLLBACK\b/i.test(text)) rollsBack.add(request);
  else rollsBack.delete(request);
};

/**
 * Follows transactions that are begun in T-SQL (`BEGIN TRAN; …; COMMIT` in one batch) on a connection that somebody has borrowed. A Transaction of `mssql`
 * tells of its own.
 */
export const followSqlTransactions = (requester: unknown, connection: unknown): void => {
  if (!isObject(requester) || !isConnection(connection)) return;
  const watch = transactionsOf(connection);
  const isTransaction = 'begin' in requester;
  watch.leaveTo(isTransaction);
  if (isTransaction) return;
  watches.set(requester, watch);
  watch.began(rollsBack.has(requester));
};

/** False where nobody follows the transactions of the request. */
export const sqlTransactionEnded = (
  request: object,
  affected: number,
  failure: DatabaseFailure | undefined,
  writes: readonly TableWrite[],
): boolean => {
  const watch = watches.get(request);
  watch?.ended(affected, failure, writes);
  return watch !== undefined;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** That of tedious; other drivers of `mssql` show no transactions. */
const isConnection = (value: unknown): value is TediousConnection => isObject(value) && 'inTransaction' in value;
