import { subscribe } from 'node:diagnostics_channel';
import { context, createContextKey, type Context } from '@opentelemetry/api';

/** What only the connection knows of a request. */
export interface ExchangeTiming {
  connectStartedAtMs?: number;
  connectMs?: number;
}

const key = createContextKey('sightglass.exchange');

export const withTiming = (around: Context, timing: ExchangeTiming): Context => around.setValue(key, timing);

/** The timing of the request the calling code is part of, or another context is. */
export const activeTiming = (inside: Context = context.active()): ExchangeTiming | undefined =>
  inside.getValue(key) as ExchangeTiming | undefined;

let listening = false;

/** From now on undici, and with it the global fetch, says when it connects. */
export const measureConnects = (): void => {
  if (listening) return;
  listening = true;
  subscribe('undici:client:beforeConnect', () => {
    const timing = activeTiming();
    if (timing !== undefined) timing.connectStartedAtMs = performance.now();
  });
  subscribe('undici:client:connected', () => {
    const timing = activeTiming();
    if (timing?.connectStartedAtMs !== undefined) timing.connectMs = performance.now() - timing.connectStartedAtMs;
  });
};
