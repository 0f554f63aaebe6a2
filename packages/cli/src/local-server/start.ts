import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { CliError, exitCodes } from '../errors.ts';
import { prepareDashboard } from './dashboard.ts';
import { dropFailedOutput } from './failed-output.ts';
import { checkPort, listenError, type Port } from './ports.ts';
import { loadServer, type LocalServer, type ServerOptions } from './server-module.ts';

export type StartOptions = Omit<ServerOptions, 'dashboardDir'>;

/** Starts a server in this process. What the user can put right is raised as {@link CliError}. */
export const startLocalServer = async (options: StartOptions, note: (text: string) => void): Promise<LocalServer> => {
  dropFailedOutput();
  const { loadConfig, startServer } = await loadServer();
  const { log, configFile, env, ...overrides } = options;
  const ports: Port[] = [];
  try {
    ports.push(...portsOf(loadConfig({ env, file: configFile, overrides })));
    for (const port of ports) await checkPort(port);
    const dashboardDir = await prepareDashboard(note);
    note('Starting …');
    return await startServer({
      ...overrides,
      configFile,
      env,
      log,
      ...(dashboardDir !== undefined && { dashboardDir }),
    });
  } catch (error) {
    throw await explain(error, ports);
  }
};

const portsOf = ({ host, port, grpcPort }: { host: string; port: number; grpcPort: number }): Port[] => {
  if (port !== 0 && port === grpcPort) {
    throw new CliError('PORT', `--port and --grpc-port are both ${port}; they need two different ports.`);
  }
  return [
    { host, port, option: '--port' },
    { host, port: grpcPort, option: '--grpc-port' },
  ];
};

/** Errors with a code of ours or of the operating system are the user's to put right; anything else is a defect. */
const explain = async (error: unknown, ports: readonly Port[]): Promise<unknown> => {
  if (error instanceof CliError || !(error instanceof Error)) return error;
  const known = listenError(error, ports) ?? (await unresolvedError(error));
  if (known !== undefined) return known;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== 'string' || code.startsWith('ERR_')) return error;
  return new CliError(code, `The server cannot start: ${error.message}`, 2, { cause: error });
};

/** When a server refused to listen on a host, and that host is a name without an address, that is what is to be said. */
const unresolvedError = async (error: Error & { host?: unknown }): Promise<CliError | undefined> => {
  const { host } = error;
  if (typeof host !== 'string' || isIP(host) !== 0) return undefined;
  const cause: unknown = await lookup(host).then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (cause === undefined) return undefined;
  const message = `The host name ${host} does not resolve to an address. Use --host 127.0.0.1, the default, to listen on this machine only.`;
  return new CliError('HOST', message, exitCodes.usage, { cause });
};
