import { context, type Context } from '@opentelemetry/api';
import type { DatabaseFailure } from '../record/failure.ts';
import type { DatabaseAddress } from '../record/database-address.ts';
import {
  beganTransaction,
  statementBegan,
  statementEnded,
  recordTransaction,
  type OpenTransaction,
  type TransactionEnd,
} from '../record/transaction.ts';
import type { PgResult } from './types.ts';

/** Follows the transactions of one connection by what it is told and what it answers. */
export interface TransactionWatch {
  began(nowMs: number): void;
  ended(text: string, results: readonly PgResult[], failure: DatabaseFailure | undefined, nowMs: number): void;
  /** The connection is gone, and with it what was not committed. */
  lost(nowMs: number): void;
}

export const watchTransactions = (address: () => DatabaseAddress): TransactionWatch => {
  let open: OpenTransaction | undefined;
  let own: Context | undefined;
  const finish = (nowMs: number, rolledBack?: TransactionEnd['rolledBack']): void => {
    if (open === undefined || own === undefined) return;
    recordTransaction(open, { address: address(), own, nowMs, ...(rolledBack === undefined ? {} : { rolledBack }) });
    open = undefined;
  };
  const follow = (step: TransactionStep, nowMs: number): void => {
    if (step === 'begin' && open === undefined) {
      open = beganTransaction(nowMs);
      own = context.active();
    }
    if (step === 'commit') finish(nowMs);
    if (step === 'rollback') finish(nowMs, 'asked-for');
    if (step === 'refused') finish(nowMs, 'server');
  };
  return {
    began: (nowMs) => {
      if (open !== undefined) open = statementBegan(open, nowMs);
    },
    ended: (text, results, failure, nowMs) => {
      const steps = results.map(({ command }) => stepOf(text, command ?? ''));
      const affected = results.reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0);
      if (open !== undefined) open = statementEnded(open, nowMs, affected, failure);
      for (const step of steps) follow(step, nowMs);
    },
    lost: (nowMs) => finish(nowMs, 'connection-lost'),
  };
};

type TransactionStep = 'begin' | 'commit' | 'rollback' | 'refused' | undefined;

/** A COMMIT of a transaction that has failed is answered with ROLLBACK, and so is a return to a savepoint, which ends nothing. */
const stepOf = (text: string, command: string): TransactionStep => {
  if (command === 'BEGIN' || command === 'START TRANSACTION') return 'begin';
  if (command === 'COMMIT' || command === 'END') return 'commit';
  if (command !== 'ROLLBACK') return undefined;
  if (/\brollback\s+(?:work\s+|transaction\s+)?to\b/i.test(text)) return undefined;
  return /^\s*(?:commit|end)\b/i.test(text) ? 'refused' : 'rollback';
};
