import { activeTraceparent } from '../record/traceparent.ts';
import type { AnyFunction } from '../patch.ts';
import type { PgClient } from './types.ts';

const named = new WeakMap<object, string>();
const original = new WeakMap<object, string>();

/**
 * Gives a session the name of the stage it works for, by its traceparent, before the first statement of that stage: one short statement
 * more each time a connection changes stages. It queues before the caller's statement; if it fails (in a transaction that has failed,
 * say), nothing else does.
 */
export const nameSession = (client: PgClient, query: AnyFunction): void => {
  const own = original.get(client) ?? client.connectionParameters?.application_name ?? '';
  original.set(client, own);
  const traceparent = activeTraceparent();
  const wanted = traceparent === undefined ? own : `sg ${traceparent}`;
  if (wanted === (named.get(client) ?? own)) return;
  named.set(client, wanted);
  const forget = (): unknown => named.delete(client);
  const asked = query.call(client, "SELECT set_config('application_name', $1, false)", [wanted]) as Promise<unknown>;
  asked.catch(forget);
};

/** A transaction that is rolled back takes the name with it. */
export const forgetSessionName = (client: object): void => void named.delete(client);
