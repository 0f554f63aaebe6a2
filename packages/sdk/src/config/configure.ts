import { signals } from '../export/batch.ts';
import { isHttpUrl } from './http-url.ts';
import { readEnvironment, signalUrlOf, type SdkConfig } from './environment.ts';

/** What a program may set in code; everything else, and the defaults, come from the environment. */
export interface SdkOptions {
  /** False: nothing is recorded. */
  readonly enabled?: boolean;
  /** Base URL of any OTLP/HTTP back end. */
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly serviceName?: string;
  /** `false`: keep nothing on disk. */
  readonly bufferDir?: string | false;
  /** Longest time a finished run or the end of the process waits for telemetry to be sent. */
  readonly flushTimeoutMs?: number;
  /** JSON lines on standard output. */
  readonly logToConsole?: boolean;
  /** `false`: no log files. */
  readonly logDir?: string | false;
  readonly logFileMaxBytes?: number;
  readonly logMaxRuns?: number;
  readonly logMaxAgeDays?: number;
  /** The table at the end of a run, on standard error. */
  readonly summaryTable?: boolean;
}

export class SdkConfigurationError extends Error {
  readonly code = 'SIGHTGLASS_SDK_CONFIGURATION';
}

let chosen: SdkOptions = {};
let frozen = false;

/** Call before the first run. Raises {@link SdkConfigurationError} when a run has already started or the URL is none. */
export const configure = (options: SdkOptions): void => {
  if (frozen)
    throw new SdkConfigurationError('configure() came after the first run: call it once, at the start of the program');
  if (options.url !== undefined && !isHttpUrl(options.url)) {
    throw new SdkConfigurationError(
      `url is "${options.url}", which is not an http(s) URL such as http://127.0.0.1:4318`,
    );
  }
  chosen = { ...chosen, ...options };
};

export const takeConfig = (): SdkConfig => {
  frozen = true;
  return merge(readEnvironment(), chosen);
};

/** Where the server answers whose `/v1/logs` this process sends to; undefined when nothing is sent. */
export const serverUrl = (): string | undefined => {
  const { disabled, urls } = merge(readEnvironment(), chosen);
  return disabled ? undefined : urls.logs.replace(/\/v1\/logs\/?$/u, '');
};

/** What this process sends with every request to the server: its token, where people sign in there. */
export const serverHeaders = (): Readonly<Record<string, string>> => merge(readEnvironment(), chosen).headers;

export const isDisabled = (): boolean => chosen.enabled === false || readEnvironment().disabled;

const merge = (config: SdkConfig, options: SdkOptions): SdkConfig => {
  const { enabled, url, headers, bufferDir, logDir, ...rest } = options;
  return {
    ...config,
    ...rest,
    disabled: enabled === undefined ? config.disabled : !enabled,
    urls: url === undefined ? config.urls : urlsOf(url),
    headers: { ...config.headers, ...headers },
    bufferDir: bufferDir === undefined ? config.bufferDir : bufferDir || undefined,
    logDir: logDir === undefined ? config.logDir : logDir || undefined,
  };
};

const urlsOf = (base: string): SdkConfig['urls'] =>
  Object.fromEntries(signals.map((signal) => [signal, signalUrlOf(base, signal)])) as SdkConfig['urls'];
