import { countOf, formatCount } from '../words/count.ts';
import { isSent, isUnavailability, type CallError } from './calls.ts';

/** A class of error in words, and what it means. */
const errorWords: Readonly<Record<CallError, { readonly name: string; readonly meaning: string }>> = {
  timeout: { name: 'Timeout', meaning: 'no answer in time' },
  dns: { name: 'Name not found', meaning: 'DNS does not know the host' },
  tls: { name: 'TLS', meaning: 'no encrypted connection' },
  refused: { name: 'Refused', meaning: 'nothing listens at the port' },
  reset: { name: 'Reset', meaning: 'the connection was cut' },
  network: { name: 'Network', meaning: 'the connection failed otherwise' },
  aborted: { name: 'Given up', meaning: 'the caller gave up' },
  '3xx': { name: '3xx', meaning: 'no data: it lies elsewhere, or is as before' },
  '4xx': { name: '4xx', meaning: 'the API rejected the request' },
  '429': { name: '429', meaning: 'more requests than are allowed' },
  '5xx': { name: '5xx', meaning: 'the API reported a failure of its own' },
  schema: { name: 'Wrong body', meaning: 'not JSON, too long or not as the schema has it' },
  breaker_open: { name: 'Circuit open', meaning: 'not sent: the circuit is open' },
  isolated: { name: 'Isolated', meaning: 'not sent: calls were stopped by hand' },
  bulkhead_full: { name: 'Too many at once', meaning: 'not sent: the bulkhead was full' },
  cooling_down: { name: 'Cooling down', meaning: 'not sent: the API required a pause (429)' },
};

export interface ErrorCount {
  readonly error: string;
  readonly name: string;
  readonly meaning: string;
  readonly count: number;
  /** False of calls that were never sent. */
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

/** A class that only a newer SDK knows keeps its name. */
const wordsOf = (error: string) => errorWords[error as CallError] ?? { name: error, meaning: '' };

export const errorName = (error: string): string => wordsOf(error).name;

type Errors = Readonly<Record<string, number>>;

/** `5xx 10, Timeout 5`, of requests that were sent. */
export const failureWords = (errors: Errors): string => listed(errorCounts(errors).filter(({ isSent: sent }) => sent));

/** The same, of what counts against availability. */
export const blameWords = (errors: Errors): string =>
  listed(errorCounts(errors).filter(({ isUnavailability: counts }) => counts));

/** `1,432 requests failed on the caller’s side (429), 393 were not sent (circuit open)`: what availability does not count; empty of none. */
export const uncountedWords = (errors: Errors): string =>
  lostWords(
    errorCounts(errors).filter((one) => !one.isUnavailability),
    ' on the caller’s side',
  );

/** `1,432 requests failed (429 1,400, 5xx 32), 393 were not sent (circuit open)`; empty when every request was answered. */
export const unansweredWords = (errors: Errors): string => lostWords(errorCounts(errors), '');

const lostWords = (counts: readonly ErrorCount[], whose: string): string => {
  const [sent, held] = [counts.filter((each) => each.isSent), counts.filter((each) => !each.isSent)];
  const [failed, notSent] = [totalOf(sent), totalOf(held)];
  const heldNames = held.map(({ name }) => name.toLowerCase()).join(', ');
  const only = failed === 0 ? ` request${notSent === 1 ? '' : 's'}` : '';
  return [
    ...(failed === 0
      ? []
      : [`${countOf(failed, 'request')} failed${whose} (${sent.length === 1 ? sent[0]?.name : listed(sent)})`]),
    ...(notSent === 0
      ? []
      : [`${formatCount(notSent)}${only} ${notSent === 1 ? 'was' : 'were'} not sent (${heldNames})`]),
  ].join(', ');
};

const totalOf = (counts: readonly ErrorCount[]): number => counts.reduce((sum, { count }) => sum + count, 0);

/** `circuit open, cooling down`: why requests were not sent, the commonest first; empty when all were. */
export const notSentReasons = (errors: Errors): string =>
  errorCounts(errors)
    .flatMap(({ isSent: sent, name }) => (sent ? [] : name.toLowerCase()))
    .join(', ');

/** `Not sent: 1,277 (circuit open). Failed: 29 (5xx 20, Timeout 9).`; empty when every call was answered. */
export const callFailureWords = (errors: Errors): string => {
  const counts = errorCounts(errors);
  return [
    ...totalWords(
      'Not sent',
      counts.filter(({ isSent: sent }) => !sent),
      ({ name }) => name.toLowerCase(),
    ),
    ...totalWords(
      'Failed',
      counts.filter(({ isSent: sent }) => sent),
      one,
    ),
  ].join(' ');
};

const totalWords = (head: string, counts: readonly ErrorCount[], words: (count: ErrorCount) => string): string[] => {
  const total = totalOf(counts);
  return total === 0 ? [] : [`${head}: ${formatCount(total)} (${counts.map(words).join(', ')}).`];
};

const one = ({ name, count }: ErrorCount): string => `${name} ${formatCount(count)}`;

const listed = (counts: readonly ErrorCount[]): string => counts.map(one).join(', ');
