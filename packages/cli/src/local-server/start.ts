import { CliError } from '../errors.ts';
import { prepareDashboard } from './dashboard.ts';
import { checkPort } from './ports.ts';
import { loadServer, type LocalServer, type ServerOptions } from './server-module.ts';

export type StartOptions = Omit<ServerOptions, 'dashboardDir'>;

/** Starts a server in this process. What the user can put right is raised as {@link CliError}. */
export const startLocalServer = async (options: StartOptions, say: (text: string) => void): Promise<LocalServer> => {
  const { loadConfig, startServer } = await loadServer();
  const { log, configFile, ...overrides } = options;
  try {
    const { host, port, grpcPort } = loadConfig({ file: configFile, overrides });
    await checkPorts(host, port, grpcPort);
    const dashboardDir = await prepareDashboard(say);
    say('Starting …');
    return await startServer({ ...overrides, configFile, log, ...(dashboardDir !== undefined && { dashboardDir }) });
  } catch (error) {
    throw explain(error);
  }
};

const checkPorts = async (host: string, port: number, grpcPort: number): Promise<void> => {
  if (port !== 0 && port === grpcPort) {
    throw new CliError('PORT', `--port and --grpc-port are both ${port}; they need two different ports.`);
  }
  await checkPort(host, port, '--port');
  await checkPort(host, grpcPort, '--grpc-port');
};

/** Errors with a code of ours or of the operating system are the user's to put right; anything else is a defect. */
const explain = (error: unknown): unknown => {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof CliError) return error;
  if (!(error instanceof Error) || typeof code !== 'string' || code.startsWith('ERR_')) return error;
  return new CliError('SERVER', `The server cannot start: ${error.message}`, 2, { cause: error });
};
