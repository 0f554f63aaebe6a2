import { errorMonitor } from 'node:events';
import { safely } from '../../safely.ts';
import { readCall } from './read-call.ts';
import { sessionOf, type SessionOptions } from './session.ts';
import { type AnyFunction, settled } from '../patch.ts';
import type { PgClient, Submittable } from './types.ts';

type End = (error: unknown, result?: unknown) => void;

/** `client.query` that is timed and otherwise as it was: same arguments, same result, same errors. */
export const observeQuery = (original: AnyFunction, options: SessionOptions): AnyFunction =>
  function (this: PgClient, ...args: unknown[]): unknown {
    const call = readCall(args);
    let end: End | undefined;
    if (call !== undefined) safely(() => (end = sessionOf(this, options).begin(call.text)));
    if (call === undefined || end === undefined) return original.apply(this, args) as unknown;
    const over = end;
    if (call.withCallback !== undefined) {
      const wrapped = call.withCallback((callback) => (error, result) => {
        over(error, result);
        callback(error, result);
      });
      return original.apply(this, wrapped) as unknown;
    }
    if (call.submittable !== undefined) watch(call.submittable, over);
    const returned: unknown = original.apply(this, args);
    return call.submittable === undefined && returned instanceof Promise ? settled(returned, over) : returned;
  };

/** A stream or cursor says by events that it is over; we only overhear its errors. */
const watch = (submittable: Submittable, over: End): void => {
  const done = (): void => over(undefined, { rowCount: submittable.rowCount ?? 0 });
  submittable.once?.(errorMonitor, (error) => over(error ?? new Error('the query failed')));
  for (const event of ['end', 'finish', 'close']) submittable.once?.(event, done);
};
