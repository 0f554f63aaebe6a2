import { userInfo } from 'node:os';
import { join } from 'node:path';
import { peopleIn } from './access/store/people.ts';
import { accessLogIn } from './access/store/access-log.ts';
import { passwordLinksIn } from './access/store/password-links.ts';
import { digestOf, newSecret } from './access/secret-token.ts';
import { askServer } from './access/machine/drop-folder.ts';
import { giveWayIn, type WayIn, wayInForMs, type WayInRequest, WayInRefusedError } from './access/machine/way-in.ts';
import type { Environment } from './config/environment.ts';
import { loadConfig } from './config/load.ts';
import type { ConfigInput, ServerConfig } from './config/schema.ts';
import { DataDirInUseError, lockDataDir } from './storage/data-lock.ts';
import { openEmbeddedState } from './storage/state/embedded.ts';
import { joinState } from './storage/state/joined-state.ts';
import { migrateState } from './storage/state/migrate.ts';
import type { StateStore } from './storage/state/state-store.ts';

export interface WayInWish {
  readonly name: string;
  readonly makesAdmin: boolean;
  readonly configFile?: string | undefined;
  /** The process’s own unless given. */
  readonly env?: Environment | undefined;
  readonly overrides?: ConfigInput;
}

export interface WayInGiven extends WayIn {
  /** The whole address, as far as the configuration has it. */
  readonly link: string;
  readonly expiresAt: Date;
  /** Nobody signs in on a server with this configuration. */
  readonly isSignInOff: boolean;
}

/**
 * A link with which somebody sets a password, for who works on the machine of the server: by the state itself where it has its own PostgreSQL
 * or no server runs, else by the running server. Raises ConfigError, WayInRefusedError, ServerSilentError.
 */
export const askForWayIn = async ({
  name,
  makesAdmin,
  configFile,
  env,
  overrides = {},
}: WayInWish): Promise<WayInGiven> => {
  const config = loadConfig({ env, file: configFile, overrides });
  const secret = newSecret();
  const request: WayInRequest = { name, makesAdmin, digest: digestOf(secret), by: userInfo().username };
  const wayIn = await give(config, request);
  return {
    ...wayIn,
    link: `${addressOf(config)}/password#${secret}`,
    expiresAt: new Date(Date.now() + wayInForMs),
    isSignInOff: !config.signIn.enabled,
  };
};

const give = async ({ stateUrl, dataDir }: ServerConfig, request: WayInRequest): Promise<WayIn> => {
  if (stateUrl !== undefined) {
    const { openPostgres } = await import('./storage/state/postgres.ts');
    await using state = openPostgres({ url: stateUrl, onError: () => {} });
    await migrateState(state);
    return await giveWayIn(partsIn(state), request);
  }
  try {
    await using _lock = await lockDataDir(dataDir);
    await using state = await openEmbeddedState(join(dataDir, 'state'), () => {});
    return await giveWayIn(partsIn(state), request);
  } catch (error) {
    if (!(error instanceof DataDirInUseError)) throw error;
    const answer = await askServer(dataDir, request);
    if ('refused' in answer) throw new WayInRefusedError(answer.refused, { cause: error });
    return answer.wayIn;
  }
};

const partsIn = (given: StateStore) => {
  const state = joinState(given);
  return {
    people: peopleIn(state),
    links: passwordLinksIn(state),
    log: accessLogIn(state),
    together: state.together,
  };
};

const addressOf = ({ signIn, tls, host, port, basePath = '' }: ServerConfig): string => {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return signIn.oidc?.publicUrl ?? `${tls === undefined ? 'http' : 'https'}://${name}:${port}${basePath}`;
};
