import { safely } from '../../safely.ts';
import { errorClassOf, problemOf } from '@sightglass/model';
import type { Exchange } from '../exchange/exchange.ts';
import type { ExchangeEnd } from '../exchange/exchange-facts.ts';
import { answered, cutOff } from './answered.ts';
import { createObservedClient, declaredBytes, type BeginObserved, type ObserveOptions } from './observed-client.ts';
import { standNextToRequests, type Interceptors } from './axios-interceptors.ts';

/** The parts of an axios instance that are used here; axios itself is the program's. */
export interface AxiosLike {
  getUri(config: object): string;
  readonly interceptors: Interceptors;
}

interface AxiosConfig {
  readonly method?: string;
}
interface AxiosAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Counts every request of an axios instance inside a run, whatever its interceptors make of it. Returns the instance. */
export const observeAxios = <Instance extends AxiosLike>(axios: Instance, options: ObserveOptions = {}): Instance => {
  const begin = createObservedClient(options);
  standNextToRequests(axios, () => observerOf(axios, begin));
  return axios;
};

/** Observes one request. */
const observerOf = (axios: AxiosLike, begin: BeginObserved) => {
  let exchange: Exchange | undefined;
  return {
    requested: (config: object): object => {
      safely(() => {
        const address = axios.getUri(config);
        const { method = 'GET' } = config as AxiosConfig;
        exchange = URL.canParse(address) ? begin(method, new URL(address)) : undefined;
      });
      return config;
    },
    responded: (response: unknown): unknown => {
      safely(() => exchange?.end(endOf(response as AxiosAnswer)));
      return response;
    },
    failed: (error: unknown): Promise<never> => {
      safely(() => exchange?.end(failureOf(error)));
      // axios hands on what its interceptors reject with, so it must stay the error it was.
      // oxlint-disable-next-line prefer-promise-reject-errors
      return Promise.reject(error);
    },
  };
};

const failureOf = (error: unknown): ExchangeEnd => {
  const { response, message } = (error ?? {}) as { response?: AxiosAnswer; message?: unknown };
  const ofBody = isOfSyntax(error)
    ? ({ error: 'schema', problem: 'the answer is not the JSON it should be' } as const)
    : undefined;
  if (response === undefined) return ofBody ?? { error: errorClassOf(error), problem: problemOf(error) };
  const isByStatus = typeof message === 'string' && message.startsWith('Request failed with status code');
  return { ...endOf(response), ...(isByStatus ? {} : (ofBody ?? cutOff(response.status, error))) };
};

/** The body came whole, and is not the JSON it should be; the error repeats some of it. */
const isOfSyntax = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  (error instanceof Error && (error.name === 'SyntaxError' || error.cause instanceof SyntaxError));

const endOf = ({ status, headers }: AxiosAnswer): ExchangeEnd => ({
  ...answered(status),
  header: (name) => headerOf(headers, name),
  bytesReceived: declaredBytes(headers['content-length']),
});

const headerOf = (headers: AxiosAnswer['headers'], name: string): string | null => {
  const value = headers[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};
