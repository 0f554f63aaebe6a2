import { context, createContextKey } from '@opentelemetry/api';
import { tracingChannel } from 'node:diagnostics_channel';
import { safely } from '../../safely.ts';
import type { AnyFunction } from '../patch.ts';
import { beginOperation } from '../record/operation.ts';
import { describeBulk, describeStatement, type Statement } from '../statement/describe.ts';
import { recordHolderLater } from '../lock/record-holder.ts';
import { beginWait, endWait, type LockQuestion } from '../lock/waits.ts';
import { runScopeOf } from '../../telemetry/run-context.ts';
import type { SlowStatement } from './plan-capture.ts';
import type { TableWrite } from '../tables/statement-use.ts';
import { addressOf } from './database-address.ts';
import { noteSql, sqlTransactionEnded } from './sql-transactions.ts';
import { beganIn, endedIn } from './transactions.ts';
import { countsOf, type RowCounts, rowsOf, watchStream } from './rows.ts';
import { tablesUsed } from './tables-used.ts';
import { poolOf, type CallMessage, type MssqlPool, type MssqlRequest } from './types.ts';
import { isUnobserved } from './unobserved.ts';

export interface RequestOptions {
  readonly slowMs: number;
  readonly onSlow?: (slow: SlowStatement) => void;
  readonly lockQuestion?: (pool: MssqlPool) => LockQuestion;
}

const channels = [
  'mssql:query',
  'mssql:batch',
  'mssql:execute',
  'mssql:bulk',
  'mssql:prepared-statement:prepare',
  'mssql:prepared-statement:execute',
] as const;
const requestKey = createContextKey('sightglass.mssql.request');

/** What mssql publishes does not say which request it is about, so the request is carried in the context of its call. */
export const carryRequest = (original: AnyFunction): AnyFunction =>
  function (this: MssqlRequest, ...args: unknown[]): unknown {
    return context.with(context.active().setValue(requestKey, this), () => original.apply(this, args) as unknown);
  };

/** Observes what requests do, as mssql publishes it. Returns the way back. */
export const observeRequests = (options: RequestOptions): (() => void) => {
  const ends = new WeakMap<object, (message: CallMessage) => void>();
  const start = (message: unknown): void =>
    safely(() => void ends.set(message as object, begin(message as CallMessage, options)));
  const end = (message: unknown): void => safely(() => ends.get(message as object)?.(message as CallMessage));
  const subscribers = { start, asyncEnd: end, error: end, end: () => undefined, asyncStart: () => undefined };
  for (const name of channels) tracingChannel(name).subscribe(subscribers);
  return () => {
    for (const name of channels) tracingChannel(name).unsubscribe(subscribers);
  };
};

const begin = (
  message: CallMessage,
  { slowMs, onSlow, lockQuestion }: RequestOptions,
): ((ended: CallMessage) => void) => {
  const request = (context.active().getValue(requestKey) ?? {}) as MssqlRequest;
  const { parent } = request;
  const pool = poolOf(parent);
  if (isUnobserved(pool)) return () => undefined;
  const statement = statementOf(message);
  const address = addressOf(parent);
  const text = message.command ?? message.statement;
  const operation = beginOperation(address, statement, {
    slowMs,
    onSlow: (own) => {
      if (text !== undefined) onSlow?.({ pool, text, statement, address, own });
    },
  });
  beganIn(parent);
  noteSql(request, text ?? '');
  const own = context.active();
  const question = pool === undefined || runScopeOf(own) === undefined ? undefined : lockQuestion?.(pool);
  const wait = question && beginWait(question, pool, text ?? '');
  const streamed = request.stream === true ? watchStream(request) : undefined;
  let isOver = false;
  return ({ error: raised, result }) => {
    if (isOver) return;
    isOver = true;
    const error = raised ?? streamed?.error();
    const counts: RowCounts = streamed?.counts() ?? countsOf(result);
    const { returned, affected } = rowsOf(statement, counts);
    if (wait !== undefined) endWait(wait);
    const failure = operation.end({ returned, affected, holder: wait?.holder, ...(error ? { error } : {}) });
    if (failure?.class === 'lock-timeout' && wait !== undefined && wait.holder === undefined)
      recordHolderLater(wait, { address, statement, own });
    const writes = failure === undefined ? tablesUsed(message, { pool, statement, counts, own }) : [];
    if (endedIn(parent, affected ?? 0, failure, writes)) return;
    if (!sqlTransactionEnded(request, affected ?? 0, failure, writes)) writeAtOnce(writes, text);
  };
};

/** Where the connection shows no transactions, only those are known that a text begins itself. */
const writeAtOnce = (writes: readonly TableWrite[], text = ''): void => {
  if (!/\bTRAN/iu.test(text)) for (const { entry, moved } of writes) entry.add(moved);
};

/** What has no handle yet is being prepared. */
const statementOf = ({ command, procedure, table, statement, handle }: CallMessage): Statement => {
  if (table !== undefined) return describeBulk(table);
  if (statement !== undefined) return describeStatement(handle === undefined ? `PREPARE ${statement}` : statement);
  return describeStatement(command ?? `EXEC ${procedure ?? ''}`);
};
