import type { Context } from '@opentelemetry/api';
import { attributes, databaseEvents } from '@sightglass/model';
import { emitLogRecord } from '../../telemetry/log-records.ts';
import type { DatabaseFailure } from './failure.ts';
import { addressAttributes, type DatabaseAddress } from './database-address.ts';

export type RollbackReason = 'asked-for' | 'error' | 'server' | 'connection-lost';

/** A transaction that is open: what happened in it, and when nothing did. */
export interface OpenTransaction {
  readonly startedAtMs: number;
  readonly statements: number;
  readonly affected: number;
  /** Since when the database has had nothing to do; undefined while it works. */
  readonly idleSinceMs: number | undefined;
  readonly longestIdleMs: number;
  readonly failure: DatabaseFailure | undefined;
}

export const beganTransaction = (nowMs: number): OpenTransaction => ({
  startedAtMs: nowMs,
  statements: 0,
  affected: 0,
  idleSinceMs: nowMs,
  longestIdleMs: 0,
  failure: undefined,
});

export const statementBegan = (open: OpenTransaction, nowMs: number): OpenTransaction => ({
  ...open,
  statements: open.statements + 1,
  idleSinceMs: undefined,
  longestIdleMs: longestIdleMs(open, nowMs),
});

export const statementEnded = (
  open: OpenTransaction,
  nowMs: number,
  affected: number,
  failure: DatabaseFailure | undefined,
): OpenTransaction => ({
  ...open,
  affected: open.affected + affected,
  idleSinceMs: nowMs,
  failure: causeOf(failure, open.failure),
});

/** What comes after an error only repeats that there was one. */
const causeOf = (
  latest: DatabaseFailure | undefined,
  known: DatabaseFailure | undefined,
): DatabaseFailure | undefined => (latest?.code === inFailedTransaction ? (known ?? latest) : (latest ?? known));

const inFailedTransaction = '25P02';

/** What failed since the savepoint is undone. */
export const returnedToSavepoint = (open: OpenTransaction): OpenTransaction => ({ ...open, failure: undefined });

export const longestIdleMs = ({ idleSinceMs, longestIdleMs: longest }: OpenTransaction, nowMs: number): number =>
  idleSinceMs === undefined ? longest : Math.max(longest, nowMs - idleSinceMs);

/** Why a transaction was rolled back: the server's own doing and a lost connection say so, else an error before it. */
export const rollbackReason = (
  { failure }: OpenTransaction,
  wanted: Exclude<RollbackReason, 'error'>,
): RollbackReason => (wanted === 'asked-for' && failure !== undefined ? 'error' : wanted);

export interface TransactionEnd {
  readonly address: DatabaseAddress;
  readonly own: Context;
  readonly nowMs: number;
  /** Undefined: committed. */
  readonly rolledBack?: Exclude<RollbackReason, 'error'>;
}

export const recordTransaction = (open: OpenTransaction, { address, own, nowMs, rolledBack }: TransactionEnd): void => {
  const reason = rolledBack === undefined ? undefined : rollbackReason(open, rolledBack);
  const durationMs = nowMs - open.startedAtMs;
  const { failure } = open;
  const outcome = reason === undefined ? 'committed' : 'rolled-back';
  emitLogRecord(
    reason === undefined ? 'DEBUG' : 'WARN',
    `transaction ${outcome}${reason === undefined ? '' : ` (${reason})`} after ${durationMs.toFixed(0)} ms and ${open.statements} statements`,
    {
      ...addressAttributes(address),
      [attributes.dbTransactionOutcome]: outcome,
      ...(reason === undefined ? {} : { [attributes.dbTransactionReason]: reason }),
      [attributes.dbTransactionStatements]: open.statements,
      [attributes.dbTransactionIdleMaxMs]: longestIdleMs(open, nowMs),
      [attributes.dbDurationMs]: durationMs,
      [attributes.dbAffectedRows]: open.affected,
      ...(reason === undefined || failure === undefined
        ? {}
        : {
            [attributes.errorType]: failure.class,
            ...(failure.code === undefined ? {} : { [attributes.dbResponseStatusCode]: failure.code }),
          }),
    },
    { context: own, eventName: databaseEvents.transactionFinished.name },
  );
};
