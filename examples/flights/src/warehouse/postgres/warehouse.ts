import { auditTo, defaultAuditTable, type Audit, type PostgresTarget } from '@sightglass/sdk';
import pg from 'pg';
import {
  auditTimeoutMs,
  connectTimeoutMs,
  lockedBy,
  lockTimeoutMs,
  sessionName,
  statementTimeoutMs,
  WarehouseAwayError,
  type Blocker,
  type DayLoad,
  type DayWriter,
  type Warehouse,
} from '../warehouse.ts';
import { createTables, endSessions, findBlockers, insertFlights, insertRejected } from './schema.ts';
import { execute, type Statement } from './statement.ts';

const lockNotAvailable = '55P03';

export const postgresWarehouse = (url: string): Warehouse => {
  const audit = auditTo(
    { query: (text, values) => inSession(url, (client) => auditTarget(client).query(text, values)) },
    { timeoutMs: auditTimeoutMs },
  );
  return {
    url,
    audit,
    prepare: () =>
      inSession(url, async (client) => {
        await execute(client, { operation: 'CREATE TABLE', table: 'flights', text: createTables });
      }),
    transaction: (load, work) =>
      inSession(url, async (client) => {
        await execute(client, { operation: 'BEGIN', text: 'BEGIN' });
        await execute(client, { operation: 'SET', text: `SET LOCAL lock_timeout = ${lockTimeoutMs}` });
        await work(dayWriter(client, audit, load));
        await execute(client, { operation: 'COMMIT', text: 'COMMIT' });
      }),
    lockFlights: async (name) => {
      const client = await connect(url, name);
      await client.query('BEGIN');
      await client.query('LOCK TABLE flights IN ACCESS EXCLUSIVE MODE');
      return { [Symbol.asyncDispose]: () => client.end() };
    },
    endSessions: async () => {
      const client = await connect(url, `${sessionName}-outage`);
      await client.query(endSessions, [sessionName]).finally(() => client.end());
    },
  };
};

/** A session that ends without COMMIT is rolled back by the server, even when it cannot hear us any more. */
const inSession = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = await connect(url, sessionName);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
};

const connect = async (connectionString: string, name: string): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString,
    application_name: name,
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

const auditTarget = (client: pg.Client): PostgresTarget => ({
  query: (text, values) => execute(client, { operation: 'INSERT', table: defaultAuditTable, text, values }),
});

const dayWriter = (client: pg.Client, audit: Audit, { day, runId }: DayLoad): DayWriter => {
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
    note: (run) => audit.within(run, auditTarget(client)),
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
    throw lockedBy(rows as Blocker[], cause);
  }
};
