import { safely } from '../../safely.ts';
import type { AnyFunction } from '../patch.ts';
import { settled } from '../patch.ts';
import { beginConnecting, isPoolTimeout } from '../record/connecting.ts';
import type { PoolWatch } from '../record/pool-load.ts';
import { poolAttributes, poolTimeouts, useTime, waitTime, watchPool } from '../record/pools.ts';
import { leaveToDriverAbove } from '../tedious/owned.ts';
import { addressOf } from './database-address.ts';
import type { MssqlPool } from './types.ts';
import { isUnobserved } from './unobserved.ts';

const watches = new WeakMap<object, PoolWatch>();
const borrowedAtMs = new WeakMap<object, number>();

/** `pool.connect`, reported when it fails. */
export const observeConnect = (original: AnyFunction): AnyFunction =>
  function (this: MssqlPool, callback?: AnyFunction): unknown {
    if (isUnobserved(this)) return original.call(this, callback) as unknown;
    const failed = beginConnecting(addressOf(this));
    if (typeof callback === 'function') {
      return original.call(this, (error: unknown, ...rest: unknown[]) => {
        if (error) failed(error);
        callback(error, ...rest);
      }) as unknown;
    }
    const returned: unknown = original.call(this);
    return returned instanceof Promise ? settled(returned, (error) => error !== undefined && failed(error)) : returned;
  };

/** `pool.acquire`, which every request goes through, with the wait for a connection timed. */
export const observeAcquire = (original: AnyFunction): AnyFunction =>
  function (this: MssqlPool, requester: unknown, callback?: AnyFunction): unknown {
    if (isUnobserved(this)) return acquireUnobserved(this, original, requester, callback);
    const startedAtMs = performance.now();
    safely(() => watch(this));
    const failed = beginConnecting(addressOf(this));
    const acquired = (error: unknown, connection?: unknown): void => {
      own(connection);
      safely(() => measure(this, performance.now() - startedAtMs, error, connection));
      if (error) failed(error);
    };
    if (typeof callback === 'function') {
      const delivered = (error: unknown, connection: unknown, ...rest: unknown[]) => {
        acquired(error, connection);
        callback(error, connection, ...rest);
      };
      return checkout(this, original.call(this, requester, delivered));
    }
    const returned = checkout(this, original.call(this, requester));
    return returned instanceof Promise ? settled(returned, acquired) : returned;
  };

export const observeRelease = (original: AnyFunction): AnyFunction =>
  function (this: MssqlPool, connection: object, ...rest: unknown[]): unknown {
    safely(() => {
      const sinceMs = borrowedAtMs.get(connection);
      borrowedAtMs.delete(connection);
      if (sinceMs === undefined) return;
      useTime().record((performance.now() - sinceMs) / 1_000, poolAttributes(addressOf(this)));
    });
    return original.call(this, connection, ...rest) as unknown;
  };

export const observeClose = (original: AnyFunction): AnyFunction =>
  function (this: MssqlPool, ...args: unknown[]): unknown {
    watches.get(this)?.ended();
    watches.delete(this);
    return original.apply(this, args) as unknown;
  };

const acquireUnobserved = (
  pool: MssqlPool,
  original: AnyFunction,
  requester: unknown,
  callback: AnyFunction | undefined,
): unknown => {
  if (typeof callback !== 'function') return original.call(pool, requester) as unknown;
  return original.call(pool, requester, (error: unknown, connection: unknown, ...rest: unknown[]) => {
    own(connection);
    callback(error, connection, ...rest);
  }) as unknown;
};

/** Whoever has to wait does so from here on. */
const checkout = (pool: MssqlPool, returned: unknown): unknown => {
  safely(() => watches.get(pool)?.changed());
  return returned;
};

/** What tedious does below is told here. */
const own = (connection: unknown): void => {
  if (typeof connection === 'object' && connection !== null) leaveToDriverAbove(connection);
};

const measure = (pool: MssqlPool, waitedMs: number, error: unknown, connection: unknown): void => {
  const address = addressOf(pool);
  const about = poolAttributes(address);
  waitTime().record(waitedMs / 1_000, about);
  if (isPoolTimeout(address, error)) poolTimeouts().add(1, about);
  if (typeof connection === 'object' && connection !== null) borrowedAtMs.set(connection, performance.now());
  watches.get(pool)?.changed();
};

const watch = (pool: MssqlPool): void => {
  if (watches.has(pool)) return;
  const figures = () => ({
    used: pool.borrowed,
    idle: pool.available,
    pending: pool.pending,
    max: pool.config.pool?.max ?? 10,
  });
  watches.set(pool, watchPool({ address: addressOf(pool), figures }));
};
