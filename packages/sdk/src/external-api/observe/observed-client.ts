import { context } from '@opentelemetry/api';
import { runScopeOf } from '../../telemetry/run-context.ts';
import { beginExchange, type Exchange } from '../exchange/exchange.ts';
import { activeTiming } from '../exchange/exchange-timing.ts';
import { createTemplates } from '../request/url-template.ts';

export interface ObserveOptions {
  /** What all calls of this client are calls to; the host of each when not given. */
  readonly name?: string;
  /** Paths with ids left open, such as `/airports/{iata}`; ids in other paths are guessed. */
  readonly templates?: readonly string[];
}

/** Begins the observation of one request; undefined of one that is observed already, or of no run. */
export type BeginObserved = (method: string, url: URL) => Exchange | undefined;

export const createObservedClient = ({ name, templates = [] }: ObserveOptions): BeginObserved => {
  const templateOf = createTemplates(templates);
  return (method, url) => {
    if (runScopeOf(context.active()) === undefined || activeTiming() !== undefined) return undefined;
    const exchange = beginExchange({
      dependency: name ?? url.host,
      method: method.toUpperCase(),
      template: templateOf(url.pathname),
      url,
    });
    exchange.tally.called(false);
    return exchange;
  };
};

/** Bytes a header says there are; 0 when it does not. */
export const declaredBytes = (contentLength: unknown): number => {
  const bytes = Number(contentLength);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : 0;
};
