import type { DatabaseSystem } from '../database/error-kind.ts';

/** A table, file, topic …, named as OpenLineage names it: where it lies, and its name there. */
export interface Dataset {
  readonly namespace: string;
  readonly name: string;
}

export const datasetRoles = ['input', 'output'] as const;
export type DatasetRole = (typeof datasetRoles)[number];

/** How many different datasets of one role a process reports of one run. */
export const mostDatasets = 200;

/** Namespace of files on disks of this machine, or mounted there. */
export const fileNamespace = 'file';

/** Longest namespace and name, in characters. */
export const longestDatasetName = 1_000;

/** Schemes that mean the same, by what they become. */
const schemes: Readonly<Record<string, string>> = {
  postgresql: 'postgres',
  sqlserver: 'mssql',
  mariadb: 'mysql',
  s3a: 's3',
  s3n: 's3',
};

/** Databases whose namespace is host and port, with the port they listen on unless told otherwise. */
const defaultPorts: Readonly<Record<string, number>> = { postgres: 5432, mssql: 1433, mysql: 3306 };

const schemeOfSystem: Readonly<Record<DatabaseSystem, string>> = {
  postgresql: 'postgres',
  'microsoft.sql_server': 'mssql',
  mysql: 'mysql',
};

/** `postgres://db:5432` for a server of a system; `port` undefined is its usual one. */
export const databaseNamespace = (system: DatabaseSystem, host: string, port?: number): string =>
  canonicalNamespace(`${schemeOfSystem[system]}://${bracketed(host)}${port === undefined ? '' : `:${port}`}`);

/** IPv6 addresses stand in brackets before a port. */
const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

/** `shop.public.orders` of the parts that are known, the outermost first. */
export const tableDatasetName = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('.');

/**
 * The dataset of a file.
 * @param path absolute path as its system writes it; wildcards stay as they are
 */
export const fileDataset = (path: string): Dataset => ({ namespace: fileNamespace, name: slashed(path) });

const windowsPath = /^(?:[a-z]:[\\/]|\\\\)/iu;

/** `C:/in/orders.csv` of `c:\in\orders.csv`. A backslash in any other path is part of a name. */
const slashed = (path: string): string =>
  windowsPath.test(path) ? path.replaceAll('\\', '/').replace(/^[a-z]:/u, (drive) => drive.toUpperCase()) : path;

/**
 * The same dataset by the one name it is compared by: usual scheme, host in small letters, port always named, no user or password, no
 * query of an address.
 */
export const canonicalDataset = ({ namespace, name }: Dataset): Dataset => {
  const canonical = canonicalNamespace(namespace);
  if (canonical === fileNamespace) return fileDataset(name);
  return { namespace: canonical, name: /^https?:/u.test(canonical) ? name.replace(/[?#].*$/su, '') : name };
};

const canonicalNamespace = (namespace: string): string => {
  const text = namespace.trim();
  const [, written = '', authority = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/iu.exec(text) ?? [];
  if (written === '') return text;
  const scheme = schemes[written.toLowerCase()] ?? written.toLowerCase();
  if (scheme === fileNamespace && authority === '') return fileNamespace;
  const port = defaultPorts[scheme];
  const rest = text.slice(written.length + '://'.length + authority.length).replace(/[?#].*$|\/+$/su, '');
  if (port === undefined) return `${scheme}://${withoutPassword(authority)}${rest}`;
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase();
  return `${scheme}://${/:\d+$/u.test(host) ? host : `${host}:${port}`}${rest}`;
};

/** `container@account` stays: it names where the data lies. */
const withoutPassword = (authority: string): string => {
  const at = authority.lastIndexOf('@');
  return authority.slice(0, Math.max(at, 0)).includes(':') ? authority.slice(at + 1) : authority;
};

/** What is wrong with a name given for a dataset, or undefined. The name itself is not repeated: it may hold a password. */
export const datasetProblem = ({ namespace, name }: Dataset): string | undefined => {
  const parts = Object.entries({ namespace, name });
  const empty = parts.find(([, text]) => text.trim() === '');
  if (empty !== undefined) return `its ${empty[0]} is empty`;
  const long = parts.find(([, text]) => text.length > longestDatasetName);
  if (long !== undefined) return `its ${long[0]} is longer than ${longestDatasetName} characters`;
  const controlled = parts.find(([, text]) => /\p{Cc}/u.test(text));
  return controlled === undefined ? undefined : `its ${controlled[0]} holds a control character`;
};
