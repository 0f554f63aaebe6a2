import { activeTraceparent } from '../record/traceparent.ts';
import type { AnyFunction } from '../patch.ts';
import type { PgClient } from './types.ts';

/** Gives sessions the name of the stage that works with them; outside a run they get their own name back. */
export interface SessionNames {
  /** Names an idle session that has just been borrowed or made; settles when that is done, or could not be. */
  readonly borrowed: (client: PgClient) => Promise<void>;
  /** Names a session just before a statement goes to it: pools other than pg's own keep their connections, and stages end while one is held. */
  readonly used: (client: PgClient) => void;
}

/**
 * A pooler gives each transaction another session, which others use after it, and has a process id of its own making: there a name
 * lasts for the transaction, or the next client's locks would be taken for ours.
 */
const setName = `SELECT set_config('application_name', $1, is_shared) AS name, is_shared FROM (SELECT pg_backend_pid() <> $2::bigint AS is_shared) AS own`;

/** One short statement each time a connection goes to another stage, by its traceparent. */
export const createSessionNames = (query: AnyFunction): SessionNames => {
  const named = new WeakMap<object, string>();
  /** Names given within a transaction, which its rollback takes back. */
  const passing = new WeakSet<object>();
  const shared = new WeakSet<object>();
  const note = (client: PgClient, result: unknown): void => {
    const [row] = (result as { readonly rows?: readonly { readonly is_shared?: unknown }[] } | undefined)?.rows ?? [];
    if (row?.is_shared === true) shared.add(client);
    if (shared.has(client) && !passing.has(client)) named.delete(client);
  };
  const valuesOf = (client: PgClient, wanted: string): unknown[] => [wanted, client.processID ?? null];
  const wantedName = (client: PgClient): string | undefined => {
    const own = client.connectionParameters?.application_name ?? '';
    const traceparent = activeTraceparent();
    const wanted = traceparent === undefined ? own : `sg ${traceparent}`;
    return wanted === (named.get(client) ?? own) ? undefined : wanted;
  };
  return {
    borrowed: async (client) => {
      const wanted = wantedName(client);
      if (wanted === undefined || shared.has(client)) return;
      try {
        const result: unknown = await query.call(client, setName, valuesOf(client, wanted));
        named.set(client, wanted);
        note(client, result);
      } catch {
        named.delete(client);
      }
    },
    used: (client) => {
      const status = client.getTransactionStatus?.() ?? 'I';
      if (client.readyForQuery !== true || status === 'E') return;
      if (status === 'I' && passing.delete(client)) named.delete(client);
      if (status === 'I' && shared.has(client)) return;
      const wanted = wantedName(client);
      if (wanted === undefined) return;
      named.set(client, wanted);
      if (status !== 'I') passing.add(client);
      query.call(client, setName, valuesOf(client, wanted), (error: unknown, result: unknown) => {
        if (error) named.delete(client);
        else note(client, result);
      });
    },
  };
};
