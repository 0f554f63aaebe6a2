import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { safely } from '../../safely.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { answered, cutOff, unanswered } from './answered.ts';
import { createObservedClient, declaredBytes, type ObserveOptions } from './observed-client.ts';

/** The parts of undici's messages that are read here. */
interface UndiciRequest {
  readonly origin: string | URL;
  readonly path: string;
  readonly method: string;
}
interface UndiciMessage {
  readonly request: UndiciRequest;
  readonly response?: { readonly statusCode: number; readonly headers: readonly Uint8Array[] };
  readonly error?: unknown;
}

interface Observed {
  readonly exchange: Exchange;
  status?: number;
  header?: (name: string) => string | null;
  firstByteMs?: number;
  bytesReceived: number;
}

/** Counts every request that undici sends inside a run, and with it the global `fetch`, until disposed. */
export const observeUndici = (options: ObserveOptions = {}): Disposable => {
  const begin = createObservedClient(options);
  const open = new WeakMap<UndiciRequest, Observed>();
  const handlers: Readonly<Record<string, (message: UndiciMessage, observed: Observed | undefined) => void>> = {
    'undici:request:create': ({ request }) => {
      const exchange = begin(request.method, new URL(request.path, request.origin));
      if (exchange !== undefined) open.set(request, { exchange, bytesReceived: 0 });
    },
    'undici:request:headers': ({ response }, observed) => {
      if (observed !== undefined && response !== undefined) begun(observed, response);
    },
    'undici:request:trailers': (_message, observed) => {
      if (observed !== undefined) end(observed);
    },
    'undici:request:error': ({ error }, observed) => {
      if (observed !== undefined) failed(observed, error);
    },
  };
  const listeners = Object.entries(handlers).map(([channel, handle]) => {
    const listener = (message: unknown) => {
      const own = message as UndiciMessage;
      safely(() => handle(own, open.get(own.request)));
    };
    subscribe(channel, listener);
    return () => unsubscribe(channel, listener);
  });
  return {
    [Symbol.dispose]: () => {
      for (const stop of listeners) stop();
    },
  };
};

/** One that failed by its status is over: its body may never be read. Another is over with its body, or with its stage. */
const begun = (observed: Observed, { statusCode, headers }: NonNullable<UndiciMessage['response']>): void => {
  observed.status = statusCode;
  observed.header = headerOf(headers);
  observed.firstByteMs = observed.exchange.elapsedMs();
  observed.bytesReceived = declaredBytes(observed.header('content-length'));
  if (answered(statusCode).error === undefined) observed.exchange.answered(() => endOf(observed));
  else end(observed);
};

const endOf = ({ exchange: _exchange, ...seen }: Observed) => ({
  ...seen,
  ...(seen.status === undefined ? {} : answered(seen.status)),
});

const end = (observed: Observed): void => observed.exchange.end(endOf(observed));

const failed = (observed: Observed, error: unknown): void => {
  const { exchange, status } = observed;
  const how = status === undefined ? unanswered(error) : cutOff(status, error);
  exchange.end({ ...endOf(observed), ...how });
};

/** Raw headers come as names and values in turn. */
const headerOf =
  (raw: readonly Uint8Array[]) =>
  (name: string): string | null => {
    const at = raw.findIndex((text, index) => index % 2 === 0 && Buffer.from(text).toString().toLowerCase() === name);
    const value = at === -1 ? undefined : raw[at + 1];
    return value === undefined ? null : Buffer.from(value).toString();
  };
