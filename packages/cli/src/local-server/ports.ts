import { once } from 'node:events';
import { createServer } from 'node:net';
import { CliError, exitCodes } from '../errors.ts';

export interface Port {
  readonly host: string;
  readonly port: number;
  /** What chooses it. */
  readonly option: string;
}

/** Raises {@link CliError} when a port cannot be listened on. */
export const checkPort = async (port: Port): Promise<void> => {
  const server = createServer();
  try {
    server.listen(port.port, port.host);
    await once(server, 'listening');
  } catch (error) {
    throw portError((error as NodeJS.ErrnoException).code, port, error);
  } finally {
    server.close();
  }
};

/** The same as {@link checkPort} says, when `error` is that of a server which could not listen on one of `ports`. */
export const listenError = (error: unknown, ports: readonly Port[]): CliError | undefined => {
  const [, code, at] = /\blisten (E[A-Z]+)\b.*?:(\d+)\b/.exec((error as Error).message) ?? [];
  const port = ports.find((candidate) => candidate.port === Number(at));
  return port === undefined ? undefined : portError(code, port, error);
};

const portError = (code: string | undefined, port: Port, cause: unknown): CliError =>
  new CliError('PORT', portProblem(code, port), exitCodes.usage, { cause });

const portProblem = (code: string | undefined, { host, port, option }: Port): string => {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken: perhaps Sightglass runs already. Choose another with ${option}; ${option} 0 picks a free one.`;
  }
  if (code === 'EACCES') return `Port ${port} needs more rights than you have. Choose one from 1024 on with ${option}.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `This machine has no address ${host}. Listen on this machine only with --host 127.0.0.1, the default; others come in through an SSH tunnel or a reverse proxy that authenticates.`;
  }
  return `Cannot listen on ${host}:${port} (${code}). Choose another port with ${option}.`;
};
