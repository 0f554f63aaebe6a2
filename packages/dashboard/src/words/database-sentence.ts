import type { Dependency, PingStepName } from '@sightglass/model/rest';
import { formatDuration, sayAgo } from '../format/duration.ts';
import { countOf } from '../format/number.ts';

/** What a step does, as the subject of “failed”. */
export const stepWords: Readonly<Record<PingStepName, string>> = {
  dns: 'looking its name up',
  tcp: 'connecting to its port',
  tls: 'encrypting',
  login: 'logging in',
  'round-trip': 'a round trip',
  read: 'reading',
};

const urgency: readonly Dependency['state'][] = ['down', 'degraded', 'unknown', 'up'];

/** Trouble first; within each, by name. */
export const byHealth = (items: readonly Dependency[]): Dependency[] =>
  items.toSorted((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state) || a.name.localeCompare(b.name));

/** The sentence the page of all databases opens with. */
export const databasesSentence = (items: readonly Dependency[], now: number): string => {
  const troubled = byHealth(items).filter(({ state }) => state === 'down' || state === 'degraded');
  const [worst] = troubled;
  if (worst !== undefined) return `${troubleOf(worst, now)}${others(troubled.length - 1)}.`;
  const well = items.filter(({ state }) => state === 'up').length;
  if (well === 0) return 'No database has answered yet.';
  const [only] = items;
  if (only !== undefined && items.length === 1) return `${only.name} is well.`;
  if (well === items.length) return `All ${well} databases are well.`;
  return `${well} of ${items.length} databases ${well === 1 ? 'is' : 'are'} well; the others were not asked yet.`;
};

/** The sentence the page of one database opens with; `waiting` sessions were held up by others when it was last looked into. */
export const databaseSentence = (database: Dependency, waiting: number, now: number): string => {
  if (database.state === 'unknown') return `${database.name} has not been asked yet.`;
  if (database.state !== 'up') return `${troubleOf(database, now)}.`;
  const { lastCheck } = database;
  if (lastCheck?.error) return `${database.name} is up, but just failed at ${stepWords[lastCheck.error.step]}.`;
  const took = `answers in ${formatDuration(lastCheck?.durationMs ?? 0)}`;
  if (waiting === 0) return `${database.name} is well and ${took}.`;
  return `${database.name} ${took}, but ${countOf(waiting, 'session')} ${waiting === 1 ? 'waits' : 'wait'} for a lock.`;
};

const troubleOf = ({ name, state, since, lastCheck, flapping, slowMs }: Dependency, now: number): string => {
  const began = since === null ? '' : sayAgo(Date.parse(since), now);
  const error = lastCheck?.error ?? null;
  const why =
    error !== null
      ? `: it fails at ${stepWords[error.step]}`
      : (lastCheck?.durationMs ?? 0) >= slowMs
        ? `: it takes ${formatDuration(lastCheck?.durationMs ?? 0)} to answer`
        : flapping
          ? ': it comes and goes'
          : ': it answers again';
  return state === 'down'
    ? `${name} went down ${began}${why}`
    : `${name} has not been well, first noticed ${began}${why}`;
};

const others = (count: number): string =>
  count === 0 ? '' : count === 1 ? ', and one more database is not well' : `, and ${count} more databases are not well`;
