import type { Context } from '@opentelemetry/api';
import { beforeCut } from '../../telemetry/before-cut.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import type { Statement } from '../statement/describe.ts';
import { isOwn, others } from '../statement/own-statements.ts';
import { addressName, type DatabaseAddress } from './database-address.ts';
import { createTally, type CountedCall, type Tally } from './tally.ts';

/** In one stage; those beyond this many are counted as one, as counts that begin anew would be taken for old ones. */
const mostStatements = 500;
const intervalMs = 10_000;

/** They last as long as their stage, or their run for what it does outside its stages. */
const talliesOf = new WeakMap<object, Map<string, Tally>>();
const nobody = {};
const unreported = new Set<Tally>();
let timer: NodeJS.Timeout | undefined;

/** Where calls of a statement are counted. */
export const tallyOf = (address: DatabaseAddress, statement: Statement, own: Context, nowMs: number): Tally => {
  const tallies = ownTallies(own);
  const key = `${address.system} ${addressName(address)} ${statement.fingerprint}`;
  const found = tallies.get(key);
  if (found !== undefined) return found;
  if (tallies.size >= mostStatements && !isOwn(statement)) return tallyOf(address, others, own, nowMs);
  const tally = createTally(address, statement, own, nowMs);
  tallies.set(key, tally);
  return tally;
};

export const count = (tally: Tally, call: CountedCall): void => {
  tally.count(call);
  unreported.add(tally);
  recordRegularly();
};

const ownTallies = (own: Context): Map<string, Tally> => {
  const scope = runScopeOf(own);
  const owner = scope?.stage ?? scope?.run ?? nobody;
  const known = talliesOf.get(owner) ?? new Map<string, Tally>();
  talliesOf.set(owner, known);
  return known;
};

const recordAll = (): void => {
  for (const tally of unreported) tally.record();
  unreported.clear();
};

const recordRegularly = (): void => {
  if (timer !== undefined) return;
  timer = setInterval(recordAll, intervalMs).unref();
  beforeCut(recordAll);
};
