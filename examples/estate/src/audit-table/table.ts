import pg from 'pg';
import type { AuditRow } from './rows.ts';

export const auditTableName = 'simulated_job_log';

const ddl = `CREATE TABLE IF NOT EXISTS ${auditTableName} (
  job_run_id bigint PRIMARY KEY, job_name text NOT NULL, start_ts timestamptz NOT NULL, end_ts timestamptz, status text NOT NULL,
  rows_in bigint, rows_loaded bigint, rows_rejected bigint, rows_skipped bigint, error_text text, host text, version text)`;

const upsert = `INSERT INTO ${auditTableName} SELECT * FROM json_populate_recordset(NULL::${auditTableName}, $1)
  ON CONFLICT (job_run_id) DO UPDATE SET end_ts = excluded.end_ts, status = excluded.status, rows_in = excluded.rows_in,
    rows_loaded = excluded.rows_loaded, rows_rejected = excluded.rows_rejected, rows_skipped = excluded.rows_skipped, error_text = excluded.error_text`;

const timeoutMs = 5_000;

/** Makes the table, empty, so that a server may look at it from its start on. */
export const prepareEstate = (connectionString: string): Promise<void> => writeAuditRows(connectionString, []);

/** Writes rows into the table, which is made when missing. Raises what the driver raises, as while the database is away. */
export const writeAuditRows = async (connectionString: string, rows: readonly AuditRow[]): Promise<void> => {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    application_name: 'simulated-jobs',
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(ddl);
    if (rows.length > 0) await client.query(upsert, [JSON.stringify(rows)]);
  } finally {
    await client.end();
  }
};
