import { safely } from '../../safely.ts';
import { describeStatement } from '../statement/describe.ts';
import { beginOperation } from './operation.ts';
import type { Place } from './place.ts';

const told = new WeakSet<object>();

/** Begins to wait for a connection; what is returned tells the error that came instead, once though pool and client both report it. */
export const beginConnecting = (place: Place): ((error: unknown) => void) => {
  const operation = beginOperation(place, describeStatement('CONNECT'), { slowMs: Infinity });
  return (error) =>
    safely(() => {
      const about = Object(error) as object;
      if (told.has(about)) return;
      told.add(about);
      operation.end({ error });
    });
};
