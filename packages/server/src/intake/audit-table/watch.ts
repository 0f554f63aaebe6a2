import { setTimeout as sleep } from 'node:timers/promises';
import { type PollParts, pollAuditTable } from './poll.ts';

export interface WatchParts extends Omit<PollParts, 'signal'> {
  readonly everyMs: number;
  readonly onPolled: (rows: number) => void;
  readonly onError: (error: unknown, againInMs: number) => void;
}

const mostPauseMs = 5 * 60_000;

/** Polls until disposed: every `everyMs`, less often while the table cannot be read. */
export const watchAuditTable = (parts: WatchParts): AsyncDisposable => {
  const stopping = new AbortController();
  const polling = pollUntil(parts, stopping.signal);
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await polling;
    },
  };
};

const pollUntil = async (parts: WatchParts, signal: AbortSignal): Promise<void> => {
  for (let failures = 0; !signal.aborted;) {
    try {
      parts.onPolled(await pollAuditTable({ ...parts, signal }));
      failures = 0;
      await pause(parts.everyMs, signal);
    } catch (error) {
      failures += 1;
      const pauseMs = Math.max(parts.everyMs, Math.min(mostPauseMs, parts.everyMs * 2 ** failures));
      if (!signal.aborted) parts.onError(error, pauseMs);
      await pause(pauseMs, signal);
    }
  }
};

/** Jitter keeps several servers from asking at the same moment. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms * (0.9 + Math.random() / 5), undefined, { signal, ref: false }).catch(() => undefined);
