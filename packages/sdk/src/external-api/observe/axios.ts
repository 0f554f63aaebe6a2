import { safely } from '../../safely.ts';
import { errorClassOf, problemOf } from '@sightglass/model';
import type { Exchange } from '../exchange/exchange.ts';
import { answered } from './answered.ts';
import { createObservedClient, declaredBytes, type ObserveOptions } from './observed-client.ts';

/** The parts of an axios instance that are used here; axios itself is the program's. */
export interface AxiosLike {
  getUri(config: object): string;
  readonly interceptors: {
    readonly request: { use(fulfilled: (config: never) => unknown): unknown };
    readonly response: {
      use(fulfilled: (response: never) => unknown, rejected: (error: unknown) => unknown): unknown;
    };
  };
}

interface AxiosConfig {
  readonly method?: string;
}
interface AxiosAnswer {
  readonly config?: AxiosConfig;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Counts every request of an axios instance inside a run. Returns the instance. */
export const observeAxios = <Instance extends AxiosLike>(axios: Instance, options: ObserveOptions = {}): Instance => {
  const begin = createObservedClient(options);
  const open = new WeakMap<AxiosConfig, Exchange>();
  const take = (config: AxiosConfig | undefined): Exchange | undefined => {
    const exchange = config && open.get(config);
    if (config !== undefined) open.delete(config);
    return exchange;
  };

  const requested = (config: AxiosConfig): AxiosConfig => {
    safely(() => {
      const address = axios.getUri(config);
      const exchange = URL.canParse(address) ? begin(config.method ?? 'GET', new URL(address)) : undefined;
      if (exchange !== undefined) open.set(config, exchange);
    });
    return config;
  };
  const responded = (response: AxiosAnswer): AxiosAnswer => {
    safely(() => endWith(take(response.config), response));
    return response;
  };
  const failed = (error: unknown): Promise<never> => {
    safely(() => {
      const { config, response } = (error ?? {}) as { config?: AxiosConfig; response?: AxiosAnswer };
      const exchange = take(config);
      if (response !== undefined) endWith(exchange, response);
      else exchange?.end({ error: errorClassOf(error), problem: problemOf(error) });
    });
    // axios hands on what its interceptors reject with, so it must stay the error it was.
    // oxlint-disable-next-line prefer-promise-reject-errors
    return Promise.reject(error);
  };
  axios.interceptors.request.use(requested);
  axios.interceptors.response.use(responded, failed);
  return axios;
};

const endWith = (exchange: Exchange | undefined, { status, headers }: AxiosAnswer): void =>
  exchange?.end({
    ...answered(status),
    header: (name) => headerOf(headers, name),
    bytesReceived: declaredBytes(headers['content-length']),
  });

const headerOf = (headers: AxiosAnswer['headers'], name: string): string | null => {
  const value = headers[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};
