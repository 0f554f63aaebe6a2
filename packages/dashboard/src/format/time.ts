import { isSameDay, timeWords } from '@sightglass/model';
import { dateLanguage } from './language.ts';
import { timeZone, wallText, wallTimeMs } from './zone.ts';

interface ExactFormats {
  readonly clock: Intl.DateTimeFormat;
  readonly date: Intl.DateTimeFormat;
  readonly dateWithYear: Intl.DateTimeFormat;
}

const formatsOfReadings = new Map<string, ExactFormats>();

/** Making a format costs more than using it a hundred times. */
const formatsIn = (zone: string | undefined): ExactFormats => {
  const language = dateLanguage();
  const key = `${language} ${zone ?? ''}`;
  const known = formatsOfReadings.get(key);
  if (known !== undefined) return known;
  const part = (options: Intl.DateTimeFormatOptions, locale: string = language) =>
    new Intl.DateTimeFormat(locale, { ...options, ...(zone === undefined ? {} : { timeZone: zone }) });
  const made = {
    clock: part({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 }, 'en-GB'),
    date: part({ day: 'numeric', month: 'short' }),
    dateWithYear: part({ day: 'numeric', month: 'short', year: 'numeric' }),
  };
  formatsOfReadings.set(key, made);
  return made;
};

/** `02:13`, `yesterday 02:13`, `21 Nov 02:13`; in the chosen zone. */
export const formatTime = (at: number, now: number): string =>
  timeWords(at, { nowMs: now, timeZone: timeZone(), language: dateLanguage() });

/** `02:13 to 04:00`, with their days when these are not today; in the chosen zone. */
export const rangeWords = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): string =>
  `${formatTime(fromMs, Date.now())} to ${formatTime(toMs, Date.now())}`;

/** `02:13:05.120`, with the date before it when it is not today, and the year when it is not this one; in the chosen zone. */
export const formatExactTime = (at: number, now: number): string => {
  const zone = timeZone();
  const { clock, date, dateWithYear } = formatsIn(zone);
  const time = clock.format(at);
  if (isSameDay(at, now, { timeZone: zone })) return time;
  const isThisYear = wallText(at).slice(0, 4) === wallText(now).slice(0, 4);
  return `${(isThisYear ? date : dateWithYear).format(at)} ${time}`;
};

/** Characters the widest of some exact times takes, so that a column of them has one width. Formats none: there may be thousands. */
export const exactTimeWidth = (ats: readonly number[], now: number): number => {
  const today = wallText(now).slice(0, 10);
  const year = Number(today.slice(0, 4));
  const tomorrow = new Date(Date.parse(today) + dayMs).toISOString().slice(0, 10);
  const isWithin = (from: string, to: string) => {
    const [fromMs, toMs] = [wallTimeMs(`${from}T00:00:00`), wallTimeMs(`${to}T00:00:00`)];
    return ats.every((at) => at >= fromMs && at < toMs);
  };
  if (isWithin(today, tomorrow)) return '02:13:05.120'.length;
  const isThisYear = isWithin(`${year}-01-01`, `${year + 1}-01-01`);
  return widestDate(isThisYear ? 'date' : 'dateWithYear') + ' 02:13:05.120'.length;
};

const widestDates = new Map<string, number>();

/** Of the last days of all months, as the language writes them. */
const widestDate = (form: 'date' | 'dateWithYear'): number => {
  const key = `${dateLanguage()} ${form}`;
  const known = widestDates.get(key);
  if (known !== undefined) return known;
  const format = formatsIn('UTC')[form];
  const lengths = Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2026, month, 28)).length);
  const widest = Math.max(...lengths);
  widestDates.set(key, widest);
  return widest;
};

const dayMs = 86_400_000;

/** `2026-11-23 02:13:05 UTC`: what a time shows on hover, whatever the zone. */
export const formatUtc = (at: number | string): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
