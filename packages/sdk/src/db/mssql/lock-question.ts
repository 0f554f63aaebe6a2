import { createLookUp } from '../lock/look-up.ts';
import { blockedRequests, setHolders } from '../lock/sql-server-holders.ts';
import type { LockQuestion } from '../lock/waits.ts';
import { withCopy } from './copy-pool.ts';
import type { MssqlModule, MssqlPool } from './types.ts';

const closed = { close: () => undefined };

/** One for each pool; a connection is made for each question and closed after it, as those of tedious keep a process alive. */
export const createLockQuestions = (sql: MssqlModule): ((pool: MssqlPool) => LockQuestion) => {
  const known = new WeakMap<object, LockQuestion>();
  return (pool) => {
    const found = known.get(pool) ?? createQuestion(sql, pool);
    known.set(pool, found);
    return found;
  };
};

const createQuestion = (sql: MssqlModule, pool: MssqlPool): LockQuestion => {
  const lookUp = createLookUp(() => Promise.resolve(closed));
  return {
    firstAskMs: 600,
    ask: async (waits) => {
      const rows = await lookUp.run(() => withCopy(sql, pool, (query) => query(blockedRequests)));
      setHolders(waits, rows ?? []);
    },
    askAfter: async (wait) => {
      await lookUp.settled();
      return wait.holder;
    },
  };
};
