import { context, type Context } from '@opentelemetry/api';
import { safely } from '../../safely.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import { HeldWrites } from '../../datasets/held-writes.ts';
import { holdAll, type TableWrite } from '../tables/statement-use.ts';
import type { DatabaseFailure } from '../record/failure.ts';
import {
  beganTransaction,
  recordTransaction,
  statementBegan,
  statementEnded,
  type OpenTransaction,
  type TransactionEnd,
} from '../record/transaction.ts';
import { addressOf, type TediousConnection } from './types.ts';

/** Follows the transactions of one connection by what the server says of them, however they are begun and ended. */
export interface TransactionWatch {
  /** `isRollback`: the program wants what is open to be rolled back, if that happens. */
  began(isRollback: boolean): void;
  /** `writes`: what the request has written, if that is committed. */
  ended(affected: number, failure: DatabaseFailure | undefined, writes?: readonly TableWrite[]): void;
  closing(): void;
  /** Whether somebody else tells of what begins from now on: a Transaction of `mssql`, which has borrowed the connection. */
  leaveTo(another: boolean): void;
}

const watches = new WeakMap<object, TransactionWatch>();

export const transactionsOf = (connection: TediousConnection): TransactionWatch => {
  const found = watches.get(connection) ?? watch(connection);
  watches.set(connection, found);
  return found;
};

const watch = (connection: TediousConnection): TransactionWatch => {
  const held = new HeldWrites();
  let open: OpenTransaction | undefined;
  let own: Context = context.active();
  let latest = own;
  let isRollback = false;
  /** How the server ended it; its reason comes with the end of the request. */
  let pending: { isRolledBack: boolean } | undefined;
  const nowMs = (): number => runScopeOf(latest)?.clock.nowMs() ?? Date.now();
  const finish = (rolledBack?: TransactionEnd['rolledBack']): void => {
    if (open === undefined) return;
    if (rolledBack === undefined) held.commit();
    else held.rollBack();
    const end = { address: addressOf(connection), own, nowMs: nowMs() };
    recordTransaction(open, rolledBack === undefined ? end : { ...end, rolledBack });
    open = undefined;
  };
  const settle = (): void => {
    if (pending === undefined) return;
    const { isRolledBack } = pending;
    pending = undefined;
    if (isRolledBack) finish(isRollback ? 'asked-for' : 'server');
    else finish();
  };
  let isOfAnother = false;
  onTransactionChange(connection, (isIn) => {
    settle();
    if (isOfAnother) return;
    if (!isIn) {
      pending = { isRolledBack: false };
      return;
    }
    own = latest;
    open = beganTransaction(nowMs());
  });
  connection.on('rollbackTransaction', () => {
    if (pending !== undefined) pending.isRolledBack = true;
  });
  connection.once('end', () =>
    safely(() => {
      settle();
      finish('connection-lost');
    }),
  );
  return {
    began: (wanted) => {
      latest = context.active();
      isRollback = wanted;
      if (open !== undefined) open = statementBegan(open, nowMs());
    },
    ended: (affected, failure, writes = []) => {
      if (failure === undefined) holdAll(held, writes);
      if (open === undefined) held.commit();
      else open = statementEnded(open, nowMs(), affected, failure);
      if (isRollback && pending === undefined) held.rollBack(); // to a savepoint: what is left is not known
      settle();
      if (failure?.class === 'reset') finish('connection-lost');
    },
    closing: () => {
      settle();
      finish('asked-for');
    },
    leaveTo: (another) => (isOfAnother = another),
  };
};

/** The driver notes on the connection whether the server has a transaction open there, as the server says it. */
const onTransactionChange = (connection: TediousConnection, changed: (isIn: boolean) => void): void => {
  let isIn = connection.inTransaction === true;
  Object.defineProperty(connection, 'inTransaction', {
    configurable: true,
    enumerable: true,
    get: () => isIn,
    set: (value: boolean) => {
      const wasIn = isIn;
      isIn = value;
      if (wasIn !== value) safely(() => changed(value));
    },
  });
};
