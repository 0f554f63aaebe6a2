import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Signal } from '../export/batch.ts';

export interface SdkConfig {
  readonly disabled: boolean;
  readonly urls: Readonly<Record<Signal, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string | undefined;
  readonly resourceAttributes: Readonly<Record<string, string>>;
  /** Undefined: nothing is kept on disk. */
  readonly bufferDir: string | undefined;
  readonly flushTimeoutMs: number;
  readonly logToConsole: boolean;
  /** Undefined: no log files. */
  readonly logDir: string | undefined;
  /** A log file is continued in a next one beyond this. */
  readonly logFileMaxBytes: number;
  /** Log files of older runs are removed. */
  readonly logMaxRuns: number;
  readonly logMaxAgeDays: number;
  readonly summaryTable: boolean;
  /** True: trouble with delivery is not mentioned on standard error. */
  readonly quiet: boolean;
  readonly colour: boolean;
  readonly joined: JoinedRun | undefined;
  readonly traceparent: string | undefined;
}

/** The run a parent process (`sightglass exec`) has already started for us. */
export interface JoinedRun {
  readonly runId: string;
  readonly pipeline: string | undefined;
  readonly namespace: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const defaultUrl = 'http://127.0.0.1:4318';

/** The token of a server on which people sign in. */
const tokenHeader = (token = ''): Readonly<Record<string, string>> =>
  token === '' ? {} : { authorization: `Bearer ${token}` };

/** The only place in the SDK that reads `process.env`. */
export const readEnvironment = (env: Environment = process.env): SdkConfig => {
  const joined = joinedRun(env);
  return {
    disabled: isTrue(env['SIGHTGLASS_SDK_DISABLED']) || isTrue(env['OTEL_SDK_DISABLED']),
    urls: { logs: signalUrl(env, 'logs'), traces: signalUrl(env, 'traces'), metrics: signalUrl(env, 'metrics') },
    headers: { ...tokenHeader(env['SIGHTGLASS_TOKEN']), ...pairs(env['OTEL_EXPORTER_OTLP_HEADERS']) },
    serviceName: env['OTEL_SERVICE_NAME'] || undefined,
    resourceAttributes: pairs(env['OTEL_RESOURCE_ATTRIBUTES']),
    bufferDir: directory(env['SIGHTGLASS_BUFFER_DIR'], () => defaultBufferDir(env)),
    flushTimeoutMs: count(env['SIGHTGLASS_FLUSH_TIMEOUT_MS'], 2_000),
    logToConsole: isOn(env['SIGHTGLASS_LOG_CONSOLE'], joined === undefined),
    logDir: directory(env['SIGHTGLASS_LOG_DIR'], () => 'logs'),
    logFileMaxBytes: count(env['SIGHTGLASS_LOG_FILE_MAX_BYTES'], 50 * 1024 * 1024),
    logMaxRuns: count(env['SIGHTGLASS_LOG_MAX_RUNS'], 50),
    logMaxAgeDays: count(env['SIGHTGLASS_LOG_MAX_AGE_DAYS'], 30),
    summaryTable: isOn(env['SIGHTGLASS_SUMMARY'], true),
    quiet: false,
    colour: process.stderr.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    joined,
    traceparent: env['TRACEPARENT'] || undefined,
  };
};

/** What a child of ours inherits: everything but what would load the host program's own modules into it. */
export const environmentForChild = (env: Environment = process.env): Environment => ({ ...env, NODE_OPTIONS: '' });

const joinedRun = (env: Environment): JoinedRun | undefined => {
  const runId = env['SIGHTGLASS_RUN_ID'];
  if (!runId) return undefined;
  return { runId, pipeline: env['SIGHTGLASS_PIPELINE'], namespace: env['SIGHTGLASS_NAMESPACE'] };
};

const signalUrl = (env: Environment, signal: Signal): string => {
  const own = env[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`];
  if (own) return own;
  const base = env['SIGHTGLASS_URL'] || env['OTEL_EXPORTER_OTLP_ENDPOINT'] || defaultUrl;
  return signalUrlOf(base, signal);
};

export const signalUrlOf = (base: string, signal: Signal): string => `${base.replace(/\/+$/u, '')}/v1/${signal}`;

const defaultBufferDir = (env: Environment): string => {
  const state = env['XDG_STATE_HOME'] || join(homedir() || tmpdir(), '.local', 'state');
  return join(state, 'sightglass', 'buffer');
};

const directory = (value: string | undefined, fallback: () => string): string | undefined =>
  isOff(value) ? undefined : value || fallback();

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true' || value === '1';
const isOff = (value: string | undefined): boolean =>
  ['off', 'false', '0', 'none'].includes(value?.toLowerCase() ?? '');
const isOn = (value: string | undefined, fallback: boolean): boolean => (value ? !isOff(value) : fallback);

const count = (value: string | undefined, fallback: number): number => {
  const number = Number(value);
  return value !== undefined && value !== '' && Number.isFinite(number) && number >= 0 ? number : fallback;
};

/** `key=value,key2=value2` with percent-encoding, as OpenTelemetry's environment variables are written. */
const pairs = (text: string | undefined): Record<string, string> =>
  Object.fromEntries(
    (text ?? '').split(',').flatMap((pair): [string, string][] => {
      const at = pair.indexOf('=');
      return at > 0 ? [[pair.slice(0, at).trim(), decode(pair.slice(at + 1).trim())]] : [];
    }),
  );

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
