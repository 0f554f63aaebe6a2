/** What may have changed stored rows, counted, so that what was read can be kept for as long as nothing has. */
export interface StoreVersion {
  /** Runs a statement that changes something. */
  changing<Result>(statement: () => Promise<Result>): Promise<Result>;
  /** The same text as before while nothing has changed since, and `engine` is the same object; undefined while that is not known. */
  current(engine: object): string | undefined;
}

/** `mayHaveGoneOn`: whether a statement that failed so may still be at work in the engine, which it is for `longestMs` at most. */
export const createStoreVersion = (
  mayHaveGoneOn: (error: unknown) => boolean,
  longestMs: number,
  nowMs: () => number = Date.now,
): StoreVersion => {
  let changes = 0;
  let unknownUntilMs = 0;
  let latest: object | undefined;
  let engines = 0;
  return {
    async changing(statement) {
      // What is read meanwhile may miss its rows, and may hold them.
      changes += 1;
      try {
        return await statement();
      } catch (error) {
        if (mayHaveGoneOn(error)) unknownUntilMs = nowMs() + longestMs;
        throw error;
      } finally {
        changes += 1;
      }
    },
    current(engine) {
      if (engine !== latest) engines += 1;
      latest = engine;
      return nowMs() < unknownUntilMs ? undefined : `${engines} ${changes}`;
    },
  };
};
