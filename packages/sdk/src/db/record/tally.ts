import type { Context } from '@opentelemetry/api';
import { attributes, databaseEvents } from '@sightglass/model';
import type { Statement } from '../statement/describe.ts';
import { others } from '../statement/own-statements.ts';
import { emitLogRecord } from '../../telemetry/log-records.ts';
import { fullBudget, spend, type BudgetLimits } from './detail-budget.ts';
import { addressAttributes, type DatabaseAddress } from './database-address.ts';
import { tallyWords } from './tally-words.ts';

/** All statements of one fingerprint in one stage. */
export interface Tally {
  /** How often the statement has failed in a passing way since it last went well. */
  readonly retries: number;
  settled(mayBeRetried: boolean): void;
  count(call: CountedCall): void;
  /** Whether this call may have a record of its own; what failed or was slow has a budget of its own. */
  allowsDetail(isNotable: boolean, nowMs: number): boolean;
  /** Tells what it has counted so far. */
  record(): void;
}

export interface CountedCall {
  readonly durationMs: number;
  readonly returned: number;
  readonly affected: number;
  readonly failed: boolean;
}

const limits = { usual: { burst: 20, perSecond: 0.2 }, notable: { burst: 100, perSecond: 1 } };
const processLimits = { usual: { burst: 1_000, perSecond: 10 }, notable: { burst: 1_000, perSecond: 20 } };
/** A budget for what is usual and one for what is notable. */
const createBudget = (most: Readonly<Record<'usual' | 'notable', BudgetLimits>>, nowMs: number) => {
  const budgets = { usual: fullBudget(most.usual, nowMs), notable: fullBudget(most.notable, nowMs) };
  return (isNotable: boolean, atMs: number): boolean => {
    const kind = isNotable ? 'notable' : 'usual';
    const { budget, isGranted } = spend(budgets[kind], atMs, most[kind]);
    budgets[kind] = budget;
    return isGranted;
  };
};

const spendOfProcess = createBudget(processLimits, 0);
export const createTally = (address: DatabaseAddress, statement: Statement, own: Context, nowMs: number): Tally => {
  const sum = { calls: 0, errors: 0, returned: 0, affected: 0, durationMs: 0, maxMs: 0 };
  const spendOwn = createBudget(limits, nowMs);
  let retries = 0;
  return {
    get retries() {
      return retries;
    },
    settled: (mayBeRetried) => {
      retries = mayBeRetried && statement !== others ? retries + 1 : 0;
    },
    count: ({ durationMs, returned, affected, failed }) => {
      sum.calls += 1;
      if (failed) sum.errors += 1;
      sum.returned += returned;
      sum.affected += affected;
      sum.durationMs += durationMs;
      sum.maxMs = Math.max(sum.maxMs, durationMs);
    },
    allowsDetail: (isNotable, now) => spendOwn(isNotable, now) && spendOfProcess(isNotable, now),
    record: () => {
      emitLogRecord('DEBUG', tallyWords(statement.summary, sum), countAttributes(address, statement, sum), {
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

const countAttributes = (address: DatabaseAddress, statement: Statement, sum: Sum) => ({
  ...addressAttributes(address),
  ...statementAttributes(statement),
  ...(statement === others ? { [attributes.metricOverflow]: true } : {}),
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
