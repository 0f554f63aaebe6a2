import { setTimeout as delay } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import type { Lead, StateQuery } from './state-store.ts';

/** Any number will do, as long as nobody else in the database uses it; that of migrations is the one before. */
const leaderLock = 7_419_284_114;
const heartbeatMs = 5_000;
const queryTimeoutMs = 10_000;
const closeGraceMs = 1_000;

/**
 * A lock of the session, which PostgreSQL gives back when the connection ends, however it ends. Where the host of the leader is gone
 * without a word, keep-alives end it after about half a minute. Raises what pg raises.
 */
export const takeLead = async (options: ClientConfig): Promise<Lead | undefined> => {
  const client = new Client({ ...options, application_name: 'sightglass leader', query_timeout: queryTimeoutMs });
  const losing = new AbortController();
  client.on('error', () => losing.abort());
  client.on('end', () => losing.abort());
  const query: StateQuery = async <Row>(sql: string, values: Parameters<StateQuery>[1] = []) =>
    (await client.query(sql, [...values])).rows as Row[];
  const close = (): Promise<unknown> =>
    Promise.race([client.end().catch(() => {}), delay(closeGraceMs, undefined, { ref: false })]);
  try {
    await client.connect();
    for (const setting of ['idle = 10', 'interval = 5', 'count = 4']) await query(`SET tcp_keepalives_${setting}`);
    const [row] = await query<{ hasLead: boolean }>('SELECT pg_try_advisory_lock($1) AS "hasLead"', [leaderLock]);
    if (row?.hasLead !== true) return void (await close());
  } catch (error) {
    await close();
    throw error;
  }
  const heartbeat = setInterval(() => void query('SELECT 1').catch(() => losing.abort()), heartbeatMs).unref();
  losing.signal.addEventListener('abort', () => clearInterval(heartbeat));
  return {
    query,
    lost: losing.signal,
    async [Symbol.asyncDispose]() {
      clearInterval(heartbeat);
      await close();
    },
  };
};
