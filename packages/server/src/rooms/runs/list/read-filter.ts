import { nearest, type RunState, runStates, type RunVerdict, runVerdicts } from '@sightglass/model';
import type { runFilterQuery } from '@sightglass/model/rest';
import { z } from 'zod';
import { CursorError, decodeCursor } from '../../../http/cursor.ts';
import { invalidParameter } from '../../../http/errors.ts';
import { unixMsOf } from '../../../http/instant.ts';
import type { Plans } from '../../../plans/plans.ts';
import type { NamedDatabase } from '../../databases/named-databases.ts';
import type { Cause } from './cause.ts';
import type { UsedSystem } from './facts-used-system.ts';
import { readWeekHour } from './hours/facts-week-hours.ts';
import type { OwnerFilter, RunFilter } from './filter.ts';

export interface FilterParts {
  readonly plans: Pick<Plans, 'configured'>;
  /** Those of the configuration. */
  readonly databases: readonly NamedDatabase[];
}

type FilterQuery = z.output<typeof runFilterQuery>;

/** What the parameters of a request narrow runs to. Raises RequestError 400. */
export const filterOf = (query: FilterQuery, { plans, databases }: FilterParts): RunFilter => ({
  namespace: query.namespace,
  pipeline: query.pipeline,
  owner: query.owner === undefined ? undefined : ownedBy(query.owner, plans),
  environment: query.environment,
  version: query.version,
  states: statesOf(query.state),
  runId: query.runId,
  idPrefix: query.idPrefix,
  error: query.error,
  cause: query.cause === undefined ? undefined : readCause(query.cause),
  weekHour: query.weekHour === undefined ? undefined : readWeekHour(query.weekHour, query.timeZone ?? 'UTC'),
  ...(query.system === undefined
    ? { fromMs: unixMsOf(query.from) }
    : { system: systemOf(query.system, databases), ...goingOnSince(unixMsOf(query.from)) }),
  toMs: unixMsOf(query.to),
});

/** A run that goes on at a time started so long before it at most. */
const longestRunMs = 7 * 86_400_000;

const goingOnSince = (fromMs: number | undefined): Pick<RunFilter, 'fromMs' | 'activeFromMs'> => ({
  fromMs: fromMs === undefined ? undefined : fromMs - longestRunMs,
  activeFromMs: fromMs,
});

const systemOf = (text: string, databases: FilterParts['databases']): UsedSystem => {
  const [kind = '', ...rest] = text.split(':');
  const name = rest.join(':');
  if (name !== '' && (kind === 'api' || kind === 'file-store' || kind === 'host')) return { kind, name };
  if (name === '' || kind !== 'database')
    throw invalidParameter(
      'system',
      `"${text}" is not a system; use database:NAME, api:NAME, file-store:NAME or host:NAME.`,
    );
  const found = databases.find((one) => one.name === name);
  if (found === undefined) throw invalidParameter('system', `No database is called "${name}".`);
  return { kind, at: found };
};

const ownedBy = (owner: string, { configured }: Pick<Plans, 'configured'>): OwnerFilter => ({
  owner,
  configured: configured.flatMap((one) =>
    one.owner === undefined ? [] : [{ namespace: one.namespace, name: one.name, owner: one.owner }],
  ),
});

/** Raises RequestError 400. */
export const verdictsIn = (text: string | undefined): RunVerdict[] | undefined =>
  text?.split(',').map((verdict) => {
    const known = runVerdicts.find((candidate) => candidate === verdict.trim());
    if (known === undefined)
      throw invalidParameter('verdict', `"${verdict}" is not a verdict on a run; use ${runVerdicts.join(', ')}.`);
    return known;
  });

const statesOf = (text: string | undefined): RunState[] | undefined =>
  text?.split(',').map((state) => {
    const known = runStates.find((candidate) => candidate === state.trim());
    if (known === undefined) throw invalidParameter('state', notAState(state));
    return known;
  });

const notAState = (state: string): string => {
  const meant = nearest(state.trim(), runStates);
  const hint = meant === undefined ? `use ${runStates.join(', ')}.` : `did you mean ${meant}?`;
  return `"${state}" is not a run state; ${hint}`;
};

const causeParts = z.tuple([z.enum(runStates), z.string(), z.string(), z.string(), z.string()]);

const readCause = (text: string): Cause => {
  try {
    const [state, type, pattern, exitCode, exitSignal] = decodeCursor(text, causeParts);
    return { state, type, pattern, exitCode, exitSignal };
  } catch (error) {
    if (!(error instanceof CursorError)) throw error;
    throw invalidParameter(
      'cause',
      'The cause is not one this server gave out. Pass `cause` of GET /api/v1/run-causes back unchanged.',
    );
  }
};
