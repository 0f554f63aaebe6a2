interface Dispatcher {
  dispatch(options: object, handler: unknown): boolean;
}

/** undici gives up after so long, however long `timeoutMs` is. */
const ownLimitMs = 300_000;

/**
 * What fetch sends through for a request that may take longer than undici waits by itself, for an answer to begin or to go on. The
 * dispatcher that the program or Node has set does the work; undefined where the request needs none.
 */
export const dispatcherFor = (timeoutMs: number): Dispatcher | undefined => {
  if (timeoutMs <= ownLimitMs - 1_000) return undefined;
  return {
    dispatch: (options, handler) => {
      const dispatcher = globalDispatcher();
      if (dispatcher === undefined) throw new Error('Node has no global dispatcher of undici');
      return dispatcher.dispatch({ ...options, headersTimeout: 0, bodyTimeout: 0 }, handler);
    },
  };
};

/** Where undici keeps it for all its copies; since its version 8 in the second place, with other handlers. */
const globalDispatcher = (): Dispatcher | undefined => {
  const [first, second] = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'].map(
    (key) => (globalThis as Record<symbol, unknown>)[Symbol.for(key)] as Dispatcher | undefined,
  );
  return Number.parseInt(process.versions['undici'] ?? '', 10) >= 8 ? (second ?? first) : (first ?? second);
};
