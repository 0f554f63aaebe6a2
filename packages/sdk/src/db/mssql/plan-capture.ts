import type { Context } from '@opentelemetry/api';
import { attributes, databaseEvents } from '@sightglass/model';
import { emitLogRecord } from '../../telemetry/log-records.ts';
import { addressAttributes, type DatabaseAddress } from '../record/database-address.ts';
import { createPlanGate } from '../record/plan-gate.ts';
import { statementAttributes } from '../record/tally.ts';
import type { Statement } from '../statement/describe.ts';
import { planOfShowplan } from './showplan.ts';
import type { MssqlModule, MssqlPool } from './types.ts';
import { leaveUnobserved } from './unobserved.ts';

export interface SlowStatement {
  readonly pool: MssqlPool | undefined;
  /** As it was sent. */
  readonly text: string;
  readonly statement: Statement;
  readonly address: DatabaseAddress;
  readonly own: Context;
}

interface CopyPool {
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  on(event: 'error', listener: () => void): unknown;
  request(): CopyRequest;
}
interface CopyRequest {
  input(name: string, value: unknown): CopyRequest;
  query(text: string): Promise<{ readonly recordset: readonly Readonly<Record<string, unknown>>[] }>;
}
type CopyConstructor = new (config: object) => CopyPool;

const timeoutMs = 3_000;

/** What ended lately is found by its text, which sp_executesql sends behind the declaration of its parameters. */
const question = `SET LOCK_TIMEOUT 500;
SELECT TOP (1) CONVERT(varchar(20), stats.query_hash, 1) AS query_hash,
  CONVERT(varchar(20), stats.query_plan_hash, 1) AS plan_hash, plans.query_plan AS [plan]
FROM sys.dm_exec_query_stats AS stats
CROSS APPLY sys.dm_exec_sql_text(stats.sql_handle) AS texts
OUTER APPLY sys.dm_exec_text_query_plan(stats.plan_handle, stats.statement_start_offset, stats.statement_end_offset) AS plans
WHERE stats.last_execution_time >= DATEADD(minute, -15, SYSDATETIME()) AND RIGHT(texts.text, LEN(@text)) = @text
ORDER BY stats.last_execution_time DESC, stats.last_elapsed_time DESC`;

/** Asks for query hash and plan of a slow statement, by a connection of its own and out of the plan cache: nothing is run again. */
export const createPlanCapture = (sql: MssqlModule): ((slow: SlowStatement) => void) => {
  const gate = createPlanGate();
  return (slow) => gate(slow.statement, () => capture(sql, slow));
};

const capture = async (sql: MssqlModule, { pool, text, statement, address, own }: SlowStatement): Promise<void> => {
  if (pool === undefined) return;
  const config = { ...pool.config, pool: { min: 0, max: 1 }, requestTimeout: timeoutMs, connectionTimeout: timeoutMs };
  const copy = new (sql.ConnectionPool as unknown as CopyConstructor)(config);
  leaveUnobserved(copy);
  copy.on('error', () => undefined);
  try {
    await copy.connect();
    const [row] = (await copy.request().input('text', text).query(question)).recordset;
    if (row !== undefined) emit(row, { statement, address, own });
  } finally {
    await copy.close();
  }
};

const emit = (
  row: Readonly<Record<string, unknown>>,
  { statement, address, own }: Pick<SlowStatement, 'statement' | 'address' | 'own'>,
): void =>
  emitLogRecord(
    'INFO',
    `plan of ${statement.summary}`,
    {
      ...addressAttributes(address),
      ...statementAttributes(statement),
      [attributes.dbQueryHash]: String(row['query_hash']),
      [attributes.dbPlanHash]: String(row['plan_hash']),
      [attributes.dbPlan]: planOfShowplan(typeof row['plan'] === 'string' ? row['plan'] : ''),
    },
    { context: own, eventName: databaseEvents.planCaptured.name },
  );
