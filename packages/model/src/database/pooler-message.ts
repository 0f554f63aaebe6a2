import { lasting, passing, type DatabaseErrorKind } from './error-kind.ts';

const login = lasting(
  'login',
  'The pooler lets nobody in this way: check user and password, its list of users or its auth_query, and its own login at the server.',
);
const away = passing(
  'unavailable',
  'The pooler is there and does not reach the server: wait and try again; if it lasts, look at the server and at the log of the pooler.',
);
const full = passing(
  'too-many-connections',
  'The pooler has no connection left: end idle clients, hold connections for less long, or raise pool_size, max_client_conn or the limit the message names.',
);
const ended = passing('reset', 'The pooler ended the connection: connect again, and look at its timeouts and its log.');

/**
 * What a pooler before PostgreSQL (pgbouncer, Supavisor, Odyssey, pgcat) says, mostly with one code for everything; the first that fits counts.
 * A cached error of the server comes first, as it says more than that there was one.
 */
const messages: readonly (readonly [RegExp, DatabaseErrorKind])[] = [
  [
    /unsupported startup parameter/i,
    lasting(
      'syntax',
      'The pooler does not know a parameter of the connection: add it to ignore_startup_parameters, or leave it out of the URL.',
    ),
  ],
  [
    /no such database|database "?[^"]*"? (?:does not exist|is not configured|is disabled)|database disabled|database not found|database (?:is disabled|does not allow connections)/i,
    lasting(
      'no-database',
      'The pooler knows no such database: check its name in the URL, and the list of databases of the pooler.',
    ),
  ],
  [
    /(?:TLS|SSL)[^]*\b(?:not supported by server|not support)|server does not support (?:SSL|TLS)/i,
    lasting(
      'not-encrypted',
      'The server behind the pooler speaks no TLS, and the pooler requires it: set up TLS there, or change server_tls_sslmode.',
    ),
  ],
  [
    /prepared statement (?:"[^"]*" )?(?:did|does) not exist/i,
    lasting(
      'syntax',
      'The pooler gives each transaction another session: set its max_prepared_statements, or have the driver prepare no statements.',
    ),
  ],
  [
    /(?:SSL|TLS) (?:connection )?(?:is )?required|no encryption/i,
    lasting('encryption-required', 'The pooler requires encryption: add ?sslmode=require to the URL.'),
  ],
  [
    /too many (?:clients|connections)|no more connections allowed|connections? exceeded|max clients? (?:connections )?reached|MaxClientsInSessionMode|remaining connection slots|too many servers in the pool|bouncer resources exhaustion/i,
    full,
  ],
  [
    /query_wait_timeout|query wait timeout|waited too long|check ?out (?:process from the pool due to )?timeout|check out process|AllServersDown/i,
    passing(
      'pool-timeout',
      'The statement waited in the queue of the pooler until its query_wait_timeout: hold connections for less long, or raise pool_size. If nobody gets in, the pooler does not reach the server.',
    ),
  ],
  [
    /password authentication failed|authentication failed|auth failed|no such user|tenant(?: or |\/)user (?:\S+ )?not found|auth[ _]query failed|login rejected|wrong password|role "?[^"]*"? (?:does not exist|is not permitted)|no pg_hba|not allowed|certificate/i,
    login,
  ],
  [
    /shutting down|shut down|terminating connection due to administrator/i,
    passing('shutting-down', 'The pooler or the server is shutting down: connect again when it is back.'),
  ],
  [/starting up|in recovery/i, passing('starting-up', 'The server is starting or recovering: wait and try again.')],
  [
    /query_timeout|query timeout/i,
    passing('canceled', 'The statement ran into query_timeout of the pooler: look at what it waited for.'),
  ],
  [
    /server login (?:has been failing|failed)|cannot connect to server|connect(?:ion)? (?:to server )?(?:failed|refused|timeout)|server_login_retry|^login failed$|server conn(?:ection)? crashed|dns lookup failed|server (?:DNS|not available|lifetime)|failed to get a server/i,
    away,
  ],
  [
    /server closed the connection|server conn|client_idle_timeout|client_login_timeout|idle transaction timeout|idle_transaction_timeout|transaction[ _]timeout|server disconnected|server_lifetime|server closed while|DbHandler exited|connection to database closed|idle timeout|evicted|connection closed|database configuration changed|login timeout|db_termination/i,
    ended,
  ],
];

/** Codes poolers use for whatever goes wrong. */
const codes: ReadonlySet<string> = new Set(['08P01', 'XX000', '58000', '08006', '08004', '08003', '08000']);

/** What a message of a pooler means; undefined of another code, and of words that are not known. */
export const poolerMessageKind = (code: string, message: string): DatabaseErrorKind | undefined =>
  codes.has(code) ? messages.find(([words]) => words.test(message))?.[1] : undefined;
