import type { Context } from '@opentelemetry/api';
import { beforeCut } from '../../telemetry/before-cut.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import type { Statement } from '../statement/describe.ts';
import { isOwn, others } from '../statement/own-statements.ts';
import { placeName, type Place } from './database-address.ts';
import { createTally, type CountedCall, type Tally } from './tally.ts';

/** In one stage; those beyond this many are counted as one, as counts that begin anew would be taken for old ones. */
const mostStatements = 500;
const intervalMs = 10_000;

/** They last as long as their stage, or their run for what it does outside its stages. */
const talliesOf = new WeakMap<object, Map<string, Tally>>();
const nobody = {};
const untold = new Set<Tally>();
let timer: NodeJS.Timeout | undefined;

/** Where calls of a statement are counted. */
export const tallyOf = (place: Place, statement: Statement, own: Context, nowMs: number): Tally => {
  const tallies = ownTallies(own);
  const key = `${place.system} ${placeName(place)} ${statement.fingerprint}`;
  const found = tallies.get(key);
  if (found !== undefined) return found;
  if (tallies.size >= mostStatements && !isOwn(statement)) return tallyOf(place, others, own, nowMs);
  const tally = createTally(place, statement, own, nowMs);
  tallies.set(key, tally);
  return tally;
};

export const count = (tally: Tally, call: CountedCall): void => {
  tally.count(call);
  untold.add(tally);
  tellRegularly();
};

const ownTallies = (own: Context): Map<string, Tally> => {
  const scope = runScopeOf(own);
  const owner = scope?.stage ?? scope?.run ?? nobody;
  const known = talliesOf.get(owner) ?? new Map<string, Tally>();
  talliesOf.set(owner, known);
  return known;
};

const tellAll = (): void => {
  for (const tally of untold) tally.tell();
  untold.clear();
};

const tellRegularly = (): void => {
  if (timer !== undefined) return;
  timer = setInterval(tellAll, intervalMs).unref();
  beforeCut(tellAll);
};
