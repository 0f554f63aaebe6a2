import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './environment.ts';

/** Where Node keeps compiled code, so that the next start is quicker: below the home folder, where no other user can write. */
export const compileCacheFolder = (env: Environment = process.env): string =>
  join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'sightglass', 'compiled');
