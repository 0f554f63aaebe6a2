import { activeTraceparent } from '../record/traceparent.ts';
import type { AnyFunction } from '../patch.ts';
import type { PgClient } from './types.ts';

/** Gives an idle session the name of the stage that has just got it; settles when that is done, or could not be. */
export type NameSession = (client: PgClient) => Promise<void>;

/** One short statement each time a connection goes to another stage, by its traceparent; outside a run it gets its own name back. */
export const createSessionNames = (query: AnyFunction): NameSession => {
  const named = new WeakMap<object, string>();
  return async (client) => {
    const own = client.connectionParameters?.application_name ?? '';
    const traceparent = activeTraceparent();
    const wanted = traceparent === undefined ? own : `sg ${traceparent}`;
    if (wanted === (named.get(client) ?? own)) return;
    try {
      await query.call(client, "SELECT set_config('application_name', $1, false)", [wanted]);
      named.set(client, wanted);
    } catch {
      named.delete(client);
    }
  };
};
