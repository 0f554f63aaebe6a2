import type { StateQuery, StateStore } from '../../storage/state/state-store.ts';
import { afterFailure, type FailureKind, type Failures, lockout, longestWaitMs } from '../lockout.ts';

/** Whose attempts are counted. */
export interface Attempted {
  readonly kind: FailureKind;
  readonly name: string;
}

/** Failed attempts to sign in, by account, address and browser. */
export const failuresIn = (state: Pick<StateStore, 'query' | 'transaction'>) => ({
  /**
   * Counts an attempt as failed before it is made, so that a thousand made at once are not one; resolves with how long nobody may try yet,
   * in milliseconds: 0 when it may be made. What one of them refuses is counted for none. Their order is the same in every call.
   */
  begin: (counted: readonly Attempted[], nowMs: number): Promise<number> =>
    state.transaction(async (query) => {
      const known: Counted[] = [];
      for (const { kind, name } of counted) {
        const key = `${kind} ${name}`;
        await query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);
        known.push({ kind, key, before: await readFailures(query, key) });
      }
      const pauseMs = longestWaitMs(known, nowMs);
      if (pauseMs > 0) return pauseMs;
      for (const { key, before } of known) await writeFailures(query, key, afterFailure(before, nowMs));
      await query('DELETE FROM sign_in_failures WHERE last_at < $1', [new Date(nowMs - lockout.forgottenAfterMs)]);
      return 0;
    }),

  /** The attempt succeeded: the account at this address is as new; the others have one failure less, as there may be many people behind them. */
  async succeeded({ kind, name }: Attempted): Promise<void> {
    const change =
      kind === 'accountAtAddress' || kind === 'device'
        ? 'DELETE FROM sign_in_failures WHERE key = $1'
        : 'UPDATE sign_in_failures SET count = greatest(count - 1, 0) WHERE key = $1';
    await state.query(change, [`${kind} ${name}`]);
  },

  /** Whoever failed for this account has not, from wherever. */
  async forgive(account: string): Promise<void> {
    await state.query('DELETE FROM sign_in_failures WHERE key = $1 OR starts_with(key, $2) OR starts_with(key, $3)', [
      `account ${account}`,
      `accountAtAddress ${account} `,
      `device ${account} `,
    ]);
  },
});
export type FailureStore = ReturnType<typeof failuresIn>;

interface Counted {
  readonly kind: Attempted['kind'];
  readonly key: string;
  readonly before: Failures | undefined;
}

const writeFailures = async (query: StateQuery, key: string, { count, lastAtMs }: Failures): Promise<void> => {
  await query(
    `INSERT INTO sign_in_failures (key, count, last_at) VALUES ($1, $2, $3)
     ON CONFLICT (key) DO UPDATE SET count = excluded.count, last_at = excluded.last_at`,
    [key, count, new Date(lastAtMs)],
  );
};

const readFailures = async (query: StateQuery, key: string): Promise<Failures | undefined> => {
  const [row] = await query<{ count: number; lastAt: Date }>(
    'SELECT count, last_at AS "lastAt" FROM sign_in_failures WHERE key = $1',
    [key],
  );
  return row && { count: row.count, lastAtMs: row.lastAt.getTime() };
};
