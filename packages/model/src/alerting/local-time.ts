const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock of a place shows. */
export interface LocalTime {
  /** Days of its calendar since 1970-01-01. */
  readonly dayNumber: number;
  /** 0 is Sunday. */
  readonly day: number;
  /** After midnight, by the hands of the clock. */
  readonly minute: number;
}

export const localTime = (timeZone: string, atMs: number): LocalTime => {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  return {
    dayNumber: Date.UTC(Number(parts['year']), Number(parts['month']) - 1, Number(parts['day'])) / dayMs,
    day: weekdays.indexOf(parts['weekday'] ?? ''),
    minute: Number(parts['hour']) * 60 + Number(parts['minute']),
  };
};

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  formats.set(timeZone, format);
  return format;
};
