import { contextInfoStatement, type SqlServerTarget } from '@sightglass/sdk';
import sql from 'mssql';
import { WarehouseAwayError } from '../warehouse.ts';
import type { SqlServerAddress } from './address.ts';
import { limitLockWaits, resetLockWaits, type Statement } from './statements.ts';

/** One session, in one transaction from `begin` on. Disposing it takes back what was not committed. */
export interface Session extends AsyncDisposable {
  readonly begin: () => Promise<void>;
  readonly commit: () => Promise<void>;
  readonly execute: (statement: Statement) => Promise<readonly object[]>;
  readonly insert: (rows: sql.Table) => Promise<void>;
  /** Writes audit rows in its transaction, if it has one. */
  readonly auditTarget: SqlServerTarget;
}

export const openSession = async (address: SqlServerAddress): Promise<Session> => {
  const pool = new sql.ConnectionPool(address.config);
  // A broken session also fails the statement at work, or the next one; unheard, this event would end the process.
  pool.on('error', () => undefined);
  let transaction: sql.Transaction | undefined;

  const orAway = <T>(call: Promise<T>): Promise<T> =>
    call.catch((error: unknown) => {
      throw isAway(error) ? new WarehouseAwayError(address, error as Error) : error;
    });
  const request = () => transaction?.request() ?? pool.request();
  const execute = async ({ text, values = {}, isBatch }: Statement): Promise<readonly object[]> => {
    const prepared = request();
    for (const [name, { type, value }] of Object.entries(values)) prepared.input(name, type, value);
    const { recordset } = await orAway<sql.IResult<object>>(isBatch ? prepared.batch(text) : prepared.query(text));
    return recordset ?? [];
  };

  await pool.connect().catch((cause: Error) => {
    throw new WarehouseAwayError(address, cause);
  });
  return {
    execute,
    begin: async () => {
      const begun = pool.transaction();
      await orAway(begun.begin());
      transaction = begun;
      await execute({ text: contextInfoStatement(), isBatch: true });
      await execute(limitLockWaits);
    },
    commit: async () => {
      await execute(resetLockWaits);
      if (transaction !== undefined) await orAway(transaction.commit());
      transaction = undefined;
    },
    insert: async (rows) => {
      await orAway(request().bulk(rows, { checkConstraints: true }));
    },
    auditTarget: {
      request: () => {
        const prepared = request();
        return {
          input: (name, value) => prepared.input(name, value),
          query: (text) => orAway(prepared.query(text)),
        };
      },
    },
    [Symbol.asyncDispose]: async () => {
      await transaction?.rollback().catch(() => undefined);
      await pool.close().catch(() => undefined);
    },
  };
};

/** SQL Server's own number of an error. */
export const errorNumber = (error: unknown): number | undefined =>
  error instanceof sql.RequestError ? error.number : undefined;

const brokenCodes = ['ECLOSE', 'ECONNCLOSED', 'ECONNRESET', 'EINVALIDSTATE', 'ENOCONN', 'ENOTOPEN', 'ESOCKET'];

const isAway = (error: unknown): boolean =>
  error instanceof sql.ConnectionError || (error instanceof sql.MSSQLError && brokenCodes.includes(error.code));
