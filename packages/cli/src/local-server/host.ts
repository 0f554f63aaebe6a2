import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { CliError, exitCodes } from '../errors.ts';

/** When a server refused to listen on a host, and that host is a name without an address, that is what is to be said. */
export const unresolvedError = async (error: Error & { host?: unknown }): Promise<CliError | undefined> => {
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
