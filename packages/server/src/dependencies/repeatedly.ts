import { setTimeout as sleep } from 'node:timers/promises';

/** Does `work` again and again, each time after the pause it gives in ms, until `signal` is aborted. */
export const repeatedly = async (work: () => Promise<number>, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const pauseMs = await work();
    await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
};
