import { readTarget, TargetError, type Target } from '@sightglass/probes';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { duration } from './duration.ts';
import type { Environment } from './environment.ts';

const variablePrefix = 'env:';

/** A database that runs depend on. */
export const dependencyShape = z.strictObject({
  name: z.string().min(1).max(100),
  url: z.string().min(1).describe('postgres://, mssql:// or mysql://; `env:NAME` reads it from a variable'),
  interval: duration(1_000, 86_400_000).prefault('60s'),
  timeout: duration(50, 60_000).prefault('3s'),
  sample: duration(10_000, 86_400_000)
    .optional()
    .describe('How often to look inside: sessions, blockers, locks, tables; never unless said'),
  slow: duration(1, 60_000).prefault('1s').describe('An answer that takes so long makes it degraded'),
});
type DependencyInput = z.output<typeof dependencyShape>;

export interface DependencyConfig {
  readonly name: string;
  readonly target: Target;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly slowMs: number;
  readonly sampleMs: number | undefined;
}

/** Reads the URLs. Raises ConfigError, which never repeats one. */
export const readDependencies = (given: readonly DependencyInput[], env: Environment): DependencyConfig[] => {
  const names = given.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ConfigError(`dependencies: two are called «${twice}»; each needs its own name.`);
  return given.map(({ name, url, interval, timeout, slow, sample }) => ({
    name,
    target: targetOf(name, url, env),
    intervalMs: interval,
    timeoutMs: timeout,
    slowMs: slow,
    sampleMs: sample,
  }));
};

const targetOf = (name: string, given: string, env: Environment): Target => {
  const where = `dependencies: «${name}»`;
  const variable = given.startsWith(variablePrefix) ? given.slice(variablePrefix.length) : undefined;
  const url = variable === undefined ? given : (env[variable] ?? '');
  if (url === '') throw new ConfigError(`${where}: the variable ${variable} is not set.`);
  try {
    const target = readTarget(url);
    if (variable === undefined && target.password !== '') {
      throw new TargetError(
        'a password does not belong in this file; put the URL in a variable and write url: env:NAME',
      );
    }
    return target;
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    throw new ConfigError(`${where}: ${error.message}`, { cause: error });
  }
};
