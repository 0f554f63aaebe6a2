import { isIPv4 } from 'node:net';
import { inputMessages } from './input-messages.ts';
import { ConfigError, OpenHostError } from './config-error.ts';
import { readAuditTable } from '../rooms/audit-tables/config.ts';
import { readDependency } from '../rooms/databases/config.ts';
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
  const { settings, issues: unreadable } = completeSettings(merged, env);
  if (unreadable.length > 0) throw refusal(unreadable, env, yaml);
  const parsed = configShape.safeParse(settings, { error: inputMessages(settings) });
  if (!parsed.success) throw refusal(parsed.error.issues, env, yaml);
  const { data } = parsed;
  refuseOpenHost(data.host);
  const dependencies = readList('dependencies', data.dependencies, readDependency);
  const auditTables = readList('auditTables', data.auditTables, readAuditTable);
  const issues = [...dependencies.issues, ...auditTables.issues];
  if (issues.length > 0) throw refusal(issues, env, yaml);
  return { ...data, dependencies: dependencies.values, auditTables: auditTables.values };
};

const refusal = (issues: readonly Issue[], env: Environment, yaml: YamlFile | undefined): ConfigError =>
  new ConfigError(issues.map((issue) => describe(issue, env, yaml)).join('\n'));

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

const describe = (issue: Issue, env: Environment, yaml: YamlFile | undefined): string => {
  const where = variableAt(env, issue.path) ?? yaml?.locate(issue) ?? 'settings';
  const name = issue.path.join('.');
  return `${where}: ${name === '' ? '' : `${name}: `}${issue.message}`;
};

/** Nobody signs in yet, so whoever reaches the port reads and writes everything. */
const refuseOpenHost = (host: string): void => {
  const isLoopback = host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
  if (!isLoopback) throw new OpenHostError(host);
};
