import { isIPv4 } from 'node:net';
import type { z } from 'zod';
import { inputMessages } from './input-messages.ts';
import { ConfigError, OpenHostError, openHostWords } from './config-error.ts';
import { auditTable, readAuditTable } from '../rooms/audit-tables/config.ts';
import { unreachableSteps } from '../rooms/incidents/config.ts';
import { databaseShape, readDatabase } from '../rooms/databases/config.ts';
import { configFileVariable, type Environment, settingsOf, variableAt } from './environment.ts';
import { readList } from './read-list.ts';
import { type ConfigInput, configShape, type ServerConfig } from './schema.ts';
import { completeSettings } from './secrets.ts';
import { type Issue, readYamlFile, type YamlFile } from './yaml-file.ts';

export interface ConfigSources {
  readonly env?: Environment | undefined;
  /** YAML file; else the one SIGHTGLASS_CONFIG names. */
  readonly file?: string | undefined;
  /** What was said on the command line. */
  readonly overrides?: ConfigInput;
}

/** The settings: command line over environment over file over defaults. Raises ConfigError. */
export const loadConfig = ({
  env = process.env,
  file = env[configFileVariable],
  overrides = {},
}: ConfigSources = {}): ServerConfig => {
  const yaml = file === undefined || file === '' ? undefined : readYamlFile(file);
  const merged = [yaml?.settings ?? {}, settingsOf(env), overrides].reduce<Record<string, unknown>>(merge, {});
  const { settings, issues: unset } = completeSettings(merged, env);
  const parsed = configShape.safeParse(settings, { error: inputMessages(settings) });
  const dependencies = readList('dependencies', settings, databaseShape, readDatabase);
  const auditTables = readList('auditTables', settings, auditTable, readAuditTable);
  const across = parsed.success ? unreachableSteps(parsed.data) : [];
  const issues = [...(parsed.error?.issues ?? []), ...across, ...dependencies.issues, ...auditTables.issues];
  const all = [...unset, ...issues.filter((issue) => !unset.some((other) => isSamePath(issue, other)))];
  if (parsed.success && all.length === 0) {
    refuseOpenHost(parsed.data);
    return { ...parsed.data, dependencies: dependencies.values, auditTables: auditTables.values };
  }
  throw refusal([...openHostIssues(settings), ...all], settings, env, yaml);
};

const isSamePath = (one: Issue, other: Issue): boolean => one.path.join('.') === other.path.join('.');

/** One line for each thing that is wrong. */
const refusal = (
  issues: readonly Issue[],
  settings: object,
  env: Environment,
  yaml: YamlFile | undefined,
): ConfigError =>
  new ConfigError(
    issues
      .flatMap(oneForEachKey)
      .map((issue) => describe(issue, settings, env, yaml))
      .join('\n'),
  );

/** `inputMessages` has a line for every unknown key. */
const oneForEachKey = (issue: Issue): Issue[] => {
  if (issue.code !== 'unrecognized_keys') return [issue];
  const lines = issue.message.split('\n');
  return issue.keys.map((key, index) => ({ ...issue, keys: [key], message: lines[index] ?? issue.message }));
};

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const merge = (under: Record<string, unknown>, over: object): Record<string, unknown> => {
  const result = { ...under };
  for (const [key, value] of Object.entries(over) as [string, unknown][]) {
    const before = result[key];
    if (value !== undefined) result[key] = isPlain(before) && isPlain(value) ? merge(before, value) : value;
  }
  return result;
};

const describe = (issue: Issue, settings: object, env: Environment, yaml: YamlFile | undefined): string => {
  const where = variableAt(env, issue.path) ?? yaml?.locate(issue) ?? 'settings';
  const name = settingAt(issue.path, settings);
  return `${where}: ${name === '' ? '' : `${name}: `}${issue.message}`;
};

/** Where nobody signs in, whoever reaches the port reads and writes everything. */
const refuseOpenHost = ({ host, signIn, tls, trustedProxies }: z.output<typeof configShape>): void => {
  if (isLoopback(host)) return;
  if (!signIn.enabled) throw new OpenHostError(host);
  if (tls === undefined && trustedProxies.length === 0) throw new OpenHostError(host, 'tls');
};

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

/** Told beside what else is wrong, where it is plain that nobody signs in. */
const openHostIssues = ({ host, signIn }: Readonly<Record<string, unknown>>): Issue[] =>
  typeof host !== 'string' || host === '' || isLoopback(host) || signIn !== undefined
    ? []
    : [{ path: ['host'], message: openHostWords(host) }];

/** How a setting is called in messages: `retention.days`, or `dependencies[0] (warehouse): interval` in a list of named things. */
const settingAt = (path: readonly PropertyKey[], settings: unknown): string => {
  let text = '';
  let value: unknown = settings;
  let isAfterEntry = false;
  for (const key of path) {
    value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
    if (typeof key === 'number') text += `[${key}]${nameOf(value)}`;
    else text += text === '' ? String(key) : `${isAfterEntry ? ': ' : '.'}${String(key)}`;
    isAfterEntry = typeof key === 'number';
  }
  return text;
};

const nameOf = (entry: unknown): string => {
  const name = (entry as { readonly name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' && name !== '' ? ` (${name})` : '';
};
