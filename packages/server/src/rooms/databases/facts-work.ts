import type { DatabaseSystem } from '@sightglass/model';
import type { DatabaseStatement, DatabaseTransactions } from '@sightglass/model/rest';
import { mostPageBytes } from '../../http/page-bytes.ts';
import { boundedOf, type BoundedRow, withinBytesSql } from '../../storage/telemetry/bounded-rows.ts';
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
/** Of a summary, a reason or an error. */
const mostOfName = 1_024;
const nameOf = (column: string): string => `leftUTF8(toString(${column}), ${mostOfName})`;

/** The last statement shown: microseconds in all, as they are ordered, and fingerprint. */
export interface StatementPosition {
  readonly micros: number;
  readonly fingerprint: string;
}

type StatementRow = StatementFacts & StatementPosition;

export interface StatementPage {
  readonly items: readonly StatementFacts[];
  /** Where to go on; undefined on the last page. */
  readonly next: StatementPosition | undefined;
}

export interface TransactionPage {
  readonly outcomes: readonly TransactionFacts[];
  /** Of all outcomes. */
  readonly committed: number;
  readonly rolledBack: number;
  /** Whether there are more after these. */
  readonly isAll: boolean;
}

/** What programs did in a database. A page has at least one item, and ends after so many bytes. */
export const createDatabaseWorkReader = (telemetry: TelemetryClient) => ({
  /** Fingerprints by their time in all, longest first: what each stage that ran one in this time had counted by its end. */
  async statements(
    address: DatabaseAddress,
    window: WorkWindow,
    after: StatementPosition | undefined,
    limit: number,
  ): Promise<StatementPage> {
    const beyond =
      after === undefined
        ? '1'
        : 'micros < {micros:UInt64} OR (micros = {micros:UInt64} AND Fingerprint > {fingerprint:String})';
    const selection = `SELECT Fingerprint AS fingerprint, ${nameOf('argMax(operation, atMs)')} AS operation, ${nameOf('argMax(summary, atMs)')} AS summary,
         leftUTF8(argMax(text, atMs), ${mostOfText}) AS text,
         ${total('calls')} AS calls, ${total('errors')} AS errors, ${total('returned')} AS rowsReturned, ${total('affected')} AS rowsAffected,
         sum(ms) AS durationMs, max(slowest) AS slowestMs, uniqExact(RunId) AS runs,
         nullIf(argMax(RunId, atMs), '') AS lastRunId, nullIf(argMax(pipeline, atMs), '') AS lastPipeline, max(atMs) AS lastAtMs,
         toUInt64(greatest(0, least(9e15, round(durationMs * 1000)))) AS micros, length(text) + length(summary) + length(operation) AS bytes
       FROM (
         SELECT RunId, Fingerprint, max(Operation) AS operation, max(Summary) AS summary, max(Text) AS text, max(PipelineName) AS pipeline,
           max(Calls) AS calls, max(Errors) AS errors, max(RowsReturned) AS returned, max(RowsAffected) AS affected,
           max(DurationMs) AS ms, max(SlowestMs) AS slowest, toUnixTimestamp64Milli(max(LastAt)) AS atMs
         FROM database_statements
         WHERE ${[atAddress, ...withinSql('LastAt', window)].join(' AND ')}
         GROUP BY RunId, StageId, Process, Fingerprint)
       GROUP BY Fingerprint HAVING ${beyond} ORDER BY micros DESC, Fingerprint LIMIT ${limit + 1}`;
    const found = await telemetry.rows<StatementRow & BoundedRow>(withinBytesSql(selection, mostPageBytes), {
      ...address,
      ...after,
    });
    const { rows, isAll } = boundedOf(found);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const hasMore = last !== undefined && (rows.length > limit || !isAll);
    return {
      items: shown.map(({ micros: _micros, ...item }) => item),
      next: hasMore ? { micros: last.micros, fingerprint: last.fingerprint } : undefined,
    };
  },

  /** Transactions by outcome and reason, the commonest first, from the `begin`th on. */
  async transactions(
    address: DatabaseAddress,
    window: WorkWindow,
    { begin, limit }: { readonly begin: number; readonly limit: number },
  ): Promise<TransactionPage> {
    const found = await telemetry.rows<TransactionFacts & { readonly all: number; readonly allCommitted: number }>(
      `SELECT *, sum(transactions) OVER () AS all, sumIf(transactions, outcome = 'committed') OVER () AS allCommitted FROM (
         SELECT Outcome AS outcome, nullIf(${nameOf('Reason')}, '') AS reason, nullIf(${nameOf('ErrorType')}, '') AS errorClass, count() AS transactions,
           quantileExact(0.5)(DurationMs) AS medianMs, max(DurationMs) AS longestMs, max(LongestIdleMs) AS longestIdleMs
         FROM database_transactions FINAL
         WHERE ${[atAddress, ...withinSql('EndedAt', window)].join(' AND ')}
         GROUP BY outcome, reason, errorClass
       ) ORDER BY transactions DESC, outcome, reason, errorClass LIMIT ${limit + 1} OFFSET ${begin}`,
      { ...address },
    );
    const { all = 0, allCommitted = 0 } = found[0] ?? {};
    return {
      outcomes: found.slice(0, limit).map(({ all: _all, allCommitted: _committed, ...outcome }) => outcome),
      committed: allCommitted,
      rolledBack: all - allCommitted,
      isAll: found.length <= limit,
    };
  },
});
export type DatabaseWorkReader = ReturnType<typeof createDatabaseWorkReader>;
