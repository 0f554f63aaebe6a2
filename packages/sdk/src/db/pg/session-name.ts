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

const setName = "SELECT set_config('application_name', $1, false)";

/** One short statement each time a connection goes to another stage, by its traceparent. */
export const createSessionNames = (query: AnyFunction): SessionNames => {
  const named = new WeakMap<object, string>();
  /** Names given within a transaction, which its rollback takes back. */
  const passing = new WeakSet<object>();
  const wantedName = (client: PgClient): string | undefined => {
    const own = client.connectionParameters?.application_name ?? '';
    const traceparent = activeTraceparent();
    const wanted = traceparent === undefined ? own : `sg ${traceparent}`;
    return wanted === (named.get(client) ?? own) ? undefined : wanted;
  };
  return {
    borrowed: async (client) => {
      const wanted = wantedName(client);
      if (wanted === undefined) return;
      try {
        await query.call(client, setName, [wanted]);
        named.set(client, wanted);
      } catch {
        named.delete(client);
      }
    },
    used: (client) => {
      const status = client.getTransactionStatus?.() ?? 'I';
      if (client.readyForQuery !== true || status === 'E') return;
      if (status === 'I' && passing.delete(client)) named.delete(client);
      const wanted = wantedName(client);
      if (wanted === undefined) return;
      named.set(client, wanted);
      if (status !== 'I') passing.add(client);
      query.call(client, setName, [wanted], (error: unknown) => {
        if (error) named.delete(client);
      });
    },
  };
};
