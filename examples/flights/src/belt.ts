/** Carries batches from one stage to the next. Holds a few, then makes the giver wait: a slow load slows the extract. */
export interface Belt<T> extends AsyncIterable<T> {
  /** Waits for room. Throws {@link BeltStoppedError} once the taker has stopped. */
  readonly put: (batch: T) => Promise<void>;
  /** No more batches will come; the taker's loop ends after the last one. */
  readonly end: () => void;
  /** Ends the belt from either side. Giver and taker get a {@link BeltStoppedError} that names `cause`. */
  readonly stop: (cause: unknown) => void;
}

/** The neighbour of this stage failed, so this one has nothing left to do. */
export class BeltStoppedError extends Error {
  override readonly name = 'AbortError';
  readonly code = 'FLIGHTS_NEIGHBOUR_FAILED';
  constructor(cause: unknown) {
    super(`stopped because a neighbouring stage failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

export const createBelt = <T>(capacity = 2): Belt<T> => {
  const batches: T[] = [];
  let ended = false;
  let stopped: BeltStoppedError | undefined;
  let moved = Promise.withResolvers<void>();
  const notify = () => {
    moved.resolve();
    moved = Promise.withResolvers<void>();
  };
  const put = async (batch: T): Promise<void> => {
    while (batches.length >= capacity && stopped === undefined) await moved.promise;
    if (stopped !== undefined) throw stopped;
    batches.push(batch);
    notify();
  };
  const end = () => {
    ended = true;
    notify();
  };
  const stop = (cause: unknown) => {
    stopped ??= cause instanceof BeltStoppedError ? cause : new BeltStoppedError(cause);
    notify();
  };
  async function* take(): AsyncGenerator<T> {
    for (;;) {
      if (stopped !== undefined) throw stopped;
      const batch = batches.shift();
      if (batch !== undefined) {
        notify();
        yield batch;
      } else if (ended) return;
      else await moved.promise;
    }
  }
  return { put, end, stop, [Symbol.asyncIterator]: take };
};

/** Takes each batch from one belt, works on it and puts the result on the next. A failure stops both. */
export const betweenBelts = async <In, Out>(
  from: Belt<In>,
  to: Belt<Out>,
  work: (batch: In) => Out | Promise<Out>,
): Promise<void> => {
  try {
    for await (const batch of from) await to.put(await work(batch));
    to.end();
  } catch (error) {
    from.stop(error);
    to.stop(error);
    throw error;
  }
};

/** Puts every batch of `source` on the belt. */
export const ontoBelt = async <T>(source: AsyncIterable<T>, to: Belt<T>): Promise<void> => {
  try {
    for await (const batch of source) await to.put(batch);
    to.end();
  } catch (error) {
    to.stop(error);
    throw error;
  }
};

/** Lets `work` take the batches of the last belt. */
export const offBelt = async <T>(from: Belt<T>, work: (batches: AsyncIterable<T>) => Promise<void>): Promise<void> => {
  try {
    await work(from);
  } catch (error) {
    from.stop(error);
    throw error;
  }
};

/** Waits until every stage has ended, then throws the failure that began it, if any. */
export const together = async (stages: readonly Promise<unknown>[]): Promise<void> => {
  const outcomes = await Promise.allSettled(stages);
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => !(failure instanceof BeltStoppedError)) ?? failures[0];
};
