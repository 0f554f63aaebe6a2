import { defaultAuditTable, type SqlServerTarget } from '@sightglass/sdk';
import sql from 'mssql';
import { statementSpan, type StatementName } from '../statement.ts';
import { WarehouseAwayError } from '../warehouse.ts';
import type { SqlServerPlace } from './place.ts';
import { limitLockWaits, resetLockWaits } from './statements.ts';

export interface Statement extends StatementName {
  readonly values?: Readonly<
    Record<string, { readonly type: sql.ISqlType | (() => sql.ISqlType); readonly value: unknown }>
  >;
  /** Sent as it is, not as a prepared statement. */
  readonly isBatch?: true;
}

/** One session, in one transaction from `begin` on. Disposing it takes back what was not committed. */
export interface Session extends AsyncDisposable {
  readonly begin: () => Promise<void>;
  readonly commit: () => Promise<void>;
  readonly execute: (statement: Statement) => Promise<readonly object[]>;
  readonly insert: (rows: sql.Table) => Promise<void>;
  /** Writes audit rows in its transaction, if it has one. */
  readonly auditTarget: SqlServerTarget;
}

export const openSession = async (place: SqlServerPlace): Promise<Session> => {
  const pool = new sql.ConnectionPool(place.config);
  // A broken session also fails the statement at work, or the next one; unheard, this event would end the process.
  pool.on('error', () => undefined);
  let transaction: sql.Transaction | undefined;

  const spoken = <T>(statement: StatementName, call: () => Promise<T>): Promise<T> =>
    statementSpan(place, statement, async (span) => {
      try {
        return await call();
      } catch (error) {
        const number = errorNumber(error);
        if (number !== undefined) span.setAttribute('db.response.status_code', String(number));
        throw isAway(error) ? new WarehouseAwayError(place, error as Error) : error;
      }
    });
  const request = () => transaction?.request() ?? pool.request();
  const execute = (statement: Statement) =>
    spoken(statement, async () => {
      const asked = request();
      for (const [name, { type, value }] of Object.entries(statement.values ?? {})) asked.input(name, type, value);
      const { recordset } = await (statement.isBatch ? asked.batch(statement.text) : asked.query(statement.text));
      return (recordset ?? []) as readonly object[];
    });

  await pool.connect().catch((cause: Error) => {
    throw new WarehouseAwayError(place, cause);
  });
  return {
    execute,
    begin: async () => {
      const begun = pool.transaction();
      await spoken({ operation: 'BEGIN', text: 'BEGIN TRANSACTION' }, () => begun.begin());
      transaction = begun;
      await execute(limitLockWaits);
    },
    commit: async () => {
      await execute(resetLockWaits);
      await spoken({ operation: 'COMMIT', text: 'COMMIT TRANSACTION' }, async () => transaction?.commit());
      transaction = undefined;
    },
    insert: async (rows) => {
      const { name = '' } = rows;
      await spoken({ operation: 'INSERT', table: name, text: `INSERT BULK ${name}` }, () =>
        request().bulk(rows, { checkConstraints: true }),
      );
    },
    auditTarget: {
      request: () => {
        const asked = request();
        return {
          input: (name, value) => asked.input(name, value),
          query: (text) => spoken({ operation: 'MERGE', table: defaultAuditTable, text }, () => asked.query(text)),
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
