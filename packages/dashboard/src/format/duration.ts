import { formatDuration as durationWords } from '@sightglass/model';
import { noBreak } from './no-break.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** `340 ms`, `2.1 s`, `42 s`, `4 m 12 s`, `3 h 05 m`, `2 d 4 h`; without a break inside. */
export const formatDuration = (durationMs: number): string => noBreak(durationWords(durationMs));

const units = [
  [day, 'd', 'day'],
  [hour, 'h', 'hour'],
  [minute, 'm', 'minute'],
  [second, 's', 'second'],
] as const;

const largestUnit = (ms: number) => units.find(([size]) => ms >= size) ?? units[3];

/** `just now`, `3 m ago`; what lies ahead (a skewed clock) reads `just now`. */
export const formatAgo = (at: number, now: number): string => {
  const elapsed = now - at;
  if (elapsed < 2 * second) return 'just now';
  const [size, short] = largestUnit(elapsed);
  return noBreak(`${Math.floor(elapsed / size)} ${short} ago`);
};

/** `3 minutes ago`, for sentences. */
export const sayAgo = (at: number, now: number): string => {
  const elapsed = now - at;
  if (elapsed < 10 * second) return 'just now';
  const [size, , word] = largestUnit(elapsed);
  const amount = Math.floor(elapsed / size);
  return noBreak(`${amount} ${word}${amount === 1 ? '' : 's'} ago`);
};
