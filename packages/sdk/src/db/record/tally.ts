import type { Context } from '@opentelemetry/api';
import { attributes, databaseEvents } from '@sightglass/model';
import type { Statement } from '../statement/describe.ts';
import { beforeCut } from '../../telemetry/before-cut.ts';
import { emitLogRecord } from '../../telemetry/log-records.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import { fullBudget, spend, type BudgetLimits } from './detail-budget.ts';
import { placeAttributes, type Place } from './place.ts';

/** All statements of one fingerprint in one stage. */
export interface Tally {
  /** How often the statement has failed in a passing way since it last went well. */
  retries: number;
  count(call: CountedCall): void;
  /** Whether this call may have a record of its own; what failed or was slow has a budget of its own. */
  allowsDetail(isNotable: boolean, nowMs: number): boolean;
}

export interface CountedCall {
  readonly durationMs: number;
  readonly returned: number;
  readonly affected: number;
  readonly failed: boolean;
}

const limits = { usual: { burst: 20, perSecond: 0.2 }, notable: { burst: 100, perSecond: 1 } };
const processLimits = { usual: { burst: 1_000, perSecond: 10 }, notable: { burst: 1_000, perSecond: 20 } };
const mostTallies = 500;
const intervalMs = 10_000;

interface Told {
  readonly tell: () => void;
}

/** A budget for what is usual and one for what is notable. */
const createWants = (most: Readonly<Record<'usual' | 'notable', BudgetLimits>>, nowMs: number) => {
  const budgets = { usual: fullBudget(most.usual, nowMs), notable: fullBudget(most.notable, nowMs) };
  return (isNotable: boolean, atMs: number): boolean => {
    const kind = isNotable ? 'notable' : 'usual';
    const { budget, isGranted } = spend(budgets[kind], atMs, most[kind]);
    budgets[kind] = budget;
    return isGranted;
  };
};

const processWants = createWants(processLimits, 0);
const tallies = new Map<string, Tally & Told>();
let timer: NodeJS.Timeout | undefined;

/** The oldest makes room for a new one; the budgets of the process hold what programs that never repeat a statement may tell. */
export const tallyOf = (place: Place, statement: Statement, own: Context, nowMs: number): Tally => {
  const scope = runScopeOf(own);
  const key = `${scope?.runId ?? ''} ${scope?.stage?.id ?? ''} ${statement.fingerprint}`;
  const found = tallies.get(key);
  if (found !== undefined) return found;
  if (tallies.size >= mostTallies) dropOldest();
  const tally = createTally(place, statement, own, nowMs);
  tallies.set(key, tally);
  tellRegularly();
  return tally;
};

const dropOldest = (): void => {
  for (const [key, oldest] of tallies) {
    oldest.tell();
    tallies.delete(key);
    return;
  }
};

const createTally = (place: Place, statement: Statement, own: Context, nowMs: number): Tally & Told => {
  const sum = { calls: 0, errors: 0, returned: 0, affected: 0, durationMs: 0, maxMs: 0 };
  const wants = createWants(limits, nowMs);
  let toldCalls = 0;
  return {
    retries: 0,
    count: ({ durationMs, returned, affected, failed }) => {
      sum.calls += 1;
      if (failed) sum.errors += 1;
      sum.returned += returned;
      sum.affected += affected;
      sum.durationMs += durationMs;
      sum.maxMs = Math.max(sum.maxMs, durationMs);
    },
    allowsDetail: (isNotable, now) => wants(isNotable, now) && processWants(isNotable, now),
    tell: () => {
      if (sum.calls === toldCalls) return;
      toldCalls = sum.calls;
      emitLogRecord('DEBUG', words(statement, sum), countAttributes(place, statement, sum), {
        context: own,
        eventName: databaseEvents.statementsCounted.name,
      });
    },
  };
};

interface Sum {
  readonly calls: number;
  readonly errors: number;
  readonly returned: number;
  readonly affected: number;
  readonly durationMs: number;
  readonly maxMs: number;
}

const words = ({ summary }: Statement, { calls, errors, durationMs }: Sum): string =>
  `${summary}: ${calls.toLocaleString('en-US')} times, ${Math.round(durationMs)} ms in all, ${errors} failed`;

const countAttributes = (place: Place, statement: Statement, sum: Sum) => ({
  ...placeAttributes(place),
  ...statementAttributes(statement),
  [attributes.dbCalls]: sum.calls,
  [attributes.dbErrors]: sum.errors,
  [attributes.dbReturnedRows]: sum.returned,
  [attributes.dbAffectedRows]: sum.affected,
  [attributes.dbDurationMs]: sum.durationMs,
  [attributes.dbDurationMaxMs]: sum.maxMs,
});

export const statementAttributes = ({ operation, collection, summary, text, fingerprint }: Statement) => ({
  [attributes.dbOperationName]: operation,
  ...(collection === undefined ? {} : { [attributes.dbCollectionName]: collection }),
  [attributes.dbQuerySummary]: summary,
  [attributes.dbQueryText]: text,
  [attributes.dbFingerprint]: fingerprint,
});

const tellAll = (): void => {
  for (const tally of tallies.values()) tally.tell();
};

const tellRegularly = (): void => {
  if (timer !== undefined) return;
  timer = setInterval(tellAll, intervalMs).unref();
  beforeCut(tellAll);
};
