import { lasting, passing, type DatabaseErrorKind } from './error-kind.ts';

/** What drivers say in words only, without a code of its own; the first that fits counts. */
const messageInWords: readonly (readonly [RegExp, DatabaseErrorKind])[] = [
  [
    /no encryption|requires encryption/i,
    lasting(
      'encryption-required',
      'The server requires encryption: add ?sslmode=require (PostgreSQL) or encrypt=true (SQL Server) to the URL.',
    ),
  ],
  [
    /does not support SSL|not encrypted/i,
    lasting(
      'not-encrypted',
      'What answers there offers no encryption: is this really the database? Then turn it on; without it the password goes in clear.',
    ),
  ],
  [
    /connection timeout|query read timeout/i,
    passing('timeout', 'No connection or answer in time: is the server there, and is its load too high for it?'),
  ],
  [
    /acquire a connection|timeout exceeded when trying to connect/i,
    passing(
      'pool-timeout',
      'No connection of the pool came free in time: hold them for less long, or make the pool larger.',
    ),
  ],
  [
    /terminated|closed|connection lost|connection error|hang up|disconnected|not queryable/i,
    passing('reset', 'The connection was cut: look at the server log, and at firewalls and proxies between.'),
  ],
];

/** What a message of a database driver means; undefined when its words are not known. */
export const databaseMessageKind = (message: string): DatabaseErrorKind | undefined =>
  messageInWords.find(([words]) => words.test(message))?.[1];
