import type { LockHolder } from '../lock/holder.ts';
import { createLookUp, type LookUp } from '../lock/look-up.ts';
import type { LockQuestion } from '../lock/waits.ts';
import { copyOf, type PgOriginals } from './copy-client.ts';
import type { PgClient, PgModule, PgResult } from './types.ts';

type Row = Readonly<Record<string, unknown>>;

const holderColumns = `activity.application_name AS application, activity.usename AS login, activity.state,
  left(activity.query, 1000) AS statement,
  extract(epoch FROM clock_timestamp() - activity.xact_start)::float8 * 1000 AS transaction_ms`;

/** From each session along those that wait themselves to the one that does not; 0 is a prepared transaction. */
const blockers = `WITH RECURSIVE chain (blocked, pid, depth) AS (
  SELECT own.pid, unnest(pg_blocking_pids(own.pid)), 1 FROM unnest($1::int[]) AS own (pid)
  UNION SELECT chain.blocked, unnest(pg_blocking_pids(chain.pid)), chain.depth + 1 FROM chain WHERE chain.depth < 8 AND chain.pid <> 0)
SELECT DISTINCT ON (chain.blocked) chain.blocked, chain.pid AS session, true AS certain, ${holderColumns}
FROM chain LEFT JOIN pg_stat_activity AS activity ON activity.pid = chain.pid
ORDER BY chain.blocked, cardinality(pg_blocking_pids(chain.pid)), chain.depth`;

/**
 * The strongest lock first. One on rows leaves open whether it is on the same rows. Behind a pooler it is not known which session is our own, and
 * none is named.
 */
const owners = `SELECT held.pid AS session, held.mode IN ('AccessExclusiveLock', 'ExclusiveLock') AS certain, ${holderColumns}
FROM pg_locks AS held JOIN pg_stat_activity AS activity ON activity.pid = held.pid
WHERE held.locktype = 'relation' AND held.granted AND held.relation = to_regclass($1) AND held.pid NOT IN ($2, pg_backend_pid())
  AND EXISTS (SELECT FROM pg_stat_activity AS own WHERE own.pid = $2)
  AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND held.mode <> 'AccessShareLock'
ORDER BY array_position(ARRAY['AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock', 'ShareUpdateExclusiveLock'], held.mode),
  activity.xact_start
LIMIT 1`;

/** One for each database and login that clients of this process have. */
export const createLockQuestions = (pg: PgModule, originals: PgOriginals): ((client: PgClient) => LockQuestion) => {
  const known = new Map<string, LockQuestion>();
  return (client) => {
    const { host, port, database, user } = client;
    const key = JSON.stringify([host, port, database, user]);
    const found = known.get(key) ?? createQuestion(pg, originals, client);
    known.set(key, found);
    return found;
  };
};

interface Connection {
  readonly query: (text: string, values: readonly unknown[]) => Promise<readonly Row[]>;
  readonly close: () => unknown;
}

const createQuestion = (pg: PgModule, originals: PgOriginals, client: PgClient): LockQuestion => {
  const lookUp: LookUp<Connection> = createLookUp(async () => {
    const copy = copyOf(pg, originals, client);
    copy.unref();
    await copy.connect();
    return { query: async (text, values) => rowsOf(await copy.query(text, values)), close: () => copy.end() };
  });
  return {
    firstAskMs: 125,
    ask: async (waits) => {
      const bySession = Map.groupBy(waits, ({ session }) => processIdOf(session));
      const pids = [...bySession.keys()].filter((pid) => pid !== undefined);
      const rows = pids.length === 0 ? undefined : await lookUp.run(({ query }) => query(blockers, [pids]));
      for (const row of rows ?? []) {
        for (const wait of bySession.get(Number(row['blocked'])) ?? []) wait.holder = holderOf(row);
      }
    },
    askAfter: async (wait, table) => {
      await lookUp.settled();
      const pid = processIdOf(wait.session);
      if (wait.holder !== undefined || pid === undefined || table === '') return wait.holder;
      const [row] = (await lookUp.run(({ query }) => query(owners, [table, pid]))) ?? [];
      return row === undefined ? undefined : holderOf(row);
    },
  };
};

const processIdOf = (session: unknown): number | undefined => {
  const pid = Number((session as PgClient).processID);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
};

const rowsOf = (result: PgResult): readonly Row[] => (result.rows ?? []) as readonly Row[];

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? `${value}` : '');

const holderOf = (row: Row): LockHolder => ({
  session: row['session'] === 0 ? 'of a prepared transaction' : textOf(row['session']),
  application: textOf(row['application']),
  login: textOf(row['login']),
  state: textOf(row['state']),
  statement: row['statement'] === '<insufficient privilege>' ? '' : textOf(row['statement']),
  transactionMs: typeof row['transaction_ms'] === 'number' ? row['transaction_ms'] : undefined,
  traceparent: textOf(row['application']),
  isCertain: row['certain'] === true,
});
