import { setTimeout as sleep } from 'node:timers/promises';

const overtaken = new Error('another request of the same call was answered first');

/** Whether a request was given up because another one brought the answer. */
export const isOvertaken = (signal: AbortSignal | undefined): boolean => signal?.reason === overtaken;

/** Sends again when the first request has not answered after `afterMs`; the earlier answer counts and the other request is given up. */
export const hedged = async <T>(
  afterMs: number | undefined,
  send: (signal: AbortSignal | undefined) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> => {
  if (afterMs === undefined) return send(signal);
  const over = new AbortController();
  const until = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  const first = send(until);
  try {
    const isLate = await Promise.race([
      first.then(always(false), always(false)),
      sleep(afterMs, true, { signal: over.signal }),
    ]);
    if (!isLate) return await first;
    return await Promise.any([first, send(until)]).catch((error: unknown) => {
      throw error instanceof AggregateError ? error.errors[0] : error;
    });
  } finally {
    over.abort(overtaken);
  }
};

const always =
  <T>(value: T) =>
  (): T =>
    value;
