import {
  checkOutcome,
  databaseCheck,
  databaseState,
  pingReport,
  type DatabaseCheck,
  type PingReport,
} from '@sightglass/model/rest';
import { z } from 'zod';
import type { Target } from '@sightglass/probes';
import type { Health } from './health.ts';

/** What a database has shown of itself, as it is kept over restarts. */
const rememberedShape = z.object({
  /** The database it was; another one of the same name begins anew. */
  place: z.string(),
  health: z.object({
    state: databaseState,
    sinceMs: z.number(),
    recent: z.array(z.object({ atMs: z.number(), outcome: checkOutcome, state: databaseState })),
  }),
  checks: z.array(databaseCheck),
  last: pingReport.nullable(),
});

export interface Remembered {
  readonly place: string;
  readonly health: Health;
  readonly checks: readonly DatabaseCheck[];
  readonly last: PingReport | null;
}

export interface DatabaseMemory {
  /** Whatever was remembered last under this name, undefined if nothing was. */
  readonly recall: (name: string) => Promise<unknown>;
  readonly remember: (name: string, what: Remembered) => Promise<void>;
}

export const addressOf = ({ system, host, port, database, user }: Target): string =>
  `${system} ${user}@${host}:${port}/${database}`;

const longestGapMs = 3_600_000;
const longestGapIntervals = 10;

/** What was remembered, unless it is of another database, of another version, or too old to say anything of today. */
export const stillTrue = (
  kept: unknown,
  { target, intervalMs }: { readonly target: Target; readonly intervalMs: number },
  nowMs: number,
): Remembered | undefined => {
  const { data } = rememberedShape.safeParse(kept);
  if (data === undefined || data.place !== addressOf(target)) return undefined;
  const lastAtMs = data.health.recent.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  return nowMs - lastAtMs > Math.max(longestGapMs, longestGapIntervals * intervalMs) ? undefined : data;
};
