import { subscribe } from 'node:diagnostics_channel';
import type { Context } from '@opentelemetry/api';
import { safely } from '../../safely.ts';
import { activeTiming, type ExchangeTiming } from '../exchange/exchange-timing.ts';

/** How far the body of an answer has come. */
export interface BodyProgress {
  isOver: boolean;
  /** Why it broke off. */
  error?: unknown;
  /** Called when it is over. */
  onOver?: () => void;
}

const ofExchange = new WeakMap<ExchangeTiming, BodyProgress>();
const ofRequest = new WeakMap<object, BodyProgress>();
let isListening = false;

/** From now on undici, and with it the global fetch, reports how bodies of observed requests end. */
export const watchBodies = (): void => {
  if (isListening) return;
  isListening = true;
  const on = (channel: string, handle: (message: { request: object; error?: unknown }) => void): void =>
    subscribe(channel, (message) => safely(() => handle(message as { request: object; error?: unknown })));
  on('undici:request:create', ({ request }) => {
    const timing = activeTiming();
    if (timing === undefined) return;
    const progress: BodyProgress = { isOver: false };
    ofExchange.set(timing, progress);
    ofRequest.set(request, progress);
  });
  const over = (request: object, error?: unknown): void => {
    const progress = ofRequest.get(request);
    if (progress === undefined || progress.isOver) return;
    Object.assign(progress, { isOver: true, error });
    progress.onOver?.();
  };
  on('undici:request:trailers', ({ request }) => over(request));
  on('undici:request:error', ({ request, error }) => over(request, error));
};

/** Of the answer to an exchange; undefined where another client than undici brings it. */
export const bodyProgressOf = (inside: Context): BodyProgress | undefined => {
  const timing = activeTiming(inside);
  return timing && ofExchange.get(timing);
};
