const slackMs = 1000;
const microsecond = 0.001;
/** How far records may run ahead that came in one reading: a microsecond each. */
const readAheadMs = 250;

/** Whether the time a program wrote lies between the start of its run and the moment of reading. */
export const isBelieved = (
  writtenAtMs: number | undefined,
  runStartedAtMs: number,
  readAtMs: number,
): writtenAtMs is number =>
  writtenAtMs !== undefined && writtenAtMs >= runStartedAtMs - slackMs && writtenAtMs <= readAtMs + slackMs;

/** Gives the time of a record. `latest`: that of the record before, for who gives some times itself. */
export interface RecordClock {
  (writtenAtMs: number | undefined, readAtMs: number): number;
  readonly latest: { ms: number };
  /** The time it would give. */
  readonly next: (writtenAtMs: number | undefined, readAtMs: number) => number;
}

/**
 * Decides the time of each record. The time a program wrote counts when it lies between the start of the run and the moment of
 * reading, so neither a date in the text nor a wrong clock misplaces a record. Records of one stream
 * and one moment keep their order.
 */
export const createRecordClock = (runStartedAtMs: number): RecordClock => {
  const latest = { ms: 0.5 };
  const timeAt = (writtenAtMs: number | undefined, readAtMs: number): number => {
    const isWritten = isBelieved(writtenAtMs, runStartedAtMs, readAtMs);
    const atMs = isWritten ? writtenAtMs : readAtMs;
    const isTie = atMs <= latest.ms && latest.ms - atMs < (isWritten ? 1 : readAheadMs);
    return isTie ? latest.ms + microsecond : atMs;
  };
  const clock = (writtenAtMs: number | undefined, readAtMs: number): number => {
    const orderedMs = timeAt(writtenAtMs, readAtMs);
    latest.ms = Math.max(latest.ms, orderedMs);
    return orderedMs;
  };
  return Object.assign(clock, { latest, next: timeAt });
};
