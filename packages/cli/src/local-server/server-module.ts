import type { Server, ServerOptions as KnownOptions } from '#server';

export type LocalServer = Server;

export interface ServerOptions extends KnownOptions {
  readonly configFile?: string | undefined;
  /** A ClickHouse cluster in place of the embedded engine. */
  readonly telemetryUrl?: string | undefined;
  /** A PostgreSQL server in place of the embedded one. */
  readonly stateUrl?: string | undefined;
}

/** The server is large and needed by few commands, so it is loaded by those. */
export const loadServer = () => import('#server');
