import { errorMonitor } from 'node:events';
import { safely } from '../../safely.ts';
import { readCall } from './read-call.ts';
import { knownSession, sessionOf, type SessionOptions } from './session.ts';
import { type AnyFunction, settled } from '../patch.ts';
import type { PgClient, Submittable } from './types.ts';

type End = (error: unknown, result?: unknown) => void;

/** `client.query` that is timed and otherwise as it was: same arguments, same result, same errors. */
export const observeQuery = (
  original: AnyFunction,
  options: SessionOptions,
  nameSession?: (client: PgClient) => void,
): AnyFunction =>
  function (this: PgClient, ...args: unknown[]): unknown {
    const call = readCall(args);
    if (nameSession !== undefined) safely(() => nameSession(this));
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
    const { submittable } = call;
    if (submittable !== undefined) safely(() => watch(submittable, over));
    const returned: unknown = original.apply(this, args);
    return submittable === undefined && returned instanceof Promise ? settled(returned, over) : returned;
  };

/** `client.end`: what is open then is rolled back as the program chose. */
export const observeEnd = (original: AnyFunction): AnyFunction =>
  function (this: PgClient, ...args: unknown[]): unknown {
    knownSession(this)?.closing();
    return original.apply(this, args) as unknown;
  };

/**
 * A stream or cursor is over when the server is done with it, not when it is closed: who stops reading early has met no error. The client
 * calls it as messages of the server come in, so that is where it is watched.
 */
const watch = (submittable: Submittable, over: End): void => {
  let rows = 0;
  const watched = submittable as unknown as Record<string, AnyFunction | undefined>;
  const before = (name: string, act: (value: unknown) => void): boolean => {
    const original = watched[name];
    if (typeof original !== 'function') return false;
    watched[name] = function (this: unknown, ...args: unknown[]): unknown {
      act(args[0]);
      return original.apply(this, args) as unknown;
    };
    return true;
  };
  before('handleDataRow', () => (rows += 1));
  const isError = before('handleError', (error) => over(error ?? new Error('the query failed')));
  const isEnd = before('handleReadyForQuery', () => over(undefined, rows));
  if (!isError) submittable.once?.(errorMonitor, (error) => over(error ?? new Error('the query failed')));
  if (!isEnd) for (const event of ['end', 'finish', 'close']) submittable.once?.(event, () => over(undefined, rows));
};
