import { safely } from '../../safely.ts';
import { acquire, connect } from '../statement/own-statements.ts';
import { failureOf } from './failure.ts';
import { beginning, beginOperation } from './operation.ts';
import type { Place } from './database-address.ts';

const told = new WeakSet<object>();

/** Begins to wait for a connection; what is returned tells the error that came instead, once though pool and client both report it. */
export const beginConnecting = (place: Place): ((error: unknown) => void) => {
  const begun = beginning();
  return (error) =>
    safely(() => {
      const about = Object(error) as object;
      if (told.has(about)) return;
      told.add(about);
      const wanted = isPoolTimeout(place, error) ? acquire : connect;
      beginOperation(place, wanted, { slowMs: Infinity }, begun).end({ error });
    });
};

/** Whether every connection of the pool was in use for too long. */
export const isPoolTimeout = ({ system }: Place, error: unknown): boolean =>
  error instanceof Error && failureOf(system, error).class === 'pool-timeout';
