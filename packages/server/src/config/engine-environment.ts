import type { Environment } from './environment.ts';

const passwordVariable = 'SIGHTGLASS_ENGINE_PASSWORD';

/** The environment of the engine's process: that of the server, the password of its interface, and threads for its queries. */
export const environmentForEngine = (password: string, env: Environment = process.env): Environment => ({
  ...env,
  [passwordVariable]: password,
  UV_THREADPOOL_SIZE: '12',
});

/** The password this engine's process was given; empty where it was started by hand. */
export const enginePassword = (env: Environment = process.env): string => env[passwordVariable] ?? '';
