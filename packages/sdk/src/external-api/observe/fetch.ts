import { context } from '@opentelemetry/api';
import { errorClassOf, problemOf } from '@sightglass/model';
import type { Exchange } from '../exchange/exchange.ts';
import { answered } from './answered.ts';
import { createObservedClient, declaredBytes, type ObserveOptions } from './observed-client.ts';

type Fetch = typeof globalThis.fetch;

/** A `fetch` that does what the given one does, and counts each request until its answer begins. */
export const observeFetch = (fetch: Fetch, options: ObserveOptions = {}): Fetch => {
  const begin = createObservedClient(options);
  return async (input, init) => {
    const target = targetOf(input, init);
    const exchange = target && begin(target.method, target.url);
    if (exchange === undefined) return fetch(input, init);
    const response = await context
      .with(exchange.context, () => fetch(input, init))
      .catch((error: unknown) => {
        exchange.end({ error: errorClassOf(error), problem: problemOf(error) });
        throw error;
      });
    endWith(exchange, response);
    return response;
  };
};

/** Undefined of an address that is none: the given `fetch` says so better. */
const targetOf = (input: Parameters<Fetch>[0], init: RequestInit | undefined) => {
  const request = input instanceof Request ? input : undefined;
  const address = request?.url ?? String(input as string | URL);
  if (!URL.canParse(address)) return undefined;
  return { method: init?.method ?? request?.method ?? 'GET', url: new URL(address) };
};

const endWith = (exchange: Exchange, { status, headers }: Response): void =>
  exchange.end({
    ...answered(status),
    header: (name) => headers.get(name),
    firstByteMs: exchange.elapsedMs(),
    bytesReceived: declaredBytes(headers.get('content-length')),
  });
