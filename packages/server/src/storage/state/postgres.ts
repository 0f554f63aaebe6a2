import { Pool, types } from 'pg';
import { takeLead } from './postgres-lead.ts';
import type { StateQuery, StateStore } from './state-store.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Told about connections that broke while idle; the pool replaces them. */
  readonly onError: (error: Error) => void;
}

const connectTimeoutMs = 10_000;
const queryTimeoutMs = 30_000;

/** A PostgreSQL server by URL. Raises what pg raises. */
export const openPostgres = ({ url, onError }: PostgresOptions): StateStore => {
  const options = {
    connectionString: url,
    application_name: 'sightglass',
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    types: {
      getTypeParser: (type: number, format?: 'text' | 'binary') =>
        type === bigint ? Number : types.getTypeParser(type, format),
    },
  };
  const pool = new Pool({ ...options, max: 10 });
  pool.on('error', onError);
  const query: StateQuery = async <Row>(sql: string, values: Parameters<StateQuery>[1] = []) =>
    (await pool.query(sql, [...values])).rows as Row[];

  return {
    query,
    async transaction(job) {
      const client = await pool.connect();
      const own: StateQuery = async <Row>(sql: string, values: Parameters<StateQuery>[1] = []) =>
        (await client.query(sql, [...values])).rows as Row[];
      try {
        await own('BEGIN');
        const result = await job(own);
        await own('COMMIT');
        client.release();
        return result;
      } catch (error) {
        // A connection that cannot even roll back is closed rather than lent again.
        await own('ROLLBACK').then(
          () => client.release(),
          (broken: Error) => client.release(broken),
        );
        throw error;
      }
    },
    ping: () =>
      query('SELECT 1').then(
        () => true,
        () => false,
      ),
    lead: () => takeLead(options),
    [Symbol.asyncDispose]: () => pool.end(),
  };
};

/** Type id of int8: PGlite reads it as a number, pg as text unless configured. */
const bigint = types.builtins.INT8;
