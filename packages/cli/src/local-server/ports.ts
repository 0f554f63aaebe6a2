import { once } from 'node:events';
import { createServer } from 'node:net';
import { CliError } from '../errors.ts';

/** Raises {@link CliError} when a port cannot be listened on. */
export const checkPort = async (host: string, port: number, option: string): Promise<void> => {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new CliError('PORT', portProblem((error as NodeJS.ErrnoException).code, host, port, option), 2, {
      cause: error,
    });
  } finally {
    server.close();
  }
};

const portProblem = (code: string | undefined, host: string, port: number, option: string): string => {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken: perhaps Sightglass runs already. Choose another with ${option}; ${option} 0 picks a free one.`;
  }
  if (code === 'EACCES') return `Port ${port} needs more rights than you have. Choose one from 1024 on with ${option}.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `This machine has no address ${host}. Use --host 127.0.0.1 (only this machine) or --host 0.0.0.0 (all networks).`;
  }
  return `Cannot listen on ${host}:${port} (${code}). Choose another port with ${option}.`;
};
