import { setTimeout as sleep } from 'node:timers/promises';

export interface Repetition {
  readonly firstInMs?: number;
  /** The pause after a turn that failed. */
  readonly againInMs: number;
  /** Gets what `work` raises, unless it was aborted. */
  readonly onError: (error: unknown) => void;
}

/**
 * Does `work` again and again, each time after the pause in ms that it gives, until disposed: its signal is aborted then, and it is
 * waited for. A turn that fails ends neither the loop nor the process.
 */
export const repeatedly = (
  work: (signal: AbortSignal) => Promise<number>,
  { firstInMs = 0, againInMs, onError }: Repetition,
): AsyncDisposable => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const turn = async (): Promise<number> => {
    try {
      return await work(signal);
    } catch (error) {
      if (!signal.aborted) onError(error);
      return againInMs;
    }
  };
  const loop = async (): Promise<void> => {
    if (firstInMs > 0) await pause(firstInMs, signal);
    while (!signal.aborted) await pause(await turn(), signal);
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
