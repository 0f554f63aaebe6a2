import type { AnyFunction } from '../patch.ts';
import type { PgClient, PgModule, PgResult } from './types.ts';

/** Methods of the client as they are without observation, for connections of our own. */
export interface PgOriginals {
  readonly query: AnyFunction;
  readonly connect: AnyFunction;
  readonly end: AnyFunction;
}

export const originalsOf = (pg: PgModule): PgOriginals => {
  const { query, connect, end } = pg.Client.prototype as unknown as PgOriginals;
  return { query, connect, end };
};

/** A connection of our own to the database of a client, by its login; of it nothing is recorded. */
export interface CopyClient {
  connect(): Promise<unknown>;
  query(text: string, values?: readonly unknown[]): Promise<PgResult>;
  end(): Promise<unknown>;
  /** It does not keep the process alive. */
  unref(): void;
}

interface Inner {
  on(event: 'error', listener: () => void): unknown;
  unref?(): void;
}

const timeoutMs = 2_000;

/** Limits are the driver's, as a pooler refuses parameters it does not know. */
export const copyOf = (
  pg: PgModule,
  { query, connect, end }: PgOriginals,
  client: PgClient,
  more: object = {},
): CopyClient => {
  const { host, port, database, user, password, ssl } = client as PgClient & Readonly<Record<string, unknown>>;
  const Client = pg.Client as unknown as new (config: object) => Inner;
  const copy = new Client({
    host,
    port,
    database,
    user,
    password,
    ssl,
    application_name: 'sightglass',
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    ...more,
  });
  copy.on('error', () => undefined);
  return {
    connect: () => connect.call(copy) as Promise<unknown>,
    query: (text, values) => query.call(copy, text, values) as Promise<PgResult>,
    end: () => end.call(copy) as Promise<unknown>,
    unref: () => copy.unref?.(),
  };
};
