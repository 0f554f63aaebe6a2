import { isSent, isUnavailability, type CallError } from '@sightglass/model';
import { formatCount } from '../format/number.ts';

/** A class of error in words, and what it means. */
const errorWords: Readonly<Record<CallError, { readonly name: string; readonly meaning: string }>> = {
  timeout: { name: 'Timeout', meaning: 'no answer in time' },
  dns: { name: 'Name not found', meaning: 'DNS does not know the host' },
  tls: { name: 'TLS', meaning: 'no encrypted connection' },
  refused: { name: 'Refused', meaning: 'nobody listens at the port' },
  reset: { name: 'Reset', meaning: 'the connection was cut' },
  network: { name: 'Network', meaning: 'the connection failed otherwise' },
  aborted: { name: 'Given up', meaning: 'the caller gave up' },
  '4xx': { name: '4xx', meaning: 'the API calls the request wrong' },
  '429': { name: '429', meaning: 'more requests than are allowed' },
  '5xx': { name: '5xx', meaning: 'the API says that it failed' },
  schema: { name: 'Wrong body', meaning: 'not JSON, too long or not what the schema says' },
  breaker_open: { name: 'Breaker open', meaning: 'held back, not sent' },
  isolated: { name: 'Isolated', meaning: 'held back by a person, not sent' },
  bulkhead_full: { name: 'Too many at once', meaning: 'held back by the bulkhead, not sent' },
};

export interface ErrorCount {
  readonly error: string;
  readonly name: string;
  readonly meaning: string;
  readonly count: number;
  /** False of what was held back. */
  readonly isSent: boolean;
  /** Whether it counts against availability. */
  readonly isUnavailability: boolean;
}

/** Classes of error with their words, the commonest first. */
export const errorCounts = (errors: Readonly<Record<string, number>>): ErrorCount[] =>
  Object.entries(errors)
    .map(([error, count]) => ({
      error,
      ...wordsOf(error),
      count,
      isSent: isSent(error as CallError),
      isUnavailability: isUnavailability(error as CallError),
    }))
    .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name));

/** What a newer SDK may say stands as it is. */
const wordsOf = (error: string) => errorWords[error as CallError] ?? { name: error, meaning: '' };

export const errorName = (error: string): string => wordsOf(error).name;

/** `5xx 10, Timeout 5`. */
export const sayErrors = (errors: Readonly<Record<string, number>>): string => say(errorCounts(errors));

/** The same, of what counts against availability. */
export const sayBlame = (errors: Readonly<Record<string, number>>): string =>
  say(errorCounts(errors).filter(({ isUnavailability: counts }) => counts));

const say = (counts: readonly ErrorCount[]): string =>
  counts.map(({ name, count }) => `${name}\u00a0${formatCount(count)}`).join(', ');
