import { homedir } from 'node:os';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

const defaultUrl = 'http://127.0.0.1:4318';

export interface CliConfig {
  readonly url: string;
  /** Whether the environment says so, rather than the default. */
  readonly isUrlChosen: boolean;
  /** For a server on which people sign in. */
  readonly token: string | undefined;
  /** What `sightglass login` keeps. */
  readonly credentialsFile: string;
  /** The whole environment, for programs this one starts. */
  readonly env: Environment;
}

/** The only place in the CLI that reads `process.env`. */
export const readEnvironment = (env: Environment = process.env): CliConfig => ({
  url: env['SIGHTGLASS_URL'] || defaultUrl,
  isUrlChosen: Boolean(env['SIGHTGLASS_URL']),
  token: env['SIGHTGLASS_TOKEN'] || undefined,
  credentialsFile: join(
    env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'),
    'sightglass',
    'credentials.json',
  ),
  env,
});
