import type { DatabaseSystem } from '../database/error-kind.ts';
import type { DatabaseState, PingStepName } from '../database/health.ts';
import { countOf } from '../words/count.ts';
import { formatDuration } from '../words/duration.ts';
import { type Sentence, sentenceOf, timeIn } from '../words/sentence.ts';
import { type HealthVerdict, healthVerdictOf } from './health-verdict.ts';
import type { Shown, Verdict } from './shown.ts';

/** All that the words about a database are made of. */
export interface DescribedDatabase {
  readonly name: string;
  readonly state: DatabaseState;
  /** Since when it is in this state. */
  readonly since: string | null;
  /** It went up and down several times lately. */
  readonly flapping: boolean;
  readonly slowMs: number;
  readonly lastCheck: {
    readonly checkedAt?: string;
    readonly durationMs: number;
    readonly error: { readonly step: PingStepName } | null;
  } | null;
  /** False where its checks have stopped coming: that it was up says nothing of now. */
  readonly isKnownNow?: boolean;
  readonly recentChecks: readonly { readonly outcome: 'well' | 'poor' | 'failed' }[];
  /** Sessions that waited for a lock when it was last sampled. */
  readonly waitingSessions: number;
}

/** How people name them. */
export const databaseSystemNames: Readonly<Record<DatabaseSystem, string>> = {
  postgresql: 'PostgreSQL',
  'microsoft.sql_server': 'SQL Server',
  mysql: 'MySQL',
};

/** The steps of a check. */
export const stepWords: Readonly<Record<PingStepName, string>> = {
  dns: 'DNS lookup',
  tcp: 'TCP connect',
  tls: 'TLS',
  login: 'login',
  'round-trip': 'test query',
  read: 'table read',
};

const stepFailed = (step: PingStepName): string => {
  if (step === 'tcp') return 'the TCP connection failed';
  return `${step === 'tls' ? '' : 'the '}${stepWords[step]} failed`;
};

/** It was up, and whether it still is nobody has checked lately. */
const wasUp = ({ state, isKnownNow = true }: DescribedDatabase): boolean => state === 'up' && !isKnownNow;

export const databaseVerdict = (database: DescribedDatabase): Verdict<HealthVerdict> =>
  healthVerdictOf(database.state === 'unknown' || wasUp(database) ? null : database.state === 'up');

export const shownDatabase = (database: DescribedDatabase): Shown<DatabaseState> => {
  const { state, flapping } = database;
  if (wasUp(database)) return { id: 'unknown', word: 'Not checked lately', tone: 'aside' };
  switch (state) {
    case 'up':
      return { id: state, word: 'Up', tone: 'fluid' };
    case 'degraded':
      return { id: state, word: flapping ? 'Unstable' : 'Degraded', tone: 'warn' };
    case 'down':
      return { id: state, word: 'Down', tone: 'bad' };
    case 'unknown':
      return { id: state, word: 'Not checked yet', tone: 'aside' };
  }
};

const urgency: readonly DatabaseState[] = ['down', 'degraded', 'unknown', 'up'];

/** The smaller the more urgent. */
export const databaseUrgency = (database: DescribedDatabase): number => urgency.indexOf(shownDatabase(database).id);

export const databaseNeedsAttention = ({ state }: DescribedDatabase): boolean =>
  state === 'down' || state === 'degraded';

/** The sentence about one database. */
export const databaseSentence = (database: DescribedDatabase): Sentence => {
  const { name, state, lastCheck, waitingSessions: waiting } = database;
  if (state === 'unknown') return [`${name} has not been checked yet.`];
  if (databaseNeedsAttention(database)) return sentenceOf(troubleWords(database), '.');
  if (wasUp(database))
    return lastCheck?.checkedAt === undefined
      ? [`${name} was up, and has not been checked lately.`]
      : sentenceOf(`${name} was up when it was last checked `, timeIn(lastCheck.checkedAt, 'ago'), '.');
  if (lastCheck?.error) return [`${name} is up, but in its last check ${stepFailed(lastCheck.error.step)}.`];
  const answers = `answers in ${formatDuration(lastCheck?.durationMs ?? 0)}`;
  if (waiting === 0) return [`${name} is healthy and ${answers}.`];
  return [`${name} ${answers}, but ${countOf(waiting, 'session')} ${waiting === 1 ? 'waits' : 'wait'} for a lock.`];
};

/** The sentence about all databases: trouble first. */
export const databasesSentence = (databases: readonly DescribedDatabase[]): Sentence => {
  const troubled = databases
    .filter(databaseNeedsAttention)
    .toSorted((a, b) => databaseUrgency(a) - databaseUrgency(b) || a.name.localeCompare(b.name));
  const [worst] = troubled;
  if (worst !== undefined) return sentenceOf(troubleWords(worst), `${othersUnhealthy(troubled.length - 1)}.`);
  const healthy = databases.filter((database) => shownDatabase(database).id === 'up').length;
  const when = databases.some(wasUp) ? 'lately' : 'yet';
  const [only] = databases;
  if (healthy === 0)
    return [databases.length === 0 ? 'No database is configured.' : `No database has been checked ${when}.`];
  if (only !== undefined && databases.length === 1) return [`${only.name} is healthy.`];
  if (healthy === databases.length) return [`All ${healthy} databases are healthy.`];
  return [
    `${healthy} of ${databases.length} databases ${healthy === 1 ? 'is' : 'are'} healthy; the others have not been checked ${when}.`,
  ];
};

/** `warehouse has been down since 02:10: the test query failed`. */
const troubleWords = (database: DescribedDatabase): Sentence => {
  const { name, state, since, flapping } = database;
  const how = state === 'down' ? 'down' : flapping ? 'unstable' : 'degraded';
  const began = since === null ? [] : [' since ', timeIn(since, 'time')];
  return sentenceOf(`${name} ${since === null ? 'is' : 'has been'} ${how}`, ...began, `: ${troubleReason(database)}`);
};

const troubleReason = ({ state, flapping, lastCheck, recentChecks, slowMs }: DescribedDatabase): string => {
  const latest = recentChecks.slice(-checksCounted);
  const failed = latest.filter(({ outcome }) => outcome === 'failed').length;
  if (state !== 'down' && flapping && failed > 0) return `${failed} of the last ${latest.length} checks failed`;
  if (lastCheck?.error) return stepFailed(lastCheck.error.step);
  const tookMs = lastCheck?.durationMs ?? 0;
  if (tookMs >= slowMs) return `its last check took ${formatDuration(tookMs)}`;
  if (latest.at(-1)?.outcome === 'poor') return 'its certificate expires soon';
  const poor = latest.filter(({ outcome }) => outcome !== 'well').length;
  if (poor === 0) return 'its last check passed';
  return `${poor} of the last ${countOf(latest.length, 'check')} failed or ${poor === 1 ? 'was' : 'were'} slow`;
};

/** Checks that say how often it fails. */
const checksCounted = 10;

const othersUnhealthy = (count: number): string =>
  count === 0
    ? ''
    : count === 1
      ? ', and one more database is unhealthy'
      : `, and ${count} more databases are unhealthy`;
