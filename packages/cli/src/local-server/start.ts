import { CliError } from '../errors.ts';
import { prepareDashboard } from './dashboard.ts';
import { unresolvedError } from './host.ts';
import { checkPort, listenError, type Port } from './ports.ts';
import { loadServer, type LocalServer, type ServerOptions } from './server-module.ts';

export type StartOptions = Omit<ServerOptions, 'dashboardDir'>;

/** Starts a server in this process. What the user can put right is raised as {@link CliError}. */
export const startLocalServer = async (options: StartOptions, say: (text: string) => void): Promise<LocalServer> => {
  const { loadConfig, startServer } = await loadServer();
  const { log, configFile, env, ...overrides } = options;
  const ports: Port[] = [];
  try {
    ports.push(...portsOf(loadConfig({ env, file: configFile, overrides })));
    for (const port of ports) await checkPort(port);
    const dashboardDir = await prepareDashboard(say);
    say('Starting …');
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
  return new CliError('SERVER', `The server cannot start: ${error.message}`, 2, { cause: error });
};
