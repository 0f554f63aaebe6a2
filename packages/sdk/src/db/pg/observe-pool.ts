import { context } from '@opentelemetry/api';
import { safely } from '../../safely.ts';
import { beginConnecting, isPoolTimeout } from '../record/connecting.ts';
import type { DatabaseAddress } from '../record/database-address.ts';
import type { PoolWatch } from '../record/pool-load.ts';
import { poolAttributes, poolTimeouts, useTime, waitTime, watchPool } from '../record/pools.ts';
import { type AnyFunction, settled } from '../patch.ts';
import type { SessionNames } from './session-name.ts';
import { addressOfClient, type PgClient, type PgPool } from './types.ts';

const watches = new WeakMap<object, PoolWatch>();

/** `pool.connect`, which `pool.query` goes through too, with the wait for a connection timed, and the session named if that is wanted. */
export const observePool = (original: AnyFunction, nameSession?: SessionNames['borrowed']): AnyFunction =>
  function (this: PgPool, callback?: AnyFunction): unknown {
    const startedAtMs = performance.now();
    const address = addressOf(this);
    safely(() => watch(this, address));
    const failed = beginConnecting(address);
    const connected = (error?: unknown): void => {
      safely(() => measure(address, performance.now() - startedAtMs, error));
      if (error) failed(error);
    };
    if (callback !== undefined) {
      const own = context.active();
      const delivered = (error: unknown, client: PgClient | undefined, ...rest: unknown[]) => {
        connected(error);
        const deliver = (): void => void callback(error, client, ...rest);
        if (nameSession === undefined || client === undefined) deliver();
        else void context.with(own, nameSession, undefined, client).then(deliver);
      };
      return checkout(this, original.call(this, delivered));
    }
    const returned = checkout(this, original.call(this));
    if (!(returned instanceof Promise)) return returned;
    const measured = settled(returned, connected);
    return nameSession === undefined ? measured : named(measured as Promise<PgClient>, nameSession);
  };

/** Whoever has to wait does so from here on. */
const checkout = (pool: PgPool, returned: unknown): unknown => {
  safely(() => watches.get(pool)?.changed());
  return returned;
};

const named = async (connecting: Promise<PgClient>, nameSession: SessionNames['borrowed']): Promise<PgClient> => {
  const client = await connecting;
  await nameSession(client);
  return client;
};

const addresses = new WeakMap<object, DatabaseAddress>();

/** Where the pool leads is what a client of it would be made with: options, URL, `PGHOST` and its like, and defaults, as the driver reads them. */
const addressOf = (pool: PgPool): DatabaseAddress => {
  const known = addresses.get(pool) ?? readAddress(pool);
  addresses.set(pool, known);
  return known;
};

const readAddress = ({ Client, options }: PgPool): DatabaseAddress => {
  let address: DatabaseAddress = {
    system: 'postgresql',
    host: options.host,
    port: options.port,
    database: options.database,
  };
  safely(() => {
    if (Client !== undefined) address = addressOfClient(new Client({ ...options, password: '' }));
  });
  return address;
};

const measure = (address: DatabaseAddress, waitedMs: number, error: unknown): void => {
  const about = poolAttributes(address);
  waitTime().record(waitedMs / 1_000, about);
  if (isPoolTimeout(address, error)) poolTimeouts().add(1, about);
};

const watch = (pool: PgPool, address: DatabaseAddress): void => {
  if (watches.has(pool)) return;
  const figures = () => ({
    used: pool.totalCount - pool.idleCount,
    idle: pool.idleCount,
    pending: pool.waitingCount,
    max: pool.options.max,
  });
  const watched = watchPool({ address, figures });
  watches.set(pool, watched);
  const borrowedAtMs = new WeakMap<object, number>();
  pool.on('acquire', (client) => {
    borrowedAtMs.set(client as object, performance.now());
    safely(watched.changed);
  });
  pool.on('release', (_error, client) => {
    const sinceMs = borrowedAtMs.get(client as object);
    if (sinceMs !== undefined) useTime().record((performance.now() - sinceMs) / 1_000, poolAttributes(address));
  });
  pool.on('remove', () => {
    if (pool.ending && pool.totalCount === 0) watched.ended();
  });
};
