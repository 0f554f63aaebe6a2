import { readTarget, type Target } from '@sightglass/probes';
import { z } from 'zod';
import { duration } from '../../config/duration.ts';
import { haveOwnNames } from '../../config/own-names.ts';

/** A database that runs depend on. */
export const databaseShape = z.strictObject({
  name: z.string().min(1).max(100),
  url: z
    .string()
    .min(1)
    .describe(
      'postgres://, mssql:// or mysql://; `${NAME}` is replaced by an environment variable, `env:NAME` for one that holds all of it',
    ),
  interval: duration(1_000, 86_400_000).prefault('60s'),
  timeout: duration(50, 60_000).prefault('3s'),
  sample: duration(10_000, 86_400_000)
    .optional()
    .describe('How often to sample sessions, blockers, locks and tables; off by default'),
  slow: duration(1, 60_000).prefault('1s').describe('An answer that takes so long makes it degraded'),
});

export const databaseSettings = {
  dependencies: z
    .array(databaseShape)
    .max(100)
    .default([])
    .refine(haveOwnNames, { error: 'two databases have the same `name:`; each needs its own' })
    .describe('databases that runs depend on, checked by their interval'),
};

export interface DatabaseConfig {
  readonly name: string;
  readonly target: Target;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly slowMs: number;
  readonly sampleMs: number | undefined;
}

/** Raises TargetError for a URL that leads to no database. */
export const readDatabase = ({
  name,
  url,
  interval,
  timeout,
  slow,
  sample,
}: z.output<typeof databaseShape>): DatabaseConfig => ({
  name,
  target: readTarget(url),
  intervalMs: interval,
  timeoutMs: timeout,
  slowMs: slow,
  sampleMs: sample,
});
