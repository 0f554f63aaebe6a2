import { noBreak } from './no-break.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const two = (value: number): string => String(value).padStart(2, '0');

/** `340 ms`, `2.1 s`, `42 s`, `4 m 12 s`, `3 h 05 m`, `2 d 4 h`; no line parts one. */
export const formatDuration = (durationMs: number): string => noBreak(durationWords(durationMs));

const durationWords = (durationMs: number): string => {
  const ms = Math.max(0, durationMs);
  if (ms < 1) return ms === 0 ? '0 ms' : `${Number(ms.toPrecision(2))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9950) return `${(ms / second).toFixed(1)} s`;
  const seconds = Math.round(ms / second);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  const minutes = Math.round(ms / minute);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
  return `${Math.floor(ms / day)} d ${Math.floor((ms % day) / hour)} h`;
};

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
