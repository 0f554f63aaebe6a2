import { type Outage, outageOfDatabase } from './outage.ts';

/** A server that an error message names, and what is wrong with it. */
export interface NamedOutage {
  readonly host: string;
  /** Null where the message has none, as of a name that cannot be resolved. */
  readonly port: number | null;
  readonly outage: Outage;
}

/** Words of drivers, by the class of error they stand for; the first that fits counts. */
const words: readonly (readonly [RegExp, string])[] = [
  [/lock timeout|statement timeout|duplicate key|violates/iu, 'other'],
  [/does not exist|unknown database/iu, 'no-database'],
  [/starting up/iu, 'starting-up'],
  [/shutting down/iu, 'shutting-down'],
  [/too many (?:clients|connections)|connection slots/iu, 'too-many-connections'],
  [/authentication failed|login failed|access denied|pg_hba/iu, 'login'],
  [/certificate|SSL|TLS/u, 'certificate'],
  [/ENOTFOUND|EAI_AGAIN|not known|no such host|resolve|translate|UnknownHost|getaddrinfo/iu, 'dns'],
  [/refused|0x2749|10061|\(111\)/iu, 'refused'],
  [/tim(?:ed?|e) ?-?out|ETIMEDOUT|0x274c|10060|\(110\)/iu, 'timeout'],
  [/reset|broken pipe|closed the connection|hang up/iu, 'reset'],
  [/no route|unreachable|EHOSTUNREACH|ENETUNREACH|\(113\)/iu, 'unreachable'],
];

const host = String.raw`(?<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)`;
const port = String.raw`(?<port>\d{1,5})`;

interface Form {
  readonly form: RegExp;
  /** The class where the words after it name none. */
  readonly otherwise: string;
}

const form = (source: string, otherwise: string): Form => ({ form: new RegExp(source, 'iu'), otherwise });

/** How drivers, clients and languages name the server they do not reach. */
const forms: readonly Form[] = [
  // Node; an IPv6 address stands there without brackets.
  form(String.raw`connect E[A-Z]+ (?<host>[0-9a-f:.]*[0-9a-f]|[\w.-]+):${port}\b`, 'unreachable'),
  form(String.raw`getaddrinfo E[A-Z_]+ ${host}`, 'dns'),
  // libpq, since 14 and before
  form(String.raw`connection to server at "${host}"(?: \([^)]*\))?, port ${port} failed`, 'unreachable'),
  form(
    String.raw`running on host "${host}"(?: \([^)]*\))? and accepting\s+TCP/IP connections on port ${port}`,
    'refused',
  ),
  form(String.raw`could not translate host name "${host}"`, 'dns'),
  // MySQL
  form(String.raw`Can't connect to MySQL server on '${host}(?::${port})?'`, 'unreachable'),
  // Go
  form(String.raw`dial tcp ${host}:${port}`, 'unreachable'),
  form(String.raw`lookup ${host}(?: on [^ ]+)?: `, 'dns'),
  // JDBC
  form(String.raw`Connection to ${host}:${port} refused`, 'refused'),
  form(String.raw`TCP/IP connection to the host ${host}, port ${port} has failed`, 'unreachable'),
  form(String.raw`UnknownHostException: ${host}`, 'dns'),
  // tedious, curl, .NET
  form(String.raw`Failed to connect to ${host}(?::| port )${port}`, 'unreachable'),
  form(String.raw`Could not resolve host: ${host}`, 'dns'),
  form(String.raw`refused it\.? \(?${host}:${port}`, 'refused'),
  // Python
  form(String.raw`ConnectionPool\(host='${host}', port=${port}\)`, 'unreachable'),
  form(String.raw`Cannot connect to host ${host}:${port}`, 'unreachable'),
];

/** `503 Server Error: Service Unavailable for url: https://api.example.com/v1` */
const answeredBadly = new RegExp(String.raw`\b5\d\d [^\n]{0,80}url:? ['"]?https?://${host}(?::${port})?`, 'iu');

/** Longer texts are read up to here. */
const mostRead = 20_000;
/** So much after the name of the server says what is wrong. */
const mostAfter = 400;

/** What the words of an error mean for all who use the same server; undefined where they are about something else. */
export const outageInWords = (text: string): Outage | undefined => {
  const [, errorClass] = words.find(([word]) => word.test(text.slice(0, mostRead))) ?? [];
  return errorClass === undefined ? undefined : outageOfDatabase(errorClass);
};

/** The server an error message says it did not reach; undefined where it names none, or another reason. */
export const outageInText = (given: string): NamedOutage | undefined => {
  const text = given.slice(0, mostRead);
  const refused = answeredBadly.exec(text)?.groups;
  if (refused?.['host'] !== undefined)
    return { host: refused['host'].toLowerCase(), port: Number(refused['port'] ?? 443), outage: 'failing' };
  for (const { form: pattern, otherwise } of forms) {
    const found = pattern.exec(text);
    const name = found?.groups?.['host'];
    if (found === null || name === undefined) continue;
    const about = text.slice(found.index, found.index + found[0].length + mostAfter);
    const outage = outageOfDatabase(words.find(([word]) => word.test(about))?.[1] ?? otherwise);
    if (outage === undefined) return undefined;
    const number = Number(found.groups?.['port'] ?? 0);
    return { host: name.replaceAll(/[[\]]/gu, '').toLowerCase(), port: number > 0 ? number : null, outage };
  }
  return undefined;
};
