import { countOf } from './number.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `5 minutes`, `1 day`: the length of a step of whole minutes. */
export const stepWords = (stepMs: number): string => {
  if (stepMs % dayMs === 0) return countOf(stepMs / dayMs, 'day');
  return stepMs % hourMs === 0 ? countOf(stepMs / hourMs, 'hour') : countOf(stepMs / minuteMs, 'minute');
};
