/** Holds a lock on a table, in a session named after its run, until a line comes; argv: the URL of the database. */
import { once } from 'node:events';
import { instrumentPg, pipeline } from '@sightglass/sdk';
import pg from 'pg';

instrumentPg(pg, { traceInSession: true });

const pool = new pg.Pool({ connectionString: process.argv[2], max: 1 });
pool.on('error', () => undefined);
await pipeline('nightly', { namespace: 'warehouse' }).run((run) =>
  run.stage('load', async (stage) => {
    const client = await pool.connect();
    client.on('error', () => undefined);
    await client.query('BEGIN');
    await client.query('LOCK TABLE orders');
    console.log('locked');
    await once(process.stdin, 'data');
    await client.query('ROLLBACK');
    client.release();
    stage.rows.read(0);
  }),
);
await pool.end();
process.exit();
