import { offsetAt } from './zone-offsets.ts';

/** Clocks are never put back by more at once. */
const longestStepMs = 3 * 3_600_000;

/** Whether the clocks of the time zone showed this time once already, before they were put back. */
export const isSecondTime = (atMs: number, timeZone: string): boolean => {
  const beforeMs = offsetAt(atMs - longestStepMs, timeZone);
  const putBackByMs = beforeMs - offsetAt(atMs, timeZone);
  return putBackByMs > 0 && offsetAt(atMs - putBackByMs, timeZone) === beforeMs;
};
