/** A database within this process. */
export interface EmbeddedDatabase {
  close(): Promise<void>;
}

export interface ReopeningParts<Database extends EmbeddedDatabase> {
  readonly open: () => Promise<Database>;
  /** Whether its folder takes files now. */
  readonly isWritable: () => Promise<boolean>;
  readonly nowMs?: () => number;
}

/** Hands out a database to one job at a time, and opens it anew after a failure that it does not survive. */
export interface Reopening<Database> extends AsyncDisposable {
  readonly use: <Result>(job: (database: Database) => Promise<Result>) => Promise<Result>;
}

const [firstRetryMs, mostRetryMs] = [1_000, 60_000];

/** Of PostgreSQL, where a file of its own could not be written: the disk is full, read-only or broken. */
const ofFiles =
  /^could not (?:write|fsync|fdatasync|flush|extend|open|create|close|rename|remove|truncate|allocate|seek)\b[^]*\b(?:file|log|directory|transaction)/i;

/**
 * After its log could not be written, the embedded PostgreSQL would try that for ever with the next statement, and this process would answer
 * nobody. So nothing more is given to it; until its folder takes files again, everything is refused with what it said.
 */
export const createReopening = <Database extends EmbeddedDatabase>(
  first: Database,
  { open, isWritable, nowMs = () => performance.now() }: ReopeningParts<Database>,
): Reopening<Database> => {
  let database: Database | undefined = first;
  let failure: unknown;
  let triedAtMs = 0;
  let openedAtMs = -Infinity;
  let retryMs = firstRetryMs;
  let latest: Promise<unknown> = Promise.resolve();

  const usable = async (): Promise<Database> => {
    if (database !== undefined) return database;
    if (nowMs() - triedAtMs < retryMs) throw failure;
    triedAtMs = nowMs();
    if (!(await isWritable())) throw failure;
    database = await open();
    openedAtMs = nowMs();
    return database;
  };
  const inTurn = <Result>(job: () => Promise<Result>): Promise<Result> => {
    const turn = latest.then(job);
    latest = turn.catch(() => undefined);
    return turn;
  };
  return {
    use: (job) =>
      inTurn(async () => {
        const current = await usable();
        try {
          return await job(current);
        } catch (error) {
          if (ofFiles.test((error as Error).message)) {
            database = undefined;
            failure = error;
            triedAtMs = nowMs();
            // One that fails again soon costs a start each time.
            retryMs = triedAtMs - openedAtMs < mostRetryMs ? Math.min(mostRetryMs, 2 * retryMs) : firstRetryMs;
          }
          throw error;
        }
      }),
    [Symbol.asyncDispose]: () => inTurn(async () => database?.close()),
  };
};
