import { isDisabled } from '../../config/configure.ts';
import { patch } from '../patch.ts';
import { observeAcquire, observeClose, observeConnect, observeRelease } from './observe-pool.ts';
import { createLockQuestions } from './lock-question.ts';
import { createPlanCapture } from './plan-capture.ts';
import { carryRequest, observeRequests } from './requests.ts';
import { observeBegin, observeEnd } from './transactions.ts';
import type { MssqlModule } from './types.ts';

export interface InstrumentMssqlOptions {
  /** A statement that takes so long is reported as slow; 1,000 ms by default. */
  readonly slowMs?: number;
  /** Asks for query hash and plan of a slow statement, by a connection of its own and without running it; needs VIEW SERVER STATE. */
  readonly plans?: boolean;
  /** Asks who keeps a statement of a run waiting that takes longer than 0.6 s, by a connection of its own; needs VIEW SERVER STATE. True by default. */
  readonly lockHolders?: boolean;
}

const usualSlowMs = 1_000;
const instrumented = new WeakSet<object>();

/**
 * Observes every statement, prepared or not, bulk load, transaction and pool of `mssql` (12.7 or newer): `import sql from 'mssql'; instrumentMssql(sql)`.
 * Queries, results and errors stay as they are. Returns the way back.
 */
export const instrumentMssql = (
  sql: MssqlModule,
  { slowMs = usualSlowMs, plans = false, lockHolders = true }: InstrumentMssqlOptions = {},
): (() => void) => {
  if (isDisabled() || instrumented.has(sql)) return () => undefined;
  instrumented.add(sql);
  const { Request, Transaction, PreparedStatement, ConnectionPool } = sql;
  const undo = [
    observeRequests({
      slowMs,
      ...(plans ? { onSlow: createPlanCapture(sql) } : {}),
      ...(lockHolders ? { lockQuestion: createLockQuestions(sql) } : {}),
    }),
    ...['query', 'batch', 'execute', 'bulk'].map((name) => patch(Request.prototype, name, carryRequest)),
    ...['prepare', 'execute'].map((name) => patch(PreparedStatement.prototype, name, carryRequest)),
    patch(Transaction.prototype, 'begin', observeBegin),
    ...['commit', 'rollback'].map((name) => patch(Transaction.prototype, name, observeEnd)),
    patch(ConnectionPool.prototype, 'connect', observeConnect),
    patch(ConnectionPool.prototype, 'acquire', observeAcquire),
    patch(ConnectionPool.prototype, 'release', observeRelease),
    patch(ConnectionPool.prototype, 'close', observeClose),
  ];
  return () => {
    for (const step of undo) step();
    instrumented.delete(sql);
  };
};
