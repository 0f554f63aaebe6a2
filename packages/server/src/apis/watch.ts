import { setTimeout as sleep } from 'node:timers/promises';
import type { WatchedApi } from '../config/schema.ts';
import { probe } from './probe.ts';
import { probeEvent } from './probe-event.ts';

export interface WatchParts {
  readonly apis: readonly WatchedApi[];
  /** Takes an export request in as if it had been sent. */
  readonly say: (logs: Uint8Array, idempotencyKey: string) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

/** Servers that start together must not ask together. */
const mostFirstWaitMs = 1_000;
const jitterShare = 0.1;

/** Probes each API on its own until disposed; a slow one delays nobody, and is never asked twice at a time. */
export const watchApis = ({ apis, say, onError }: WatchParts): AsyncDisposable => {
  const closing = new AbortController();
  const { signal } = closing;
  const watch = async (api: WatchedApi): Promise<void> => {
    await pause(Math.random() * mostFirstWaitMs, signal);
    while (!signal.aborted) {
      const result = await probe(api, signal);
      if (signal.aborted) return;
      const nowMs = Date.now();
      await say(probeEvent(api, result, nowMs), `probe ${api.name} ${nowMs}`).catch(onError);
      await pause(api.intervalSeconds * 1_000 * (1 + jitterShare * (2 * Math.random() - 1)), signal);
    }
  };
  const watching = apis.map(watch);
  return {
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.all(watching);
    },
  };
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
