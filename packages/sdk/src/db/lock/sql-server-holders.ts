import type { LockHolder } from './holder.ts';
import type { LockWait } from './waits.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * Every request that waits for a session, and that session; needs VIEW SERVER STATE. Ours are those of this host and process. No lock is waited
 * for.
 */
export const blockedRequests = `SET LOCK_TIMEOUT 500;
SELECT TOP (200) r.session_id AS blocked, r.blocking_session_id AS session, t.text AS blocked_text,
  CASE WHEN b.host_process_id = me.host_process_id AND b.host_name = me.host_name THEN 1 ELSE 0 END AS is_own,
  CASE r.blocking_session_id WHEN -2 THEN 'orphaned distributed transaction' WHEN -3 THEN 'deferred recovery' ELSE s.program_name END AS application, s.login_name AS login, s.status AS state, s.open_transaction_count AS transactions,
  CAST(SUBSTRING(s.context_info, 1, 55) AS varchar(55)) AS traceparent, LEFT(st.text, 1000) AS statement,
  (SELECT MAX(CAST(DATEDIFF_BIG(millisecond, NULLIF(a.transaction_begin_time, '19000101'), SYSDATETIME()) AS float))
   FROM sys.dm_tran_session_transactions AS x JOIN sys.dm_tran_active_transactions AS a ON a.transaction_id = x.transaction_id
   WHERE x.session_id = r.blocking_session_id) AS transaction_ms
FROM sys.dm_exec_requests AS r
JOIN sys.dm_exec_sessions AS me ON me.session_id = @@SPID
JOIN sys.dm_exec_sessions AS b ON b.session_id = r.session_id
LEFT JOIN sys.dm_exec_sessions AS s ON s.session_id = r.blocking_session_id
LEFT JOIN sys.dm_exec_connections AS c ON c.session_id = r.blocking_session_id
OUTER APPLY sys.dm_exec_sql_text(r.sql_handle) AS t
OUTER APPLY sys.dm_exec_sql_text(c.most_recent_sql_handle) AS st
WHERE r.blocking_session_id > 0 OR r.blocking_session_id IN (-2, -3)
ORDER BY r.wait_time DESC`;

/** Sets the holder of each wait whose text one of our sessions waits with; sp_executesql puts declarations before it. */
export const setHolders = (waits: readonly LockWait[], rows: readonly Row[]): void => {
  const own = rows.filter((row) => row['is_own'] === 1);
  for (const wait of waits) {
    const row = own.find(({ blocked_text: text }) => typeof text === 'string' && text.endsWith(wait.text.trim()));
    const sole = own.length === 1 && waits.length === 1 ? own[0] : undefined;
    const found = row ?? sole;
    if (found !== undefined) wait.holder = holderOf(lastOf(found, rows));
  }
};

const longestChain = 8;

/** Along those that wait themselves to the one that does not. */
const lastOf = (first: Row, rows: readonly Row[]): Row => {
  let at = first;
  for (let step = 0; step < longestChain; step += 1) {
    const next = rows.find(({ blocked }) => blocked === at['session']);
    if (next === undefined) return at;
    at = next;
  }
  return at;
};

const holderOf = (row: Row): LockHolder => ({
  session: textOf(row['session']),
  application: textOf(row['application']),
  login: textOf(row['login']),
  state: stateOf(row),
  statement: textOf(row['statement']),
  transactionMs: typeof row['transaction_ms'] === 'number' ? row['transaction_ms'] : undefined,
  traceparent: `${textOf(row['traceparent'])} ${textOf(row['application'])}`,
  isCertain: true,
});

/** `sleeping` with a transaction open is what PostgreSQL calls idle in transaction. */
const stateOf = ({ state, transactions }: Row): string =>
  state === 'sleeping' && Number(transactions) > 0 ? 'sleeping in an open transaction' : textOf(state);

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() : '';
