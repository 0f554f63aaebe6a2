import type { Scheme } from './schemes.ts';

const socketNames = ['socket', 'socketPath', 'unix_socket'] as const;

/**
 * A URL whose host is in its query, with the host where it belongs: `postgres://user@/shop?host=/var/run/postgresql&port=5433`, as libpq has it, where an
 * empty host is no URL to a parser, and `mysql://user@localhost/shop?socket=/run/mysqld/mysqld.sock`.
 */
export const withHostOfQuery = (url: string, { known }: Scheme): string => {
  const [, before = '', hosts = '', path = '', query = ''] =
    /^([^:]*:\/\/(?:[^/?#]*@)?)([^/?#]*)([^?#]*)(?:\?([^#]*))?/.exec(url) ?? [];
  const given = new URLSearchParams(query);
  const socket = socketNames.flatMap((name) => (known.includes(name) ? (given.get(name) ?? []) : []))[0];
  if (socket !== undefined) return `${before}${encodeURIComponent(socket)}${path}?${query}`;
  const host = known.includes('host') && hosts === '' ? given.get('host') : null;
  if (host === null) return url;
  const ports = (given.get('port') ?? '').split(',');
  const addresses = host.split(',').map((one, index) => addressOf(one, ports[index] ?? ports[0] ?? ''));
  return `${before}${addresses.join(',')}${path}?${query}`;
};

const addressOf = (host: string, port: string): string =>
  `${/^[\da-f]*:[\da-f:.]*$/i.test(host) ? `[${host}]` : encodeURIComponent(host)}${port === '' ? '' : `:${port}`}`;
