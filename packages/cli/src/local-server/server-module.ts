/** What `@sightglass/server` offers; it is loaded only by the commands that need it. */
export interface ServerModule {
  readonly startServer: (options: ServerOptions) => Promise<LocalServer>;
}

export interface LocalServer extends AsyncDisposable {
  readonly url: string;
  readonly grpcUrl: string;
}

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly grpcPort: number;
  readonly dataDir: string;
  readonly configFile?: string | undefined;
  /** A ClickHouse cluster in place of the embedded engine. */
  readonly telemetryUrl?: string | undefined;
  /** A PostgreSQL server in place of the embedded one. */
  readonly stateUrl?: string | undefined;
  readonly dashboardDir?: string | undefined;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

const serverModule: string = '#server';

export const loadServer = async (): Promise<ServerModule> => (await import(serverModule)) as ServerModule;
