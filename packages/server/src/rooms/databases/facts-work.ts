import type { DatabaseSystem } from '@sightglass/model';
import type { DatabaseStatement, DatabaseTransactions } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import { withinSql } from '../../storage/telemetry/time-sql.ts';

/** A database as programs name it. */
export interface DatabaseAddress {
  readonly system: DatabaseSystem;
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

export interface WorkWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A statement, its time not written out yet. */
export interface StatementFacts extends Omit<DatabaseStatement, 'lastAt'> {
  readonly lastAtMs: number;
}

export type TransactionFacts = DatabaseTransactions['outcomes'][number];

const atAddress =
  'DbSystem = {system:String} AND ServerAddress = {host:String} AND ServerPort = {port:UInt64} AND DbNamespace = {database:String}';

/** JavaScript counts exactly up to here. */
const total = (column: string): string => `least(sum(${column}), ${Number.MAX_SAFE_INTEGER})`;

/** Characters of a statement; its log record has it whole. */
const mostOfText = 65_536;

/** What programs did in a database. */
export const createDatabaseWorkReader = (telemetry: TelemetryClient) => ({
  /** Fingerprints by their time in all, longest first: what each stage that ran one in this time had counted by its end. */
  async statements(address: DatabaseAddress, window: WorkWindow, limit: number): Promise<StatementFacts[]> {
    return telemetry.rows(
      `SELECT Fingerprint AS fingerprint, argMax(operation, atMs) AS operation, argMax(summary, atMs) AS summary, leftUTF8(argMax(text, atMs), ${mostOfText}) AS text,
         ${total('calls')} AS calls, ${total('errors')} AS errors, ${total('returned')} AS rowsReturned, ${total('affected')} AS rowsAffected,
         sum(ms) AS durationMs, max(slowest) AS slowestMs, uniqExact(RunId) AS runs,
         nullIf(argMax(RunId, atMs), '') AS lastRunId, nullIf(argMax(pipeline, atMs), '') AS lastPipeline, max(atMs) AS lastAtMs
       FROM (
         SELECT RunId, Fingerprint, max(Operation) AS operation, max(Summary) AS summary, max(Text) AS text, max(PipelineName) AS pipeline,
           max(Calls) AS calls, max(Errors) AS errors, max(RowsReturned) AS returned, max(RowsAffected) AS affected,
           max(DurationMs) AS ms, max(SlowestMs) AS slowest, toUnixTimestamp64Milli(max(LastAt)) AS atMs
         FROM database_statements
         WHERE ${[atAddress, ...withinSql('LastAt', window)].join(' AND ')}
         GROUP BY RunId, StageId, Process, Fingerprint)
       GROUP BY Fingerprint ORDER BY durationMs DESC, fingerprint LIMIT ${limit}`,
      { ...address },
    );
  },

  /** Transactions by outcome and reason, the commonest first. */
  async transactions(address: DatabaseAddress, window: WorkWindow): Promise<TransactionFacts[]> {
    return telemetry.rows(
      `SELECT Outcome AS outcome, nullIf(toString(Reason), '') AS reason, nullIf(toString(ErrorType), '') AS errorClass, count() AS transactions,
         quantileExact(0.5)(DurationMs) AS medianMs, max(DurationMs) AS longestMs, max(LongestIdleMs) AS longestIdleMs
       FROM database_transactions FINAL
       WHERE ${[atAddress, ...withinSql('EndedAt', window)].join(' AND ')}
       GROUP BY outcome, reason, errorClass ORDER BY transactions DESC, outcome, reason`,
      { ...address },
    );
  },
});
export type DatabaseWorkReader = ReturnType<typeof createDatabaseWorkReader>;
