import type { LockHolder, RunDatabase } from '../rest/systems/run-databases.ts';
import { formatCount } from './count.ts';

export interface TroubleFormats {
  readonly duration: (ms: number) => string;
  readonly counted: (count: number, noun: string) => string;
  /** Of an instant in RFC 3339. */
  readonly time: (at: string) => string;
}

/** What went wrong for a run in one database, in parts; empty when nothing did. */
export const databaseTroubles = (database: RunDatabase, formats: TroubleFormats): string[] => {
  const { duration, counted } = formats;
  const { connectionsFailed, poolTimeouts, lockTimeouts, deadlocks, rolledBack, slow, slowestMs } = database;
  return [
    ...part(poolTimeouts, counted(poolTimeouts, 'pool timeout')),
    ...part(
      connectionsFailed,
      `${counted(connectionsFailed, 'connection')} not made${classesOf(database, 'connection')}`,
    ),
    ...part(lockTimeouts, `${counted(lockTimeouts, 'lock wait')} timed out`),
    ...database.lockHolders.slice(0, mostHolders).map((holder) => lockHolderWords(holder, formats)),
    ...part(deadlocks, counted(deadlocks, 'deadlock')),
    ...otherFailures(database, counted),
    ...part(rolledBack, `${counted(rolledBack, 'transaction')} rolled back${rollbacksOf(database)}`),
    ...part(slow, `${counted(slow, 'slow statement')}, up to ${duration(slowestMs)}`),
    ...part(database.waitedMs, `waited ${duration(database.waitedMs)} for the lock of another session`),
    ...part(database.keptWaitingMs, `kept another session waiting for ${duration(database.keptWaitingMs)}`),
  ];
};

const mostHolders = 3;

/** `lock held by session 4711 (nightly-reindex), idle in transaction since 02:13:04`; of a run, the run is named. */
const lockHolderWords = (holder: LockHolder, { time }: TroubleFormats): string => {
  const { session, application, login, run, state, since, isCertain } = holder;
  const name = run === null ? application || login : `run ${run.runId} of ${run.pipeline}`;
  const doing = state === '' ? '' : `, ${state}`;
  const open = since === null ? '' : `${doing === '' ? ', its transaction open' : ''} since ${time(since)}`;
  return `lock ${isCertain ? '' : 'perhaps '}held by session ${session}${name === '' ? '' : ` (${name})`}${doing}${open}`;
};

const part = (figure: number, words: string): string[] => (figure <= 0 ? [] : [words]);

const otherFailures = (database: RunDatabase, counted: TroubleFormats['counted']): string[] => {
  const locks = database.lockTimeouts + database.deadlocks;
  const others = database.failed - locks;
  return part(
    others,
    `${counted(others, locks === 0 ? 'statement' : 'more statement')} failed${classesOf(database, 'statement')}`,
  );
};

const lockClasses = new Set(['lock-timeout', 'deadlock']);

const listed = (items: readonly string[]): string => (items.length === 0 ? '' : ` (${items.join(', ')})`);

/** One class needs no figure, as it says the same as the sentence; and of many not each may have a record. */
const classesOf = ({ failures }: RunDatabase, of: 'connection' | 'statement'): string => {
  const ofKind = failures.filter((failure) => failure.of === of && !lockClasses.has(failure.errorClass));
  return listed(ofKind.map(({ errorClass, count }) => withCount(spaced(errorClass), count, ofKind.length)));
};

const rollbacksOf = ({ rollbacks }: RunDatabase): string =>
  listed(
    rollbacks.map(({ reason, errorClass, transactions }) =>
      withCount(spaced(errorClass ?? reason), transactions, rollbacks.length),
    ),
  );

const withCount = (words: string, count: number, kinds: number): string =>
  kinds === 1 ? words : `${formatCount(count)} ${words}`;

/** `lock-timeout` and `asked-for` are words of the wire. */
const spaced = (word: string): string => word.replaceAll('-', ' ');

/** `db.example.org:5432/shop` of a database that has no name. */
export const databaseAddressWords = ({
  host,
  port,
  database,
}: Pick<RunDatabase, 'host' | 'port' | 'database'>): string =>
  [addressWords(host, port), database].filter((part) => part !== '').join('/') || 'unknown database';

/** A program may leave out its database's address, or the port of it. */
const addressWords = (host: string, port: number): string => (host === '' || port === 0 ? host : `${host}:${port}`);
