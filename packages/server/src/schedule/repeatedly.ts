import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does `work` again and again, each time after the pause in ms that it gives, until disposed: its signal is aborted then, and it is
 * waited for. `work` raises nothing.
 */
export const repeatedly = (work: (signal: AbortSignal) => Promise<number>, firstInMs = 0): AsyncDisposable => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async (): Promise<void> => {
    if (firstInMs > 0) await pause(firstInMs, signal);
    while (!signal.aborted) await pause(await work(signal), signal);
  };
  const going = loop();
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await going;
    },
  };
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
