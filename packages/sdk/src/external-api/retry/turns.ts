import type { BulkheadOptions } from '../types.ts';
import { HeldBackError } from './held-back.ts';

/** Lets so many jobs run at a time and so many wait, first come first. */
export interface Turns {
  /** Raises HeldBackError when too many wait already, and the reason of `signal` when that aborts while the job waits. */
  run<T>(job: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

/** Own code, as the limiters at hand keep the place of a job that was given up while it waited until its turn would have come. */
export const createTurns = ({ concurrent, queued }: BulkheadOptions): Turns => {
  const waiting = new Set<() => void>();
  let running = 0;

  const enter = (signal: AbortSignal | undefined): Promise<void> | undefined => {
    signal?.throwIfAborted();
    if (running < concurrent) {
      running += 1;
      return undefined;
    }
    if (waiting.size >= queued) throw new HeldBackError('bulkhead_full', 'too many calls wait for their turn');
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        waiting.delete(start);
        reject(signal?.reason as Error);
      };
      const start = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      waiting.add(start);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  };
  /** Hands its place to the next in line, so that nobody who comes in between takes it as well. */
  const leave = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      running -= 1;
      return;
    }
    waiting.delete(next);
    next();
  };

  return {
    run: async (job, signal) => {
      await enter(signal);
      try {
        signal?.throwIfAborted();
        return await job();
      } finally {
        leave();
      }
    },
  };
};
