import { withHostOfQuery } from './query-host.ts';
import { schemeOf, type Scheme } from './schemes.ts';
import { isSocket, TargetError, type Address, type Target } from './target.ts';

const mostAddresses = 8;

/** Reads a database URL, which may list several hosts, as libpq's may. Raises TargetError. */
export const readTarget = (given: string): Target => {
  const written = given.trim();
  const scheme = schemeOf(written);
  refuseCutPassword(written, scheme);
  const { first, others } = splitHosts(withHostOfQuery(written, scheme));
  const parsed = parse(first, scheme);
  const ofQuery = (name: string): string => (scheme.known.includes(name) ? (parsed.searchParams.get(name) ?? '') : '');
  const user = decode(parsed.username, 'user') || ofQuery('user');
  if (parsed.hostname === '' || user === '') {
    throw new TargetError(`the URL must name host and user: ${scheme.shape}`);
  }
  const query = parsed.searchParams;
  const authorityFile = query.get('sslrootcert');
  const address = addressOf(parsed, scheme);
  return {
    system: scheme.system,
    ...address,
    alternates: alternatesOf([...others, ...partnerIn(query, scheme)], scheme),
    database: decode(pathIn(first), 'database') || ofQuery('dbname') || scheme.database(user),
    user,
    password: decode(parsed.password, 'password') || ofQuery('password'),
    ...scheme.wantedRole(query),
    ...(isSocket(address.host) ? noTls(scheme.tls(query)) : scheme.tls(query)),
    ...(authorityFile === null ? {} : { authorityFile }),
    ignored: [...new Set(query.keys())].filter((name) => !scheme.known.includes(name)),
  };
};

/** No network is in between, and libpq leaves TLS out, too. */
const noTls = (_given: unknown): Pick<Target, 'tls'> => ({ tls: 'off' });

/** As it is written: a URL parser takes `.` and `..` for steps. */
const pathIn = (url: string): string => /^[^:]*:\/\/[^/?#]*\/([^?#]*)/.exec(url)?.[1] ?? '';

const escapes = '/, ?, # and @ in a password as %2F, %3F, %23 and %40';

/** In `user:p@ss/word@host` the host would be `ss`: a name to look up, and a part of the password to print. */
const refuseCutPassword = (url: string, { shape }: Scheme): void => {
  if (!/^[^:]*:\/\/[^/?#]*@[^/?#]*[/?#][^]*@/.test(url)) return;
  throw new TargetError(
    `the URL has an @ after its first /, ? or #, so where its password ends is in doubt; write ${shape}, and ${escapes} (elsewhere too)`,
  );
};

/** `scheme://user:password@a:1,b:2/rest` as a URL of the first host, and the other hosts. */
const splitHosts = (url: string): { readonly first: string; readonly others: readonly string[] } => {
  const [, before = '', hosts = '', after = ''] = /^([^:]*:\/\/(?:[^/?#]*@)?)([^/?#]*)([^]*)$/.exec(url) ?? [];
  const [first = '', ...others] = hosts.split(',');
  return { first: `${before}${first}${after}`, others };
};

const partnerIn = (query: URLSearchParams, { known }: Scheme): string[] => {
  const partner = known.includes('failoverPartner') ? query.get('failoverPartner') : null;
  return partner === null ? [] : [partner];
};

const alternatesOf = (hosts: readonly string[], scheme: Scheme): Address[] => {
  if (hosts.length >= mostAddresses) throw new TargetError(`the URL lists more than ${mostAddresses} hosts`);
  return hosts.map((host) => {
    const parsed = parse(`db://${host}`, scheme);
    if (parsed.hostname !== '') return addressOf(parsed, scheme);
    throw new TargetError(`the URL lists an empty host; write host:${scheme.port},other:${scheme.port}`);
  });
};

const addressOf = ({ hostname, port }: URL, scheme: Scheme): Address => {
  if (port === '0') throw new TargetError(`the URL has port 0; ports go from 1 to ${highestPort}`);
  return { host: decode(hostname.replace(/^\[(.*)\]$/, '$1'), 'host'), port: Number(port || scheme.port) };
};

const highestPort = 65_535;
/** Where that is all that is wrong; digits with an @ somewhere behind them may be of a password. */
const tooHighPort = (url: string): number | undefined => {
  const [, before = '', port = '', after = ''] = /^([^/]*\/\/[^/?#]*):(\d+)([/?#][^@]*)?$/.exec(url) ?? [];
  return Number(port) > highestPort && URL.canParse(`${before}${after}`) ? Number(port) : undefined;
};

const parse = (url: string, { shape }: Scheme): URL => {
  if (URL.canParse(url)) return new URL(url);
  const port = tooHighPort(url);
  if (port !== undefined) throw new TargetError(`the URL has port ${port}; the highest there is is ${highestPort}`);
  throw new TargetError(`the URL cannot be read; write ${shape}, ${hostHint(url) ?? `and ${escapes}`}`);
};

/** What people write for a host, and no URL may hold; only ever of what stands behind an @, as a password may hold anything. */
const hostHint = (url: string): string | undefined => {
  const host = /^[^/]*\/\/[^/?#]*@([^/?#@]*)/.exec(url)?.[1] ?? '';
  if (host.includes('\\')) return 'with the port of a named instance in place of its name: host:port';
  return /^[\da-f.]*:[\da-f.]*:[\da-f.:]*$/i.test(host) ? 'and an IPv6 address in brackets: [::1]:port' : undefined;
};

const decode = (text: string, part: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new TargetError(`the ${part} in the URL holds a % that is not an escape; write it as %25`);
  }
};
