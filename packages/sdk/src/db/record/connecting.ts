import { safely } from '../../safely.ts';
import { acquire, connect } from '../statement/own-statements.ts';
import { failureOf } from './failure.ts';
import { beginning, beginOperation } from './operation.ts';
import type { DatabaseAddress } from './database-address.ts';

const recorded = new WeakSet<object>();

/** Begins to wait for a connection; what is returned reports the error that came instead, once though pool and client both report it. */
export const beginConnecting = (address: DatabaseAddress): ((error: unknown) => void) => {
  const begun = beginning();
  return (error) =>
    safely(() => {
      const about = Object(error) as { readonly originalError?: unknown };
      const original = Object(about.originalError) as object;
      if (recorded.has(about) || recorded.has(original)) return;
      recorded.add(about);
      const wanted = isPoolTimeout(address, error) ? acquire : connect;
      beginOperation(address, wanted, { slowMs: Infinity }, begun).end({ error });
    });
};

/** Whether every connection of the pool was in use for too long. */
export const isPoolTimeout = ({ system }: DatabaseAddress, error: unknown): boolean =>
  error instanceof Error && failureOf(system, error).class === 'pool-timeout';
