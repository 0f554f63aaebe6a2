import { z } from 'zod';
import { apiStates } from '../../external-api/api-state.ts';
import { databaseStates } from '../../database/health.ts';
import { fileStoreStates } from '../../systems/file-store-words.ts';
import { hostStates } from '../../systems/host-words.ts';
import { systemKinds } from '../../systems/systems-words.ts';
import { healthVerdicts } from '../../verdict/health-verdict.ts';
import {
  cursor,
  instant,
  pageLimit,
  sentenceShape,
  shownAs,
  timeRange,
  urgencyShape,
  verdictAs,
  words,
} from '../common.ts';

const user = z.object({ namespace: z.string(), pipeline: z.string() });

/** One item of `GET /api/v1/systems`: a database, an API, a store of files or a host, as its own page shows it. */
export const system = z.object({
  kind: z.enum(systemKinds),
  name: z.string(),
  place: z
    .string()
    .describe(
      'What it is and where: `PostgreSQL · db:5432/shop`, the servers of an API, what kind of store; empty of a host',
    ),
  shown: shownAs([
    ...new Set([...databaseStates, ...apiStates, ...fileStoreStates, ...hostStates]),
  ] as unknown as readonly [string, ...string[]]),
  verdict: verdictAs(healthVerdicts),
  ...sentenceShape,
  ...urgencyShape,
  isKnownNow: z.boolean().describe('False where it was not checked, called or seen lately: it may have changed since'),
  since: instant.nullable().describe('Since when it is in this state, where that is known'),
  lastAt: instant.nullable().describe('When it was last checked, called or seen'),
  usedBy: z.array(user).describe('Pipelines whose runs used it in the time; up to 20'),
  pipelines: z.int().describe('How many those are'),
  runsNow: z.array(user.extend({ runId: z.string() })).describe('Runs that go on and have used it; up to 20'),
});
export type System = z.infer<typeof system>;

export const systemFilterQuery = timeRange.extend({
  kind: z.enum(systemKinds).optional(),
  search: words.optional().describe('A part of the name, the place, the state or a pipeline that uses it'),
});

export const systemListQuery = systemFilterQuery.extend({
  sort: z.enum(['urgency', 'name', 'kind', 'last']).default('urgency').describe('`last`: seen last first'),
  limit: pageLimit(500),
  cursor: cursor.optional(),
});

export const systemExportQuery = systemFilterQuery.extend({ format: z.enum(['csv', 'ndjson']).default('csv') });

/** `GET /api/v1/systems`. */
export const systemList = z.object({
  items: z.array(system),
  total: z.int().describe('How many there are on all pages'),
  kinds: z.record(z.enum(systemKinds), z.int()).describe('How many of each kind, whichever is asked for'),
  counts: z
    .object({ all: z.int(), trouble: z.int(), answering: z.int(), answeredLast: z.int(), unknown: z.int() })
    .describe(
      'Of all pages: in trouble; answering; that answered when last used, a while ago; of which nothing is known now',
    ),
  verdict: verdictAs(healthVerdicts).describe(
    'Unhealthy where one is in trouble; not known where not all are known to answer',
  ),
  ...sentenceShape,
  nextCursor: cursor.nullable(),
});
export type SystemList = z.infer<typeof systemList>;

/** One item of `GET /api/v1/hosts`: a machine or container, by the `host.name` of the programs that run there. */
export const host = z.object({
  name: z.string(),
  firstAt: instant.describe('When its earliest run in the time started'),
  lastSeenAt: instant.describe('When the latest of its records arrived'),
  runs: z.int().describe('Runs that went on there in the time'),
  failed: z.int().describe('Of those, how many failed'),
  running: z.int(),
  lost: z.int().describe('Runs that gave no more signal, and whose pipelines have not run since'),
  lostSince: instant.nullable(),
  clock: z
    .object({ behindMs: z.number().describe('Below 0 when it is ahead'), isCertain: z.boolean() })
    .nullable()
    .describe('How far its clock is off; null where it is right, or nothing shows it'),
  cpuTimeMs: z.number().nullable().describe('Of all its runs that report it'),
  peakRssBytes: z.number().nullable().describe('The largest of its runs'),
  usedBy: z.array(user).describe('Pipelines that ran there; up to 20'),
  pipelines: z.int(),
  runsNow: z.array(user.extend({ runId: z.string() })).describe('Up to 20'),
  shown: shownAs(hostStates),
  verdict: verdictAs(healthVerdicts),
  ...sentenceShape,
  ...urgencyShape,
});
export type Host = z.infer<typeof host>;

export const hostListQuery = timeRange.extend({ name: words.optional().describe('Only this one') });
export const hostList = z.object({
  items: z.array(host).describe('Trouble first; 1,000 at most'),
  total: z.int().describe('How many there are'),
  ...sentenceShape,
});
export type HostList = z.infer<typeof hostList>;
