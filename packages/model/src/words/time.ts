import { formatDuration } from './duration.ts';

/** When a text is read, and where: an IANA time zone; without one, that of the machine. */
export interface Reading {
  readonly nowMs: number;
  readonly timeZone?: string | undefined;
  /** Of the dates, as a BCP 47 tag; `en-GB` unless given. Clocks have 24 hours in each. */
  readonly language?: string | undefined;
}

const second = 1000;
const units = [
  [86_400 * second, 'd', 'day'],
  [3_600 * second, 'h', 'hour'],
  [60 * second, 'm', 'minute'],
  [second, 's', 'second'],
] as const;

const largestUnit = (ms: number) => units.find(([size]) => ms >= size) ?? units[3];

/** `just now`, `3 m ago`; a time that lies ahead (a skewed clock) is `just now`. */
export const agoInShort = (atMs: number, nowMs: number): string => {
  const elapsed = nowMs - atMs;
  if (elapsed < 2 * second) return 'just now';
  const [size, short] = largestUnit(elapsed);
  return `${Math.floor(elapsed / size)} ${short} ago`;
};

/** The same in a sentence: `just now`, `3 minutes ago`. */
export const agoWords = (atMs: number, nowMs: number): string => {
  const elapsed = nowMs - atMs;
  if (elapsed < 10 * second) return 'just now';
  const [size, , word] = largestUnit(elapsed);
  const amount = Math.floor(elapsed / size);
  return `${amount} ${word}${amount === 1 ? '' : 's'} ago`;
};

/** How long something has lasted since then. */
export const elapsedWords = (sinceMs: number, nowMs: number): string => formatDuration(nowMs - sinceMs);

/** `02:13`, `yesterday 02:13`, `21 Nov 02:13`, `21 Nov 2025 02:13`. */
export const timeWords = (atMs: number, reading: Reading): string => {
  const { day, clock } = partsOf(atMs, reading);
  return `${day} ${clock}`.trim();
};

/** The same with its preposition: `at 02:13`, `yesterday at 02:13`, `on 21 Nov at 02:13`. */
export const atTimeWords = (atMs: number, reading: Reading): string => {
  const { day, clock } = partsOf(atMs, reading);
  return `${/\d/u.test(day) ? `on ${day}` : day} at ${clock}`.trim();
};

/** `02:13` on whatever day. */
export const clockWords = (atMs: number, { timeZone }: Pick<Reading, 'timeZone'> = {}): string =>
  // A time in UTC has its zone beside it: the reader may be anywhere.
  `${formatsIn(timeZone).clock.format(atMs)}${timeZone === 'UTC' ? ' UTC' : ''}`;

/** Whether two times fall on the same day there. */
export const isSameDay = (aMs: number, bMs: number, { timeZone }: Pick<Reading, 'timeZone'> = {}): boolean => {
  const { date } = formatsIn(timeZone);
  return date.format(aMs) === date.format(bMs);
};

const partsOf = (atMs: number, { nowMs, timeZone, language }: Reading): { day: string; clock: string } => {
  return { clock: clockWords(atMs, { timeZone }), day: dayWords(atMs, nowMs, formatsIn(timeZone, language)) };
};

const dayWords = (atMs: number, nowMs: number, { date, longDate, shortDate }: Formats): string => {
  const [at, today] = [date.format(atMs), date.format(nowMs)];
  // Midnights of the calendar, free of clocks set forward or back.
  const days = Math.round((Date.parse(at) - Date.parse(today)) / 86_400_000);
  if (days === 0) return '';
  if (days === -1) return 'yesterday';
  if (days === 1) return 'tomorrow';
  return (at.slice(0, 4) === today.slice(0, 4) ? shortDate : longDate).format(atMs);
};

interface Formats {
  readonly clock: Intl.DateTimeFormat;
  /** `2026-11-21` */
  readonly date: Intl.DateTimeFormat;
  readonly longDate: Intl.DateTimeFormat;
  readonly shortDate: Intl.DateTimeFormat;
}

const known = new Map<string, Formats>();

/** Making a format costs more than using it a hundred times. */
const formatsIn = (timeZone: string | undefined, language = 'en-GB'): Formats => {
  const key = `${language} ${timeZone ?? ''}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const zone = timeZone === undefined ? {} : { timeZone };
  const made: Formats = {
    clock: new Intl.DateTimeFormat('en-GB', { ...zone, hour: '2-digit', minute: '2-digit' }),
    date: new Intl.DateTimeFormat('sv-SE', { ...zone, year: 'numeric', month: '2-digit', day: '2-digit' }),
    longDate: new Intl.DateTimeFormat(language, { ...zone, day: 'numeric', month: 'short', year: 'numeric' }),
    shortDate: new Intl.DateTimeFormat(language, { ...zone, day: 'numeric', month: 'short' }),
  };
  known.set(key, made);
  return made;
};
