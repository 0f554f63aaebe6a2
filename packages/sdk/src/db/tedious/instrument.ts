import { isDisabled } from '../../config/configure.ts';
import { patch } from '../patch.ts';
import { observeClose, observeConnect, observeRequest, observeTransaction, type RequestKind } from './requests.ts';
import type { TediousModule } from './types.ts';

export interface InstrumentTediousOptions {
  /** A statement that takes so long is reported as slow; 1,000 ms by default. */
  readonly slowMs?: number;
}

const usualSlowMs = 1_000;
const instrumented = new WeakSet<object>();

const requests: Readonly<Record<string, RequestKind>> = {
  execSql: 'text',
  execSqlBatch: 'text',
  execute: 'text',
  prepare: 'prepare',
  callProcedure: 'procedure',
  execBulkLoad: 'bulk',
};
const transactions = {
  beginTransaction: 'begin',
  commitTransaction: 'commit',
  rollbackTransaction: 'rollback',
  saveTransaction: 'save',
} as const;

/**
 * Observes every statement, bulk load, transaction and failed connection of `tedious`, for programs that use it without `mssql` (Knex, Sequelize), or with a `mssql`
 * older than 12.7 (TypeORM): `import * as tedious from 'tedious'; instrumentTedious(tedious)`. What an instrumented `mssql` does is told once, by that.
 * Results and errors stay as they are. Returns the way back.
 */
export const instrumentTedious = (
  tedious: TediousModule,
  { slowMs = usualSlowMs }: InstrumentTediousOptions = {},
): (() => void) => {
  const { prototype } = tedious.Connection;
  if (isDisabled() || instrumented.has(prototype)) return () => undefined;
  instrumented.add(prototype);
  const undo = [
    ...Object.entries(requests).map(([name, kind]) => patch(prototype, name, observeRequest(kind, { slowMs }))),
    ...Object.entries(transactions).map(([name, what]) => patch(prototype, name, observeTransaction(what))),
    patch(prototype, 'connect', observeConnect),
    patch(prototype, 'close', observeClose),
  ];
  return () => {
    for (const step of undo) step();
    instrumented.delete(prototype);
  };
};
