import type { Context } from '@opentelemetry/api';
import { attributes, databaseEvents } from '@sightglass/model';
import { emitLogRecord } from '../../telemetry/log-records.ts';
import { addressAttributes, type DatabaseAddress } from '../record/database-address.ts';
import { createPlanGate } from '../record/plan-gate.ts';
import { statementAttributes } from '../record/tally.ts';
import type { Statement } from '../statement/describe.ts';
import { withCopy } from './copy-pool.ts';
import { planOfShowplan } from './showplan.ts';
import type { MssqlModule, MssqlPool } from './types.ts';

export interface SlowStatement {
  readonly pool: MssqlPool | undefined;
  /** As it was sent. */
  readonly text: string;
  readonly statement: Statement;
  readonly address: DatabaseAddress;
  readonly own: Context;
}

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
  const [row] = await withCopy(sql, pool, (query) => query(question, { text }));
  if (row !== undefined) emit(row, { statement, address, own });
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
