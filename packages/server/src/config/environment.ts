import type { ConfigInput } from './schema.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

type Setting = readonly [name: string, path: readonly string[], read?: (text: string) => unknown];

const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Which variable sets what. */
const settings: readonly Setting[] = [
  ['SIGHTGLASS_HOST', ['host']],
  ['SIGHTGLASS_PORT', ['port']],
  ['SIGHTGLASS_GRPC_PORT', ['grpcPort']],
  ['SIGHTGLASS_DATA_DIR', ['dataDir']],
  ['SIGHTGLASS_DASHBOARD_DIR', ['dashboardDir']],
  ['SIGHTGLASS_BASE_PATH', ['basePath']],
  ['SIGHTGLASS_METRICS_PORT', ['metricsPort']],
  ['SIGHTGLASS_ALLOWED_HOSTS', ['allowedHosts'], list],
  ['SIGHTGLASS_TLS_CERTIFICATE', ['tls', 'certificate']],
  ['SIGHTGLASS_TLS_KEY', ['tls', 'key']],
  ['SIGHTGLASS_TRUSTED_PROXIES', ['trustedProxies'], list],
  ['SIGHTGLASS_SIGN_IN', ['signIn', 'enabled']],
  ['SIGHTGLASS_POSTGRES_URL', ['stateUrl']],
  ['SIGHTGLASS_RETENTION_DAYS', ['retention', 'days']],
  ['SIGHTGLASS_RETENTION_RUN_DAYS', ['retention', 'runDays']],
  ['SIGHTGLASS_RETENTION_LOG_DAYS', ['retention', 'logDays']],
  ['SIGHTGLASS_RETENTION_SPAN_DAYS', ['retention', 'spanDays']],
  ['SIGHTGLASS_RETENTION_METRIC_DAYS', ['retention', 'metricDays']],
  ['SIGHTGLASS_RETENTION_REJECT_DAYS', ['retention', 'rejectDays']],
  ['SIGHTGLASS_RETENTION_ACCESS_LOG_DAYS', ['retention', 'accessLogDays']],
  ['SIGHTGLASS_RETENTION_BYTES', ['retention', 'bytes']],
  ['SIGHTGLASS_SPOOL_BYTES', ['spool', 'bytes']],
  ['SIGHTGLASS_SPOOL_RESERVE', ['spool', 'reserve']],
];

/** Variables by what they set: `retention.days`. */
export const variablesByPath: ReadonlyMap<string, string> = new Map(
  settings.map(([name, path]) => [path.join('.'), name]),
);

export const configFileVariable = 'SIGHTGLASS_CONFIG';

/** What the environment sets; an empty variable sets nothing. */
export const settingsOf = (env: Environment): ConfigInput => {
  const result: Record<string, unknown> = {};
  for (const [name, path, read = String] of settings) {
    const text = env[name];
    if (text !== undefined && text !== '') setIn(result, path, read(text));
  }
  return result;
};

/** The variable that sets what lies at `path`, when `env` has it. */
export const variableAt = (env: Environment, path: readonly PropertyKey[]): string | undefined =>
  settings.find(([name, own]) => env[name] && own.every((part, index) => part === path[index]))?.[0];

const setIn = (target: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: unknown): void => {
  if (rest.length === 0) target[first] = value;
  else setIn((target[first] ??= {}) as Record<string, unknown>, rest, value);
};
