const slackMs = 1000;
const microsecond = 0.001;

/** Whether the time a program wrote lies between the start of its run and the moment of reading. */
export const isBelieved = (
  writtenAtMs: number | undefined,
  runStartedAtMs: number,
  readAtMs: number,
): writtenAtMs is number =>
  writtenAtMs !== undefined && writtenAtMs >= runStartedAtMs - slackMs && writtenAtMs <= readAtMs + slackMs;

/**
 * Decides the time of each record. The time a program wrote counts when it lies between the start of the run and the moment of
 * reading, so neither a date in the text nor a wrong clock misplaces a record. Records of one stream
 * and one moment keep their order.
 */
export const createRecordClock = (
  runStartedAtMs: number,
): ((writtenAtMs: number | undefined, readAtMs: number) => number) => {
  let latestMs = 0;
  return (writtenAtMs, readAtMs) => {
    const atMs = isBelieved(writtenAtMs, runStartedAtMs, readAtMs) ? writtenAtMs : readAtMs;
    const isTie = atMs <= latestMs && latestMs - atMs < 1;
    const orderedMs = isTie ? latestMs + microsecond : atMs;
    latestMs = Math.max(latestMs, orderedMs);
    return orderedMs;
  };
};
