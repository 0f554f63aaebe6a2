import { resolve } from 'node:path';
import { CliError } from '../errors.ts';
import { prepareDashboard } from './dashboard.ts';
import { checkPort } from './ports.ts';
import { loadServer, type LocalServer, type ServerOptions } from './server-module.ts';

export type StartOptions = Omit<ServerOptions, 'dashboardDir'>;

/** Starts a server in this process. What the user can put right is raised as {@link CliError}. */
export const startLocalServer = async (options: StartOptions, say: (text: string) => void): Promise<LocalServer> => {
  const { host, port, grpcPort } = options;
  if (port !== 0 && port === grpcPort) {
    throw new CliError('PORT', `--port and --grpc-port are both ${port}; they need two different ports.`);
  }
  await checkPort(host, port, '--port');
  await checkPort(host, grpcPort, '--grpc-port');
  const dashboardDir = await prepareDashboard(say);
  say('Starting …');
  const { startServer } = await loadServer();
  try {
    return await startServer({ ...options, dataDir: resolve(options.dataDir), dashboardDir });
  } catch (error) {
    throw explain(error);
  }
};

/** Errors with a code of ours or of the operating system are the user's to put right; anything else is a defect. */
const explain = (error: unknown): unknown => {
  const { code } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || typeof code !== 'string' || code.startsWith('ERR_')) return error;
  return new CliError('SERVER', `The server cannot start: ${error.message}`, 2, { cause: error });
};
