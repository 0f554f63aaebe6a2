import { type AttributeKey, attributes, watchEvents } from '@sightglass/model';
import type { LockHolder, RunDatabase } from '@sightglass/model/rest';
import type { TelemetryClient } from '../../storage/telemetry/client.ts';
import type { DatabaseAddress } from './facts-work.ts';
import { ownedBySql } from '../runs/identity/facts-owned.ts';
import type { RunOwner } from '../runs/identity/run-name.ts';
import { attributeOf, isNamedSql } from '../../storage/telemetry/former-names.ts';
import { aboutSql } from '../../storage/telemetry/time-sql.ts';

export interface RunSelection {
  readonly run: RunOwner;
  readonly traceId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export type CountedWork = DatabaseAddress &
  Pick<RunDatabase, 'statements' | 'failed' | 'durationMs' | 'slowestMs' | 'connectionsFailed' | 'poolTimeouts'>;
export type OutcomeCount = DatabaseAddress & {
  readonly outcome: 'committed' | 'rolled-back';
  readonly reason: string;
  readonly errorClass: string | null;
  readonly transactions: number;
};
/** Records of statements that failed or were slow; `errorClass` is empty of those that only were slow. */
export type Notable = DatabaseAddress & RunDatabase['failures'][number] & { readonly slow: number };
export type HeldLock = DatabaseAddress &
  Pick<LockHolder, 'session' | 'application' | 'login' | 'state' | 'statement' | 'waits'> & {
    /** RFC 3339, or empty. */
    readonly since: string;
    readonly lastSeenAtMs: number;
    readonly isCertain: 0 | 1;
    readonly traceId: string;
  };
export interface LockWait {
  readonly name: string;
  readonly waitedMs: number;
  readonly keptWaitingMs: number;
}

const address = 'DbSystem AS system, ServerAddress AS host, ServerPort AS port, DbNamespace AS database';
const addressColumns = 'system, host, port, database';
/** A session that cannot be had is recorded as a statement of one of these names. */
const connecting = "operation = 'CONNECT'";
const acquiring = "operation = 'ACQUIRE'";
const working = "operation NOT IN ('CONNECT', 'ACQUIRE')";

/** What one run did in databases. `watched`: where what we saw ourselves is read, of a run that who asks may see. */
export const createRunDatabaseReader = (telemetry: TelemetryClient, watched: TelemetryClient) => ({
  async counted({ run }: RunSelection): Promise<CountedWork[]> {
    const { where, parameters } = ownedBySql(run);
    return telemetry.rows(
      `SELECT ${addressColumns}, sumIf(calls, ${working}) AS statements, sumIf(errors, ${working}) AS failed,
         sumIf(ms, ${working}) AS durationMs, maxIf(slowest, ${working}) AS slowestMs,
         sumIf(errors, ${connecting}) AS connectionsFailed, sumIf(errors, ${acquiring}) AS poolTimeouts
       FROM (
         SELECT ${address}, max(Operation) AS operation, max(Calls) AS calls, max(Errors) AS errors, max(DurationMs) AS ms, max(SlowestMs) AS slowest
         FROM database_statements WHERE ${where}
         GROUP BY ${addressColumns}, StageId, Process, Fingerprint)
       GROUP BY ${addressColumns} ORDER BY durationMs DESC, ${addressColumns} LIMIT 100`,
      parameters,
    );
  },

  async outcomes({ run }: RunSelection): Promise<OutcomeCount[]> {
    const { where, parameters } = ownedBySql(run);
    return telemetry.rows(
      `SELECT ${address}, Outcome AS outcome, toString(Reason) AS reason, nullIf(toString(ErrorType), '') AS errorClass, count() AS transactions
       FROM database_transactions FINAL WHERE ${where}
       GROUP BY ${addressColumns}, outcome, reason, errorClass ORDER BY transactions DESC, outcome, reason LIMIT 1000`,
      parameters,
    );
  },

  async notable({ run, ...window }: RunSelection): Promise<Notable[]> {
    const { where, parameters } = ownedBySql(run);
    return telemetry.rows(
      `WITH LogAttributes['db.operation.name'] AS operation
       SELECT LogAttributes['db.system.name'] AS system, LogAttributes['server.address'] AS host, toUInt16OrZero(LogAttributes['server.port']) AS port,
         LogAttributes['db.namespace'] AS database, if(${connecting}, 'connection', 'statement') AS of,
         LogAttributes['error.type'] AS errorClass, uniqExact(SpanId) AS count, uniqExactIf(SpanId, LogAttributes['pipeline.db.slow'] = 'true') AS slow
       FROM logs
       WHERE ${aboutSql(window)} AND ${where} AND EventName = '' AND LogAttributes['pipeline.db.fingerprint'] != ''
         AND NOT ${acquiring} AND (LogAttributes['error.type'] != '' OR LogAttributes['pipeline.db.slow'] = 'true')
       GROUP BY ${addressColumns}, of, errorClass ORDER BY count DESC, of, errorClass LIMIT 1000`,
      parameters,
    );
  },

  /** Sessions that kept statements waiting, as their records name them. */
  async lockHolders({ run, ...window }: RunSelection): Promise<HeldLock[]> {
    const { where, parameters } = ownedBySql(run);
    const of = (name: string): string => `LogAttributes['pipeline.db.lock.holder.${name}']`;
    return telemetry.rows(
      `SELECT LogAttributes['db.system.name'] AS system, LogAttributes['server.address'] AS host, toUInt16OrZero(LogAttributes['server.port']) AS port,
         LogAttributes['db.namespace'] AS database, ${of('session')} AS session, ${of('application')} AS application, ${of('login')} AS login,
         ${of('trace_id')} AS traceId, argMax(${of('state')}, Timestamp) AS state, argMax(${of('statement')}, Timestamp) AS statement,
         minIf(${of('since')}, ${of('since')} != '') AS since, toUnixTimestamp64Milli(max(Timestamp)) AS lastSeenAtMs, count() AS waits, max(${of('certain')} = 'true') AS isCertain
       FROM logs
       WHERE ${aboutSql(window)} AND ${where} AND ${of('session')} != ''
       GROUP BY ${addressColumns}, session, application, login, traceId ORDER BY waits DESC, session LIMIT 100`,
      parameters,
    );
  },

  /** By name of the database. A record that names two runs is in the trace of the one that blocks. */
  async lockWaits({ traceId, ...window }: RunSelection): Promise<LockWait[]> {
    const names = (key: AttributeKey): string => `position(${attributeOf(attributes[key])}, {traceId:String}) > 0`;
    const [isWaiting, isBlocking] = [names('dependencyBlockedApplication'), names('dependencyBlockerApplication')];
    const ms = `toUInt64OrZero(${attributeOf(attributes.dependencyBlockedMs)})`;
    return watched.rows(
      `SELECT ${attributeOf(attributes.dependencyName)} AS name, maxIf(${ms}, ${isWaiting}) AS waitedMs, maxIf(${ms}, ${isBlocking}) AS keptWaitingMs
       FROM logs
       WHERE ${aboutSql(window)} AND ${isNamedSql('EventName', watchEvents.blockerFound.name)} AND {traceId:String} != '' AND (${isWaiting} OR ${isBlocking})
       GROUP BY name ORDER BY name`,
      { traceId },
    );
  },
});
export type RunDatabaseReader = ReturnType<typeof createRunDatabaseReader>;
