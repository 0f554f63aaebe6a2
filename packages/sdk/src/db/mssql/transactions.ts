import { context, type Context } from '@opentelemetry/api';
import { safely } from '../../safely.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import { settled, type AnyFunction } from '../patch.ts';
import { HeldWrites } from '../../datasets/held-writes.ts';
import { holdAll, type TableWrite } from '../tables/statement-use.ts';
import { failureOf, type DatabaseFailure } from '../record/failure.ts';
import {
  beganTransaction,
  statementBegan,
  statementEnded,
  recordTransaction,
  type OpenTransaction,
  type TransactionEnd,
} from '../record/transaction.ts';
import { addressOf } from './database-address.ts';
import type { MssqlParent, MssqlTransaction } from './types.ts';

const open = new WeakMap<object, OpenTransaction>();
const contexts = new WeakMap<object, Context>();
const held = new WeakMap<object, HeldWrites>();
const refused = new WeakSet<object>();

/** `transaction.begin`, with its end reported whoever brings it about. */
export const observeBegin = (original: AnyFunction): AnyFunction =>
  function (this: MssqlTransaction, ...args: unknown[]): unknown {
    safely(() => watch(this));
    return original.apply(this, args) as unknown;
  };

/** `transaction.commit` and `transaction.rollback`: one that fails has ended the transaction all the same. */
export const observeEnd = (original: AnyFunction): AnyFunction =>
  function (this: MssqlTransaction, callback?: AnyFunction): unknown {
    if (typeof callback === 'function') {
      return original.call(this, (error: unknown, ...rest: unknown[]) => {
        notEnded(this, error);
        callback(error, ...rest);
      }) as unknown;
    }
    const returned: unknown = original.call(this);
    return returned instanceof Promise ? settled(returned, (error) => notEnded(this, error)) : returned;
  };

/** The driver refuses before it sends anything: the transaction is as it was, or was over already. */
const isRefusedByDriver = /^(?:EREQINPROG|ENOTBEGUN|EABORT)$/;

const notEnded = (transaction: MssqlTransaction, error: unknown): void =>
  safely(() => {
    const state = open.get(transaction);
    if (!error || state === undefined) return;
    const { code, originalError = error } = error as { code?: unknown; originalError?: unknown };
    if (typeof code === 'string' && isRefusedByDriver.test(code)) return;
    const failure = failureOf('microsoft.sql_server', originalError);
    open.set(transaction, statementEnded(state, nowMs(context.active()), 0, failure));
    finish(transaction, isLost(failure) ? 'connection-lost' : 'server');
  });

const isLost = ({ class: kind }: DatabaseFailure): boolean => kind === 'reset' || kind === 'timeout';

const watch = (transaction: MssqlTransaction): void => {
  const own = context.active();
  transaction.once('begin', () => {
    open.set(transaction, beganTransaction(nowMs(own)));
    contexts.set(transaction, own);
  });
  transaction.once('commit', () => finish(transaction));
  transaction.once('rollback', (aborted) =>
    aborted === true ? refuse(transaction) : finish(transaction, 'asked-for'),
  );
};

/** The server rolls back before it says why: the end waits for the statement that brings the error. */
const refuse = (transaction: MssqlTransaction): void => {
  if (open.get(transaction)?.idleSinceMs === undefined) refused.add(transaction);
  else finish(transaction, 'server');
};

const finish = (transaction: MssqlTransaction, rolledBack?: TransactionEnd['rolledBack']): void =>
  safely(() => {
    const state = open.get(transaction);
    const own = contexts.get(transaction);
    if (state === undefined || own === undefined) return;
    open.delete(transaction);
    const writes = held.get(transaction);
    held.delete(transaction);
    if (rolledBack === undefined) writes?.commit();
    else writes?.rollBack();
    const end = { address: addressOf(transaction.parent), own, nowMs: nowMs(own) };
    recordTransaction(state, rolledBack === undefined ? end : { ...end, rolledBack });
  });

export const beganIn = (parent: MssqlParent | undefined): void => {
  const state = parent === undefined ? undefined : open.get(parent);
  if (parent !== undefined && state !== undefined) open.set(parent, statementBegan(state, nowMs(context.active())));
};

/** False where the request runs in no transaction. */
export const endedIn = (
  parent: MssqlParent | undefined,
  affected: number,
  failure: DatabaseFailure | undefined,
  writes: readonly TableWrite[],
): boolean => {
  const state = parent === undefined ? undefined : open.get(parent);
  if (parent === undefined || state === undefined) return false;
  const own = held.get(parent) ?? new HeldWrites();
  held.set(parent, own);
  holdAll(own, writes);
  open.set(parent, statementEnded(state, nowMs(context.active()), affected, failure));
  if (refused.delete(parent)) finish(parent as MssqlTransaction, 'server');
  else if (failure?.class === 'reset') finish(parent as MssqlTransaction, 'connection-lost');
  return true;
};

const nowMs = (own: Context): number => runScopeOf(own)?.clock.nowMs() ?? Date.now();
