import { context, type Context } from '@opentelemetry/api';
import { safely } from '../../safely.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
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
  ended(affected: number, failure: DatabaseFailure | undefined): void;
  closing(): void;
}

const watches = new WeakMap<object, TransactionWatch>();

export const transactionsOf = (connection: TediousConnection): TransactionWatch => {
  const found = watches.get(connection) ?? watch(connection);
  watches.set(connection, found);
  return found;
};

const watch = (connection: TediousConnection): TransactionWatch => {
  let open: OpenTransaction | undefined;
  let own: Context = context.active();
  let latest = own;
  let isRollback = false;
  /** How the server ended it; its reason comes with the end of the request. */
  let pending: { isRolledBack: boolean } | undefined;
  const nowMs = (): number => runScopeOf(latest)?.clock.nowMs() ?? Date.now();
  const finish = (rolledBack?: TransactionEnd['rolledBack']): void => {
    if (open === undefined) return;
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
  onTransactionChange(connection, (isIn) => {
    settle();
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
    ended: (affected, failure) => {
      if (open !== undefined) open = statementEnded(open, nowMs(), affected, failure);
      settle();
      if (failure?.class === 'reset') finish('connection-lost');
    },
    closing: () => {
      settle();
      finish('asked-for');
    },
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
