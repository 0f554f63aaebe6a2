import pg from 'pg';
import type { AuditRow, EnrichedFlight, RejectedLine } from './rows.ts';
import { createTables, findBlockers, insertAudit, insertFlights, insertRejected } from './schema.ts';
import { execute, WarehouseAwayError, type Statement } from './statement.ts';

/** Where flights end up. Opens a session per transaction, so a warehouse that was away is found again by the next one. */
export interface Warehouse {
  readonly url: string;
  /** Commits what `work` wrote when it returns and takes all of it back when it throws. */
  readonly transaction: (load: DayLoad, work: (day: DayWriter) => Promise<void>) => Promise<void>;
}

export interface DayLoad {
  readonly day: string;
  readonly runId: string;
}

/** Writes one day of flights for one run, inside a transaction. */
export interface DayWriter {
  /** Removes what an earlier run loaded for the day. Throws {@link TableLockedError} after a second of waiting. */
  readonly clear: () => Promise<void>;
  readonly addFlights: (flights: readonly EnrichedFlight[]) => Promise<void>;
  readonly addRejected: (lines: readonly RejectedLine[]) => Promise<void>;
  readonly addAudit: (rows: readonly AuditRow[]) => Promise<void>;
}

/** Another session holds a lock on the table. Nothing was changed; the transaction can go on. */
export class TableLockedError extends Error {
  override readonly name = 'TableLockedError';
  readonly code = 'FLIGHTS_TABLE_LOCKED';
}

export class WarehouseUrlError extends Error {
  readonly code = 'FLIGHTS_WAREHOUSE_URL';
}

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 30_000;
const lockTimeoutMs = 1_000;
const lockNotAvailable = '55P03';

export const warehouseAt = (url: string): Warehouse => {
  assertPostgresUrl(url);
  return {
    url,
    transaction: async (load, work) => {
      const client = await connect(url);
      try {
        await execute(client, { operation: 'BEGIN', text: 'BEGIN' });
        await execute(client, { operation: 'SET', text: `SET LOCAL lock_timeout = ${lockTimeoutMs}` });
        await work(dayWriter(client, load));
        await execute(client, { operation: 'COMMIT', text: 'COMMIT' });
      } finally {
        // A session that ends without COMMIT is rolled back by the server, even when it cannot hear us any more.
        await client.end().catch(() => undefined);
      }
    },
  };
};

/** Creates the tables of the example at `url`. */
export const prepareWarehouse = async (url: string): Promise<void> => {
  assertPostgresUrl(url);
  const client = await connect(url);
  try {
    await execute(client, { operation: 'CREATE TABLE', table: 'flights', text: createTables });
  } finally {
    await client.end();
  }
};

const assertPostgresUrl = (url: string): void => {
  if (/^postgres(ql)?:\/\//.test(url)) return;
  throw new WarehouseUrlError('the warehouse URL must begin with postgres:// (user, host, port and database follow)');
};

const connect = async (connectionString: string): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString,
    application_name: 'flights',
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 5_000,
  });
  // A broken session also fails the statement at work, or the next one; unheard, this event would end the process.
  client.on('error', () => undefined);
  await client.connect().catch((cause: Error) => {
    throw new WarehouseAwayError(client, cause);
  });
  return client;
};

const dayWriter = (client: pg.Client, { day, runId }: DayLoad): DayWriter => {
  const insert = async (table: string, text: string, rows: readonly object[]): Promise<void> => {
    if (rows.length === 0) return;
    await execute(client, { operation: 'INSERT', table, text, values: [day, runId, JSON.stringify(rows)] });
  };
  const deleteDay: Statement = {
    operation: 'DELETE',
    table: 'flights',
    text: 'DELETE FROM flights WHERE flight_date = $1',
    values: [day],
  };
  return {
    clear: () => orTableLocked(client, deleteDay),
    addFlights: (flights) => insert('flights', insertFlights, flights),
    addRejected: (lines) => insert('flights_rejected', insertRejected, lines),
    addAudit: (rows) => insert('flights_audit', insertAudit, rows),
  };
};

/** A statement that fails on a lock takes the transaction with it, unless there is a savepoint to return to. */
const orTableLocked = async (client: pg.Client, statement: Statement): Promise<void> => {
  await execute(client, { operation: 'SAVEPOINT', text: 'SAVEPOINT before_lock' });
  try {
    await execute(client, statement);
  } catch (cause) {
    if ((cause as { code?: string }).code !== lockNotAvailable) throw cause;
    await execute(client, { operation: 'ROLLBACK', text: 'ROLLBACK TO SAVEPOINT before_lock' });
    const { rows } = await execute(client, { operation: 'SELECT', table: 'pg_locks', text: findBlockers });
    const blockers = (rows as { pid: number; name: string }[])
      .map(({ pid, name }) => `${name} (pid ${pid})`)
      .join(', ');
    throw new TableLockedError(`flights is locked by ${blockers || 'a session that has just ended'}`, { cause });
  }
};
