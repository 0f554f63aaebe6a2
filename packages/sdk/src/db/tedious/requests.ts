import { context, type Context } from '@opentelemetry/api';
import { safely } from '../../safely.ts';
import { rowsOf } from '../mssql/rows.ts';
import type { AnyFunction } from '../patch.ts';
import { beginConnecting } from '../record/connecting.ts';
import { beginOperation } from '../record/operation.ts';
import { describeBulk, describeStatement, type Statement } from '../statement/describe.ts';
import { isLeftToDriverAbove } from './owned.ts';
import { transactionsOf } from './transactions.ts';
import { useBatch, useBulk } from '../tables/batch-use.ts';
import { NameScope } from '../tables/name-scope.ts';
import { tablesIn } from '../tables/read-tables.ts';
import type { TableWrite } from '../tables/statement-use.ts';
import { addressOf, namedAddressOf, type TediousConnection, type TediousRequest } from './types.ts';

/** What a method of the connection does with the request it is given. */
export type RequestKind = 'text' | 'procedure' | 'prepare' | 'bulk';

/** `connection.execSql` and its like. The driver calls `request.callback` once, when the server is done or the connection gone. */
export const observeRequest =
  (kind: RequestKind, { slowMs }: { readonly slowMs: number }) =>
  (original: AnyFunction): AnyFunction =>
    function (this: TediousConnection, request: TediousRequest, ...rest: unknown[]): unknown {
      if (!isLeftToDriverAbove(this)) safely(() => watch(this, request, kind, slowMs));
      return original.call(this, request, ...rest) as unknown;
    };

const statementOf = (kind: RequestKind, { sqlTextOrProcedure: text = '', table = '' }: TediousRequest): Statement => {
  if (kind === 'bulk') return describeBulk(table);
  return describeStatement(kind === 'procedure' ? `EXEC ${text}` : kind === 'prepare' ? `PREPARE ${text}` : text);
};

const watch = (connection: TediousConnection, request: TediousRequest, kind: RequestKind, slowMs: number): void => {
  const statement = statementOf(kind, request);
  const own = context.active();
  const { callback } = request;
  if (callback === undefined || observed.has(request) || startsBulk.test(request.sqlTextOrProcedure ?? '')) return;
  observed.add(request);
  const transactions = transactionsOf(connection);
  const operation = beginOperation(addressOf(connection), statement, { slowMs });
  transactions.began(isRollback.test(statement.text));
  let returned = 0;
  request.on?.('row', () => (returned += 1));
  request.callback = function (this: unknown, error: unknown, rowCount?: number, ...more: unknown[]): unknown {
    request.callback = callback;
    observed.delete(request);
    safely(() => {
      const rows = error
        ? undefined
        : rowsOf(statement, { returned, counted: statement.operation === 'PREPARE' ? undefined : rowCount });
      const failure = operation.end({ ...rows, ...(error ? { error } : {}) });
      const writes = failure === undefined ? used(connection, request, kind, { statement, own, rows: rowCount }) : [];
      transactions.ended(rows?.affected ?? 0, failure, writes);
    });
    return callback.call(this, error, rowCount, ...more);
  };
};

interface Ended {
  readonly statement: Statement;
  readonly own: Context;
  /** All that its statements counted. */
  readonly rows: number | undefined;
}

/** What a request that went well has read and written. */
const used = (
  connection: TediousConnection,
  { table = '', sqlTextOrProcedure: text }: TediousRequest,
  kind: RequestKind,
  { statement, own, rows }: Ended,
): readonly TableWrite[] => {
  if (kind === 'procedure' || kind === 'prepare') return [];
  const scope = scopes.get(connection) ?? new NameScope(() => namedAddressOf(connection));
  scopes.set(connection, scope);
  if (kind === 'bulk') return useBulk(scope, table, rows, own);
  const isOne = tablesIn(statement.text, 'microsoft.sql_server').length === 1;
  return useBatch(scope, { statement, text, changed: isOne ? rows : undefined }, own);
};

const scopes = new WeakMap<object, NameScope>();

/** What a bulk load sends before its rows. */
const startsBulk = /^insert bulk /i;
const observed = new WeakSet<object>();
const isRollback = /\bROLLBACK\b/i;

/** `connection.beginTransaction(callback, …)` and its like, whose requests are the driver's own. */
export const observeTransaction =
  (what: 'begin' | 'commit' | 'rollback' | 'save') =>
  (original: AnyFunction): AnyFunction =>
    function (this: TediousConnection, callback: AnyFunction, ...rest: unknown[]): unknown {
      if (isLeftToDriverAbove(this) || typeof callback !== 'function')
        return original.call(this, callback, ...rest) as unknown;
      const transactions = transactionsOf(this);
      const end = beginTransactionCall(this, what);
      transactions.began(what === 'rollback');
      return original.call(
        this,
        (error: unknown, ...more: unknown[]): unknown => {
          safely(() => transactions.ended(0, end(error)));
          return callback(error, ...more) as unknown;
        },
        ...rest,
      ) as unknown;
    };

const beginTransactionCall = (connection: TediousConnection, what: string) => {
  const operation = beginOperation(addressOf(connection), describeStatement(`${what.toUpperCase()} TRANSACTION`), {
    slowMs: Infinity,
  });
  return (error: unknown) => operation.end(error ? { error } : {});
};

/** `connection.connect`, told when it fails. */
export const observeConnect = (original: AnyFunction): AnyFunction =>
  function (this: TediousConnection, ...args: unknown[]): unknown {
    const failed = beginConnecting(addressOf(this));
    this.once('connect', (error) => {
      if (error && !isLeftToDriverAbove(this)) failed(error);
    });
    return original.apply(this, args) as unknown;
  };

/** `connection.close`: what is open then is rolled back because the program wants it so. */
export const observeClose = (original: AnyFunction): AnyFunction =>
  function (this: TediousConnection, ...args: unknown[]): unknown {
    if (this.inTransaction === true && !isLeftToDriverAbove(this)) safely(() => transactionsOf(this).closing());
    return original.apply(this, args) as unknown;
  };
