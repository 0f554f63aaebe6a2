import { hostname } from 'node:os';

/** Where others reach what listens at this host and port. Of an address of all interfaces it names this machine: others cannot go to `0.0.0.0`. */
export const urlOf = (scheme: string, host: string, port: number): string => `${scheme}://${namedHost(host)}:${port}`;

const namedHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return hostname();
  return host.includes(':') ? `[${host}]` : host;
};

/** A path of ours as browsers have it, behind a proxy that serves everything below `basePath`. */
export const pathUnder = (basePath = '', path: string | undefined): string | undefined => path && `${basePath}${path}`;
