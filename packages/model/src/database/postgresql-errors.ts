import { lasting, passing, type DatabaseErrorTable } from './error-kind.ts';

/** SQLSTATE codes (PostgreSQL documentation, Appendix A); two characters stand for a whole class. */
export const postgresqlErrors: DatabaseErrorTable = {
  '08': passing(
    'reset',
    'The connection was lost: look at the server log and at what lies between, and connect again.',
  ),
  '08P01': lasting(
    'malformed-reply',
    'Client and server disagree on the protocol: is this port a PostgreSQL server or pooler?',
  ),
  '0A000': lasting('syntax', 'The server or pooler does not support this; look at its version.'),
  '22': lasting('constraint', 'A value does not fit its column; look at the row and the column the message names.'),
  '23': lasting('constraint', 'A row breaks a constraint; the message names it.'),
  '25006': passing(
    'read-only',
    'This is a standby or a read-only session: point at the primary (SELECT pg_is_in_recovery()).',
  ),
  '25P02': lasting(
    'other',
    'An earlier statement of this transaction failed: ROLLBACK, and look at the first error of the transaction.',
  ),
  '25P03': passing(
    'reset',
    'The transaction was idle for longer than idle_in_transaction_session_timeout, and the server ended the session: run it again, and do slow work outside it.',
  ),
  '25P04': passing(
    'reset',
    'The transaction took longer than transaction_timeout, and the server ended the session: run it again in smaller parts.',
  ),
  '42P05': lasting(
    'syntax',
    'The session has that prepared statement already: a pooler gives each transaction another session. Set its max_prepared_statements, or have the driver prepare no statements.',
  ),
  '26000': lasting(
    'syntax',
    'The session has no such prepared statement: a pooler gives each transaction another session. Set its max_prepared_statements, or have the driver prepare no statements.',
  ),
  '28000': lasting(
    'login',
    'The server lets nobody in this way: check user, database, address and encryption against pg_hba.conf.',
  ),
  '28P01': lasting('login', 'Wrong password or user: check the secret; set it anew with ALTER ROLE … PASSWORD.'),
  '3D000': lasting(
    'no-database',
    'No such database: check its name in the URL against SELECT datname FROM pg_database.',
  ),
  '40001': passing('serialization', 'The transaction met another one: run it again.'),
  '40P01': passing(
    'deadlock',
    'The transaction was chosen to end a deadlock: run it again, and take locks in one order everywhere.',
  ),
  '42': lasting('syntax', 'The statement does not fit the tables; look at the position the message names.'),
  '42501': lasting('permission', 'The role lacks a privilege: GRANT it, or use another role.'),
  '53100': lasting('disk-full', 'The disk of the server is full: free space before anything else.'),
  '53200': passing('out-of-memory', 'The server is out of memory: look at work_mem and the number of sessions.'),
  '53300': passing(
    'too-many-connections',
    'All connections are taken: SELECT state, count(*) FROM pg_stat_activity GROUP BY 1; end idle ones, use a pool, or raise max_connections.',
  ),
  '55P03': passing(
    'lock-timeout',
    'A lock was not free in time: find its holder with pg_blocking_pids() (docs/sql/postgresql/blockers.sql).',
  ),
  '57014': passing(
    'canceled',
    'The statement was cancelled or ran into statement_timeout: look at what it waited for.',
  ),
  '57P01': passing(
    'shutting-down',
    'The server or an administrator ended the session: connect again when the server is back.',
  ),
  '57P02': passing(
    'shutting-down',
    'Another server process crashed and all sessions ended: connect again, and read the server log.',
  ),
  '57P03': passing('starting-up', 'The server is starting, stopping or recovering: wait and try again.'),
  '57P04': lasting('no-database', 'The database was dropped.'),
  '57P05': passing('reset', 'The session was idle for too long and ended: connect again.'),
  '58': passing('unavailable', 'The server has trouble with its system: read its log.'),
  XX: lasting('other', 'An internal error of the server: read its log.'),
};
