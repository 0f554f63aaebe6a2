import type { DatabaseAddress } from '../record/database-address.ts';

/** As much of `pg` as is observed; the SDK does not import it, so that whoever uses another driver need not install it. */
export interface PgModule {
  readonly Client: { readonly prototype: object };
  readonly Pool: { readonly prototype: object };
}

export interface PgClient {
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  /** Of the session in the server. */
  readonly processID?: number | string | null;
  readonly connectionParameters?: { readonly application_name?: string; readonly options?: string };
  /** Where the messages of the server come in; pg-native has none. */
  readonly connection?: unknown;
  /** Nothing runs on it and nothing waits. */
  readonly readyForQuery?: boolean;
  getTransactionStatus?(): string | null;
  /** What the driver keeps to itself: the query the server works on, and whether the connection still stands. */
  readonly _activeQuery?: { readonly text?: unknown; readonly cursor?: { readonly text?: unknown } } | null;
  readonly _queryable?: boolean;
  once(event: 'end', listener: () => void): unknown;
}

export const addressOfClient = ({ database, host, port }: PgClient): DatabaseAddress => ({
  system: 'postgresql',
  database,
  host,
  port,
});

export interface PgPool {
  /** What it makes connections with. */
  readonly Client?: new (options: object) => PgClient;
  readonly options: {
    readonly connectionString?: string;
    readonly host?: string;
    readonly port?: number;
    readonly database?: string;
    readonly max?: number;
  };
  readonly ending: boolean;
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  on(event: string, listener: (...values: unknown[]) => void): unknown;
}

export interface PgResult {
  readonly command?: string;
  readonly rowCount?: number | null;
  readonly rows?: readonly unknown[];
}

/** Something that runs itself on a connection: a cursor, a stream, a COPY. */
export interface Submittable {
  submit(connection: unknown): void;
  once?(event: string | symbol, listener: (value?: unknown) => void): unknown;
  readonly text?: string;
  readonly cursor?: { readonly text?: string };
}

export type Callback = (error: unknown, result?: unknown) => void;
