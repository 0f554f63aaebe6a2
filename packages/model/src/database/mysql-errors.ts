import { lasting, passing, type DatabaseErrorTable } from './error-kind.ts';

/** Error numbers of MySQL and MariaDB. */
export const mysqlErrors: DatabaseErrorTable = {
  HANDSHAKE_SSL_ERROR: lasting(
    'certificate',
    'TLS failed as the message says: install the chain of the certificate, renew it, or name its authority (sslrootcert).',
  ),
  '1040': passing(
    'too-many-connections',
    'All connections are taken: SHOW PROCESSLIST; end idle ones, use a pool, or raise max_connections.',
  ),
  '1043': lasting(
    'malformed-reply',
    'Client and server disagree on the protocol: is this port a MySQL server or a proxy?',
  ),
  '1044': lasting('permission', 'The user may not use this database: GRANT it.'),
  '1045': lasting(
    'login',
    'Wrong password or user, or not from this host: check the secret and the host of the account.',
  ),
  '1049': lasting('no-database', 'No such database: check its name in the URL against SHOW DATABASES.'),
  '1053': passing('shutting-down', 'The server is shutting down: connect again when it is back.'),
  '1062': lasting('constraint', 'A row is already there: a unique key refuses it twice.'),
  '1114': lasting('disk-full', 'The table is full: free space.'),
  '1129': lasting('login', 'The host is blocked after many errors: FLUSH HOSTS (mysqladmin flush-hosts).'),
  '1130': lasting('login', 'No account may connect from this host: CREATE USER for it.'),
  '1142': lasting('permission', 'The user lacks a privilege: GRANT it.'),
  '1153': lasting('constraint', 'A packet is larger than max_allowed_packet: send less at once, or raise it.'),
  '1158': passing('reset', 'The connection was cut while reading: look at the server log and at what lies between.'),
  '1203': passing(
    'too-many-connections',
    'The user has too many connections: use a pool, or raise max_user_connections.',
  ),
  '1205': passing('lock-timeout', 'A lock was not free in time: find its holder in sys.innodb_lock_waits.'),
  '1213': passing(
    'deadlock',
    'The transaction was chosen to end a deadlock: run it again, and see SHOW ENGINE INNODB STATUS.',
  ),
  '1226': passing(
    'too-many-connections',
    'A limit of the account is reached: end idle connections, use a pool, or raise it.',
  ),
  '1251': lasting('login', 'The client cannot log in the way the account requires: look at its authentication plugin.'),
  '1290': passing('read-only', 'The server is read-only: a replica? Point at the primary.'),
  '1317': passing('canceled', 'The statement was cancelled.'),
  '1524': lasting('login', 'The authentication plugin of the account is not loaded: ALTER USER, or load it.'),
  '1820': lasting('login', 'The password has expired: set a new one with ALTER USER.'),
  '1836': passing('read-only', 'The server is read-only: point at the primary.'),
  '1862': lasting('login', 'The password has expired: set a new one with ALTER USER.'),
  '1927': passing('canceled', 'The connection was killed (KILL): see by whom, and connect again.'),
  '2002': passing('refused', 'Check that the server is running, and that host and port are right.'),
  '2003': passing('refused', 'Check that the server is running, and that host and port are right.'),
  '2006': passing('reset', 'The server has gone away: a restart, wait_timeout, or a packet too large; connect again.'),
  '2013': passing(
    'reset',
    'The connection was lost during a statement: look at the server log and at net_read_timeout.',
  ),
  '3024': passing('canceled', 'The statement ran into max_execution_time.'),
  '3118': lasting('login', 'The account is locked: ALTER USER … ACCOUNT UNLOCK.'),
  '3159': lasting('encryption-required', 'The server requires encryption: add ?ssl-mode=REQUIRED to the URL.'),
  '4031': passing('reset', 'The session was idle for longer than wait_timeout and ended: connect again.'),
  '4151': lasting('login', 'The account is locked: ALTER USER … ACCOUNT UNLOCK.'),
};
