/** A setting that cannot be used; the message says which, where it stands and what to write. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';
}
