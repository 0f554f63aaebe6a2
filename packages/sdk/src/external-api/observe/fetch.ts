import { context } from '@opentelemetry/api';
import { errorClassOf, problemOf } from '@sightglass/model';
import type { Exchange } from '../exchange/exchange.ts';
import type { ExchangeEnd } from '../exchange/exchange-facts.ts';
import { answered, cutOff } from './answered.ts';
import { createObservedClient, declaredBytes, type ObserveOptions } from './observed-client.ts';
import { bodyProgressOf, watchBodies } from './undici-bodies.ts';

type Fetch = typeof globalThis.fetch;

/**
 * A `fetch` that does what the given one does, and counts each request until its answer has come; only until it begins where another client
 * than undici brings it.
 */
export const observeFetch = (fetch: Fetch, options: ObserveOptions = {}): Fetch => {
  const begin = createObservedClient(options);
  watchBodies();
  return async (input, init) => {
    const target = targetOf(input, init);
    const exchange = target && begin(target.method, target.url);
    if (exchange === undefined) return fetch(input, init);
    const response = await context
      .with(exchange.context, () => fetch(input, init))
      .catch((error: unknown) => {
        exchange.end(failureOf(error, target?.signal));
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
  const signal = init?.signal ?? request?.signal;
  return { method: init?.method ?? request?.method ?? 'GET', url: new URL(address), signal };
};

/** A program may give up with whatever it likes as a reason. */
const failureOf = (thrown: unknown, signal: AbortSignal | undefined): ExchangeEnd => {
  const error = errorClassOf(thrown);
  return { error: signal?.aborted && error !== 'timeout' ? 'aborted' : error, problem: problemOf(thrown) };
};

const endWith = (exchange: Exchange, { status, headers, body }: Response): void => {
  const begun: ExchangeEnd = {
    header: (name) => headers.get(name),
    firstByteMs: exchange.elapsedMs(),
    bytesReceived: declaredBytes(headers.get('content-length')),
  };
  const progress = bodyProgressOf(exchange.context);
  const known = (): ExchangeEnd => ({
    ...begun,
    ...(progress?.error === undefined ? answered(status) : cutOff(status, progress.error)),
  });
  const isKnown = answered(status).error !== undefined || body === null || progress === undefined || progress.isOver;
  if (isKnown) return exchange.end(known());
  exchange.answered(known);
  progress.onOver = () => exchange.end(known());
};
