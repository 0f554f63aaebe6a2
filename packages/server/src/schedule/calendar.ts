/** The days on which a schedule holds; on the others nothing is due. */
export interface Calendar {
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** `2026-12-25`, or `12-25` of every year. */
  readonly holidays: readonly string[];
}

const formats = new Map<string, Intl.DateTimeFormat>();
const mostFormats = 1_000;

/** `2026-12-25`: what the calendars of the time zone (UTC when none is given) show; undefined when the zone cannot be read. */
export const dateIn = (timeZone: string | null, atMs: number): string | undefined => {
  try {
    return formatOf(timeZone ?? 'UTC').format(atMs);
  } catch {
    return undefined;
  }
};

/** Whether nothing is due on the day of that time. */
export const isDayOff = ({ weekdays, holidays }: Calendar, timeZone: string | null, atMs: number): boolean => {
  const date = dateIn(timeZone, atMs);
  if (date === undefined) return false;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return !weekdays.includes(weekday) || holidays.includes(date) || holidays.includes(date.slice('2026-'.length));
};

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  if (formats.size >= mostFormats) formats.clear();
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format;
};
