/** A setting that cannot be used; the message says which, in which line, and what to write. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';
}

export const openHostWords = (host: string): string =>
  `"${host}" can be reached from other machines, and without authentication anyone there could read and send telemetry. ` +
  'Listen on 127.0.0.1 and let others in through an SSH tunnel or a reverse proxy that authenticates.';

/** A host that others can reach. */
export class OpenHostError extends ConfigError {
  readonly host: string;
  constructor(host: string) {
    super(`host: ${openHostWords(host)}`);
    this.host = host;
  }
}
