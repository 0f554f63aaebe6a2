import type { CallError } from '../../external-api/calls.ts';
import type { DatabaseErrorClass } from '../../database/error-kind.ts';

/**
 * Ways in which a database or an API is of no use to anybody, as words that follow its name. One outage shows as several classes of error
 * while it lasts (a reset, then refused, then starting up), so classes that come from the same outage are one.
 */
export const outages = {
  away: 'cannot be reached',
  encryption: 'cannot be reached safely',
  login: 'refuses logins',
  full: 'has no connection left',
  readOnly: 'accepts no changes',
  disk: 'has no disk space left',
  failing: 'answers with errors',
} as const;
export type Outage = keyof typeof outages;

const ofDatabases: Partial<Record<DatabaseErrorClass, Outage>> = {
  dns: 'away',
  refused: 'away',
  unreachable: 'away',
  reset: 'away',
  timeout: 'away',
  unavailable: 'away',
  'starting-up': 'away',
  'shutting-down': 'away',
  login: 'login',
  'not-encrypted': 'encryption',
  'encryption-required': 'encryption',
  certificate: 'encryption',
  'too-many-connections': 'full',
  'pool-timeout': 'full',
  'read-only': 'readOnly',
  'disk-full': 'disk',
};

const ofCalls: Partial<Record<CallError, Outage>> = {
  timeout: 'away',
  dns: 'away',
  tls: 'encryption',
  refused: 'away',
  reset: 'away',
  network: 'away',
  '5xx': 'failing',
  breaker_open: 'away',
  isolated: 'away',
};

/** What an error of a database means for all who use it; undefined of one that is of the statement alone, such as a broken constraint. */
export const outageOfDatabase = (errorClass: string): Outage | undefined =>
  Object.hasOwn(ofDatabases, errorClass) ? ofDatabases[errorClass as DatabaseErrorClass] : undefined;

/** The same of a call to an API: what the caller did wrong is no outage. */
export const outageOfCall = (errorClass: string): Outage | undefined =>
  Object.hasOwn(ofCalls, errorClass) ? ofCalls[errorClass as CallError] : undefined;
