import { type AttributeKey, attributes, watchEvents } from '@sightglass/model';
import { attributeOf, isNamedSql } from '../../../storage/telemetry/former-names.ts';
import type { TelemetryClient } from '../../../storage/telemetry/client.ts';
import { timeSql, withinSql } from '../../../storage/telemetry/time-sql.ts';
import type { DatabaseAddress } from '../facts-work.ts';

/** Whole steps of time. */
export interface HistoryGrid {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** Checks of one step. */
export interface CheckStep {
  readonly atMs: number;
  readonly checks: number;
  readonly failed: number;
  readonly p50Ms: number | null;
  readonly maxMs: number | null;
  readonly errors: Readonly<Record<string, number>>;
}

/** A check that found another state than the one before it. */
export interface StateChange {
  readonly atMs: number;
  readonly state: string;
}

/** One figure of the samples of one step. */
export interface FigureStep {
  readonly atMs: number;
  readonly name: string;
  readonly most: number;
  readonly last: number;
}

/** Transactions of observed programs in one step. */
export interface TransactionStep {
  readonly atMs: number;
  readonly committed: number;
  readonly rolledBack: number;
  readonly errors: Readonly<Record<string, number>>;
}

/** A session that was kept waiting, as a sample found it. */
export interface SeenBlocking {
  readonly atMs: number;
  readonly waitedMs: number;
  readonly session: string;
  /** Each may hold the trace of a run. */
  readonly texts: readonly string[];
}

export const sampledFigures = {
  connections: 'pipeline.dependency.connections',
  waiting: 'pipeline.dependency.sessions.blocked',
  commits: 'pipeline.dependency.commits',
  rollbacks: 'pipeline.dependency.rollbacks',
  deadlocks: 'pipeline.dependency.deadlocks',
} as const;

const mostChanges = 2_000;
const mostBlocking = 20_000;
/** Those that watch are ours. */
const ours = "ServiceName = 'sightglass'";
const text = (key: AttributeKey): string => attributeOf(attributes[key]);
const stepOf = (column: string, stepMs: number): string =>
  `intDiv(toUnixTimestamp64Milli(${column}), ${stepMs}) * ${stepMs} AS atMs`;

/** What was seen of one database over a time. `watched`: where what we saw ourselves is read, of a database that who asks may see. Raises ClickHouseError. */
export const createDatabaseHistoryReader = (telemetry: TelemetryClient, watched: TelemetryClient) => {
  const checked = (window: HistoryGrid): string =>
    `${ours} AND ${timeSql(window)} AND ${isNamedSql('EventName', watchEvents.dependencyChecked.name)} AND ${text('dependencyName')} = {name:String}`;
  return {
    checks: (name: string, grid: HistoryGrid): Promise<CheckStep[]> =>
      watched.rows<CheckStep>(
        `WITH ${text('errorType')} AS error, toFloat64OrZero(${text('dependencyDurationMs')}) AS ms
         SELECT ${stepOf('Timestamp', grid.stepMs)}, count() AS checks, countIf(error != '') AS failed,
           quantileExactOrNullIf(0.5)(ms, error = '') AS p50Ms, maxOrNullIf(ms, error = '') AS maxMs,
           sumMap(if(error = '', map(), map(error, toUInt64(1)))) AS errors
         FROM logs WHERE ${checked(grid)} GROUP BY atMs ORDER BY atMs`,
        { name },
      ),

    /** Oldest first; the first check of the time counts as a change. */
    changes: (name: string, grid: HistoryGrid): Promise<StateChange[]> =>
      watched.rows<StateChange>(
        `SELECT atMs, state FROM (
           SELECT toUnixTimestamp64Milli(Timestamp) AS atMs, ${text('dependencyState')} AS state, lagInFrame(state) OVER (ORDER BY Timestamp) AS before
           FROM logs WHERE ${checked(grid)})
         WHERE state != before ORDER BY atMs LIMIT ${mostChanges}`,
        { name },
      ),

    /** One step more than the grid: what a counter had reached before shows how much it grew. */
    figures: (name: string, { fromMs, toMs, stepMs }: HistoryGrid): Promise<FigureStep[]> =>
      watched.rows<FigureStep>(
        `SELECT ${stepOf('Timestamp', stepMs)}, toString(MetricName) AS name, max(Value) AS most, argMax(Value, Timestamp) AS last
         FROM metric_points
         WHERE ${[`MetricName IN ({names:Array(String)}) AND ${ours}`, ...withinSql('Timestamp', { fromMs: fromMs - stepMs, toMs }), `${attributeOf(attributes.dependencyName, 'MetricAttributes')} = {name:String}`].join(' AND ')}
         GROUP BY name, atMs ORDER BY name, atMs`,
        { name, names: Object.values(sampledFigures) },
      ),

    transactions: (address: DatabaseAddress, grid: HistoryGrid): Promise<TransactionStep[]> =>
      telemetry.rows<TransactionStep>(
        `SELECT ${stepOf('EndedAt', grid.stepMs)}, countIf(Outcome = 'committed') AS committed, countIf(Outcome != 'committed') AS rolledBack,
           sumMap(if(ErrorType = '', map(), map(toString(ErrorType), toUInt64(1)))) AS errors
         FROM database_transactions FINAL
         WHERE ${['DbSystem = {system:String} AND ServerAddress = {host:String} AND ServerPort = {port:UInt64} AND DbNamespace = {database:String}', ...withinSql('EndedAt', grid)].join(' AND ')}
         GROUP BY atMs ORDER BY atMs`,
        { ...address },
      ),

    /** Oldest first; of very many the latest. */
    blocking: async (name: string, grid: HistoryGrid): Promise<SeenBlocking[]> => {
      const rows = await watched.rows<SeenBlocking>(
        `SELECT toUnixTimestamp64Milli(Timestamp) AS atMs, toUInt64OrZero(${text('dependencyBlockedMs')}) AS waitedMs, ${text('dependencyBlockedSession')} AS session,
           [${text('dependencyBlockerApplication')}, ${text('dependencyBlockedApplication')}, if(TraceId = '', '', concat('00-', TraceId, '-', leftPad(SpanId, 16, '0'), '-01'))] AS texts
         FROM logs
         WHERE ${ours} AND ${timeSql(grid)} AND ${isNamedSql('EventName', watchEvents.blockerFound.name)} AND ${text('dependencyName')} = {name:String}
         ORDER BY Timestamp DESC LIMIT ${mostBlocking}`,
        { name },
      );
      return rows.toReversed();
    },
  };
};
export type DatabaseHistoryReader = ReturnType<typeof createDatabaseHistoryReader>;
