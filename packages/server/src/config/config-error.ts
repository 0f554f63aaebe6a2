/** A setting that cannot be used; the message says which, in which line, and what to write. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';
}

/** Why a server does not listen where others reach it; `lacks` is what is not set. */
export const openHostWords = (host: string, lacks: 'signIn' | 'tls' = 'signIn'): string =>
  `"${host}" can be reached from other machines, ${openHostReasons[lacks]}`;

const openHostReasons = {
  signIn:
    'and without authentication anyone there could read and send telemetry. ' +
    'Set signIn.enabled to true and tls, or listen on 127.0.0.1 and let others in through an SSH tunnel or a reverse proxy that authenticates.',
  tls:
    'and without TLS passwords and tokens could be read on the way. ' +
    'Set tls.certificate and tls.key, or name the reverse proxy that ends TLS in trustedProxies.',
} as const;

/** A host that others can reach. */
export class OpenHostError extends ConfigError {
  readonly host: string;
  constructor(host: string, lacks?: Parameters<typeof openHostWords>[1]) {
    super(`host: ${openHostWords(host, lacks)}`);
    this.host = host;
  }
}
