import type { Context } from '@opentelemetry/api';
import { HeldWrites } from '../../datasets/held-writes.ts';
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
import { holdAll, type TableWrite } from '../tables/statement-use.ts';
import { affectedBy, savepointOf, transactionStep } from './command-tag.ts';

/** What a server is in after each text: no transaction, an open one, or one that has failed. */
export type TransactionStatus = 'I' | 'T' | 'E';

/** Follows the transactions of one connection by what the server answers; the text only says which ROLLBACK it was. */
export interface TransactionWatch {
  /** A text is sent, or waits for those before it. */
  began(own: Context, nowMs: number): void;
  /** The server has done one statement: its tag (`INSERT 0 5`), and the statement without its data, which few tags need. */
  completed(tag: string, statement: () => string, nowMs: number, writes?: readonly TableWrite[]): void;
  failed(failure: DatabaseFailure, nowMs: number): void;
  /** The server is done with a text. */
  ready(status: TransactionStatus, nowMs: number): void;
  /** A text has gone well of which the server's messages are not followed. */
  endedWell(): void;
  /** The connection ends: the program closes it, or it is gone. What was not committed goes with it. */
  ended(how: 'closed' | 'lost', nowMs: number): void;
}

export const watchTransactions = (address: () => DatabaseAddress): TransactionWatch => {
  /** In the transaction that is open, or in the one around a text of several statements. */
  const held = new HeldWrites();
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
    if (rolledBack === undefined) held.commit();
    else held.rollBack();
    recordTransaction(open, { address: address(), own, nowMs, ...(rolledBack === undefined ? {} : { rolledBack }) });
    open = undefined;
  };
  return {
    began: (context, nowMs) => {
      latest = context;
      if (open !== undefined) open = statementBegan(open, nowMs);
    },
    completed: (tag, statement, nowMs, writes = []) => {
      holdAll(held, writes);
      noteSavepoint(held, tag, statement);
      if (open !== undefined) open = statementEnded(open, nowMs, affectedBy(tag, statement) ?? 0, undefined);
      const { step, chains } = transactionStep(tag, statement);
      if (step === 'begin' && open === undefined) begin(nowMs);
      if (step === 'savepoint' && open !== undefined) open = returnedToSavepoint(open);
      if (step === 'prepared') {
        held.rollBack(); // whether it is committed one day is not known here
        open = undefined;
      }
      if (step === 'commit') finish(nowMs);
      if (step === 'rollback') finish(nowMs, 'asked-for');
      if (step === 'refused') finish(nowMs, 'server');
      if (chains) begin(nowMs);
    },
    failed: (failure, nowMs) => {
      isFatal = failure.isFatal === true || failure.class === 'reset';
      if (open === undefined) held.rollBack();
      else open = statementEnded(open, nowMs, 0, failure);
    },
    ready: (status, nowMs) => {
      if (status === 'I') {
        finish(nowMs, 'server');
        held.commit();
      } else if (open === undefined) begin(nowMs);
    },
    endedWell: () => {
      if (open === undefined) held.commit();
    },
    ended: (how, nowMs) => {
      isClosed = true;
      finish(nowMs, how === 'lost' || isFatal ? 'connection-lost' : 'asked-for');
      held.rollBack();
    },
  };
};

const noteSavepoint = (held: HeldWrites, tag: string, statement: () => string): void => {
  if (tag !== 'SAVEPOINT' && tag !== 'RELEASE' && tag !== 'ROLLBACK') return;
  const name = savepointOf(statement());
  if (name === undefined) return;
  if (tag === 'SAVEPOINT') held.savepoint(name);
  else if (tag === 'RELEASE') held.release(name);
  else held.rollBackTo(name);
};
