import { TaskCancelledError, type IPolicy } from 'cockatiel';

/** Waits for a turn in `bulkhead`, as long as the signal allows: cockatiel hears it only when the turn has come. */
export const inTurn = <T>(bulkhead: IPolicy, call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return bulkhead.execute(call);
  const waiting = new AbortController();
  const given = bulkhead.execute(() => {
    waiting.abort();
    return call();
  }, signal);
  const over = given.finally(() => waiting.abort());
  return Promise.race([over, whenAborted(signal, waiting.signal)]);
};

/** Rejects when `signal` aborts; never, once `settled` has. */
const whenAborted = (signal: AbortSignal, settled: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const giveUp = () => reject(new TaskCancelledError());
    signal.addEventListener('abort', giveUp, { once: true, signal: settled });
  });
