import { median } from '../runs/usual-run.ts';

export interface Worse {
  readonly usual: number;
  readonly latest: number;
  /** How many times as bad; null where nothing is usual. */
  readonly times: number | null;
}

/** Makes the median absolute deviation comparable to a standard deviation. */
const madScale = 1.4826;
const deviations = 3;
/** Figures that hardly vary would make every breath a regression. */
const leastSpread = 0.05;
const leastTimes = 1.2;

/**
 * Whether a value is more than those before it by more than chance and by a fifth; a difference below `leastDifference` matters to
 * nobody. Median and MAD: one odd run changes nothing.
 */
export const worseThan = (latest: number, earlier: readonly number[], leastDifference: number): Worse | undefined => {
  const usual = median(earlier);
  const deviation = median(earlier.map((value) => Math.abs(value - usual)));
  const spread = Math.max(madScale * deviation, leastSpread * usual);
  const difference = latest - usual;
  if (difference <= deviations * spread || difference < leastDifference) return undefined;
  const times = usual > 0 ? latest / usual : null;
  return times !== null && times < leastTimes ? undefined : { usual, latest, times };
};
