/** As much of `mssql` as is observed; the SDK does not import it, so that whoever uses another driver need not install it. */
export interface MssqlModule {
  readonly Request: { readonly prototype: object };
  readonly Transaction: { readonly prototype: object };
  readonly PreparedStatement: { readonly prototype: object };
  readonly ConnectionPool: { readonly prototype: object };
}

export interface MssqlPool {
  readonly config: {
    readonly server?: string;
    readonly port?: number;
    readonly database?: string;
    readonly options?: { readonly instanceName?: string };
    readonly pool?: { readonly max?: number };
  };
  readonly borrowed: number;
  readonly available: number;
  readonly pending: number;
}

export interface MssqlTransaction {
  readonly parent: MssqlParent;
  once(event: string, listener: (value?: unknown) => void): unknown;
}

/** Requests run in a transaction, which runs in a pool, or in the pool itself. */
export type MssqlParent = MssqlPool | MssqlTransaction;

/** A request or a prepared statement. */
export interface MssqlRequest {
  readonly parent?: MssqlParent;
  /** It hands rows on as they come. */
  readonly stream?: boolean | null;
  on?(event: string | symbol, listener: (value?: unknown) => void): unknown;
  removeListener?(event: string | symbol, listener: (value?: unknown) => void): unknown;
}

/** What mssql publishes of a call. */
export interface CallMessage {
  readonly command?: string;
  /** Of a prepared statement. */
  readonly statement?: string;
  /** Of one that is executed. */
  readonly handle?: number;
  readonly procedure?: string;
  readonly table?: string;
  readonly error?: unknown;
  readonly result?: unknown;
}

export const isPool = (parent: MssqlParent): parent is MssqlPool => 'config' in parent;

export const poolOf = (parent: MssqlParent | undefined): MssqlPool | undefined => {
  let at = parent;
  while (at !== undefined && !isPool(at)) at = at.parent;
  return at;
};
