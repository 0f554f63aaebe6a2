import type { WatchedApi } from './config.ts';
import { repeatedly } from '../../schedule/repeatedly.ts';
import { probe } from './probing/loop-probe.ts';
import { jitteredMs } from '@sightglass/model';
import { probeEvent } from './probing/probe-event.ts';

export interface WatchParts {
  readonly apis: readonly WatchedApi[];
  /** Takes an export request in as if it had been sent. */
  readonly emit: (logs: Uint8Array, idempotencyKey: string) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

/** Servers that start together must not probe together. */
const mostFirstWaitMs = 1_000;
const jitterShare = 0.1;

/** Probes each API on its own until disposed; a slow one delays nobody, and is never probed twice at a time. */
export const watchApis = ({ apis, emit, onError }: WatchParts): AsyncDisposable => {
  const probeOnce = async (api: WatchedApi, signal: AbortSignal): Promise<number> => {
    const result = await probe(api, signal);
    const nowMs = Date.now();
    if (!signal.aborted) await emit(probeEvent(api, result, nowMs), `probe ${api.name} ${nowMs}`);
    return jitteredMs(api.intervalSeconds * 1_000, jitterShare, Math.random());
  };
  const watching = apis.map((api) =>
    repeatedly((signal) => probeOnce(api, signal), {
      firstInMs: Math.random() * mostFirstWaitMs,
      againInMs: api.intervalSeconds * 1_000,
      onError,
    }),
  );
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(watching.map((each) => each[Symbol.asyncDispose]()));
    },
  };
};
