import { setTimeout as sleep } from 'node:timers/promises';

export interface Repetition {
  readonly firstInMs?: number;
  /** The pause after a turn that failed. */
  readonly againInMs: number;
  /** Gets what `work` raises, unless it was aborted. */
  readonly onError: (error: unknown) => void;
}

/** Work that is done again and again until disposed. */
export interface Repeating extends AsyncDisposable {
  /** Ends the pause; during a turn, the one after it is left out. */
  soon(): void;
}

/**
 * Does `work` again and again, each time after the pause in ms that it gives, until disposed: its signal is aborted then, and it is
 * waited for. A turn that fails ends neither the loop nor the process.
 */
export const repeatedly = (
  work: (signal: AbortSignal) => Promise<number>,
  { firstInMs = 0, againInMs, onError }: Repetition,
): Repeating => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isDue = new AbortController();
  const pause = async (ms: number): Promise<void> => {
    await sleep(ms, undefined, { signal: isDue.signal, ref: false }).catch(() => undefined);
    isDue = new AbortController();
  };
  const turn = async (): Promise<number> => {
    try {
      return await work(signal);
    } catch (error) {
      if (!signal.aborted) onError(error);
      return againInMs;
    }
  };
  const loop = async (): Promise<void> => {
    if (firstInMs > 0) await pause(firstInMs);
    while (!signal.aborted) await pause(await turn());
  };
  const going = loop();
  return {
    soon: () => isDue.abort(),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      isDue.abort();
      await going;
    },
  };
};
