import pg from 'pg';
import { connectTimeoutMs, statementTimeoutMs, WarehouseAwayError } from '../warehouse.ts';

/** A connection of a pool, for one piece of work. */
export interface Session {
  readonly client: pg.PoolClient;
  /** Raises {@link WarehouseAwayError} when the session broke. */
  readonly execute: (text: string, values?: readonly unknown[]) => Promise<pg.QueryResult>;
}

/** One connection for the load, one for audit rows that do not wait for it. */
const mostSessions = 2;

/** Sessions there are called `name`. */
export const poolAt = (connectionString: string, name: string): pg.Pool => {
  const pool = new pg.Pool({
    connectionString,
    application_name: name,
    max: mostSessions,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + 5_000,
  });
  // An idle session broke: the pool has let it go and makes another. Unheard, this event would end the process.
  pool.on('error', () => undefined);
  return pool;
};

/** A session whose work failed is closed, not lent again: without COMMIT the server takes back what it wrote. */
export const inSession = async <T>(pool: pg.Pool, work: (session: Session) => Promise<T>): Promise<T> => {
  const client = await pool.connect().catch((cause: Error) => {
    throw new WarehouseAwayError(addressOf(pool), cause);
  });
  // A session that breaks between two statements says why here; the next statement only fails.
  let breakage: Error | undefined;
  const noteBreakage = (error: Error): void => void (breakage ??= error);
  client.on('error', noteBreakage);
  const execute = async (text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> => {
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      throw isAway(error) ? new WarehouseAwayError(client, breakage ?? error) : error;
    }
  };
  try {
    const result = await work({ client, execute });
    client.off('error', noteBreakage);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
};

/** No answer of a database at all, or SQLSTATE classes 08 (connection) and 57P (the operator stopped it). */
const isAway = (error: unknown): error is Error =>
  !(error instanceof pg.DatabaseError) || /^(08|57P)/.test(error.code ?? '');

const addressOf = ({ options: { connectionString = '' } }: pg.Pool) => {
  const { hostname, port } = new URL(connectionString);
  return { host: hostname, port: Number(port || 5432) };
};
