import type { DatabaseAddress } from '../record/database-address.ts';

/** As much of `tedious` as is observed; the SDK does not import it, so that whoever uses another driver need not install it. */
export interface TediousModule {
  readonly Connection: { readonly prototype: object };
}

export interface TediousConnection {
  readonly config?: {
    readonly server?: string;
    readonly options?: { readonly port?: number; readonly database?: string; readonly instanceName?: string };
  };
  inTransaction?: boolean;
  on(event: string, listener: (value?: unknown) => void): unknown;
  once(event: string, listener: (value?: unknown) => void): unknown;
}

/** A request, or a bulk load. */
export interface TediousRequest {
  readonly sqlTextOrProcedure?: string;
  /** The table of a bulk load. */
  readonly table?: string;
  callback?: (error: unknown, rowCount?: number, ...rest: unknown[]) => unknown;
  on?(event: string, listener: () => void): unknown;
}

export const addressOf = ({ config }: TediousConnection): DatabaseAddress => ({
  system: 'microsoft.sql_server',
  host: config?.server,
  port: config?.options?.port,
  database: config?.options?.database,
});

/** Of a named instance without a port, only the server itself knows where it listens: there is no name for what lies there. */
export const namedAddressOf = (connection: TediousConnection): DatabaseAddress => {
  const address = addressOf(connection);
  const { instanceName, port } = connection.config?.options ?? {};
  return instanceName !== undefined && port === undefined ? { ...address, host: undefined } : address;
};
