import type { Context } from '@opentelemetry/api';
import type { DatabaseAddress } from '../record/database-address.ts';
import type { DatabaseFailure } from '../record/failure.ts';
import {
  beganTransaction,
  recordTransaction,
  returnedToSavepoint,
  statementBegan,
  statementEnded,
  type OpenTransaction,
  type TransactionEnd,
} from '../record/transaction.ts';
import { affectedBy, transactionStep } from './command-tag.ts';

/** What a server is in after each text: no transaction, an open one, or one that has failed. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** Follows the transactions of one connection by what the server answers; the text only says which ROLLBACK it was. */
export interface TransactionWatch {
  /** A text is sent, or waits for those before it. */
  began(own: Context, nowMs: number): void;
  /** The server has done one statement: its tag (`INSERT 0 5`), and the statement without its data, which few tags need. */
  completed(tag: string, statement: () => string, nowMs: number): void;
  failed(failure: DatabaseFailure, nowMs: number): void;
  /** The server is done with a text. */
  ready(status: TransactionStatus, nowMs: number): void;
  /** The connection ends: the program closes it, or it is gone. What was not committed goes with it. */
  ended(how: 'closed' | 'lost', nowMs: number): void;
}

export const watchTransactions = (address: () => DatabaseAddress): TransactionWatch => {
  let open: OpenTransaction | undefined;
  let latest: Context | undefined;
  let own: Context | undefined;
  let isFatal = false;
  let isClosed = false;
  const begin = (nowMs: number): void => {
    if (isClosed) return; // what the server said before it knew
    open = beganTransaction(nowMs);
    own = latest;
  };
  const finish = (nowMs: number, rolledBack?: TransactionEnd['rolledBack']): void => {
    if (open === undefined || own === undefined) return;
    recordTransaction(open, { address: address(), own, nowMs, ...(rolledBack === undefined ? {} : { rolledBack }) });
    open = undefined;
  };
  return {
    began: (context, nowMs) => {
      latest = context;
      if (open !== undefined) open = statementBegan(open, nowMs);
    },
    completed: (tag, statement, nowMs) => {
      if (open !== undefined) open = statementEnded(open, nowMs, affectedBy(tag, statement) ?? 0, undefined);
      const { step, chains } = transactionStep(tag, statement);
      if (step === 'begin' && open === undefined) begin(nowMs);
      if (step === 'savepoint' && open !== undefined) open = returnedToSavepoint(open);
      if (step === 'prepared') open = undefined;
      if (step === 'commit') finish(nowMs);
      if (step === 'rollback') finish(nowMs, 'asked-for');
      if (step === 'refused') finish(nowMs, 'server');
      if (chains) begin(nowMs);
    },
    failed: (failure, nowMs) => {
      isFatal = failure.isFatal === true || failure.class === 'reset';
      if (open !== undefined) open = statementEnded(open, nowMs, 0, failure);
    },
    ready: (status, nowMs) => {
      if (status === 'I') finish(nowMs, 'server');
      else if (open === undefined) begin(nowMs);
    },
    ended: (how, nowMs) => {
      isClosed = true;
      finish(nowMs, how === 'lost' || isFatal ? 'connection-lost' : 'asked-for');
    },
  };
};
