import { repeatedly } from '../../schedule/repeatedly.ts';
import { type PollParts, pollAuditTable } from './loop-poll.ts';
import { jitteredMs } from '@sightglass/model';

export interface WatchParts extends Omit<PollParts, 'signal'> {
  readonly everyMs: number;
  readonly onPolled: (rows: number) => void;
  readonly onError: (error: unknown, againInMs: number) => void;
}

const mostPauseMs = 5 * 60_000;

/** Polls until disposed: every `everyMs`, less often while the table cannot be read. */
export const watchAuditTable = (parts: WatchParts): AsyncDisposable => {
  let failures = 0;
  const turn = async (signal: AbortSignal): Promise<number> => {
    try {
      parts.onPolled(await pollAuditTable({ ...parts, signal }));
      failures = 0;
      return jittered(parts.everyMs);
    } catch (error) {
      failures += 1;
      const pauseMs = Math.max(parts.everyMs, Math.min(mostPauseMs, parts.everyMs * 2 ** failures));
      if (!signal.aborted) parts.onError(error, pauseMs);
      return jittered(pauseMs);
    }
  };
  return repeatedly(turn, { againInMs: mostPauseMs, onError: (error) => parts.onError(error, mostPauseMs) });
};

/** Keeps several servers from asking at the same moment. */
const jittered = (ms: number): number => jitteredMs(ms, 0.1, Math.random());
