/** A connection of our own to a database, made when it is needed and closed when it is not. */
export interface LookUpConnection {
  readonly close: () => unknown;
}

export interface LookUp<Connection extends LookUpConnection> {
  /** Undefined when one is under way, when the last ones failed, when it takes too long, and when it fails. */
  readonly run: <T>(work: (connection: Connection) => Promise<T>) => Promise<T | undefined>;
  /** When the one under way is over. */
  readonly settled: () => Promise<unknown>;
}

const timeoutMs = 2_000;
const closeAfterMs = 5_000;
const firstPauseMs = 5_000;
const longestPauseMs = 60_000;

/**
 * Asks a database something about statements that wait, with limits: one connection, one question at a time, two seconds for it, and
 * silence after one that failed: five seconds, and four times as long after each further failure in a row, up to a minute. Nobody waits
 * for the answer.
 */
export const createLookUp = <Connection extends LookUpConnection>(
  connect: () => Promise<Connection>,
): LookUp<Connection> => {
  let connection: Promise<Connection> | undefined;
  let current: Promise<unknown> = Promise.resolve();
  let isBusy = false;
  let silentUntilMs = 0;
  let pauseMs = firstPauseMs;
  let closing: NodeJS.Timeout | undefined;
  const close = (): void => {
    void connection?.then((open) => open.close()).catch(() => undefined);
    connection = undefined;
  };
  const attempt = async <T>(work: (connection: Connection) => Promise<T>): Promise<T | undefined> => {
    clearTimeout(closing);
    try {
      connection ??= connect();
      const answered = await inTime(connection.then(work));
      pauseMs = firstPauseMs;
      closing = setTimeout(close, closeAfterMs).unref();
      return answered;
    } catch {
      close();
      silentUntilMs = performance.now() + pauseMs;
      pauseMs = Math.min(longestPauseMs, 4 * pauseMs);
      return undefined;
    } finally {
      isBusy = false;
    }
  };
  return {
    run: async (work) => {
      if (isBusy || performance.now() < silentUntilMs) return undefined;
      isBusy = true;
      const attempted = attempt(work);
      current = attempted;
      return attempted;
    },
    settled: () => current,
  };
};

const inTime = <T>(work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs).unref();
    work.then(resolve, reject).finally(() => clearTimeout(late));
  });
