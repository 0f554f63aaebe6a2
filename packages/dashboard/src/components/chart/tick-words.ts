interface Place {
  /** Undefined is that of the machine. */
  readonly timeZone: string | undefined;
  readonly nowMs: number;
  /** Of the dates; `en-GB` unless given. */
  readonly language?: string;
}

const forms = {
  clock: { hour: '2-digit', minute: '2-digit' },
  exactClock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  date: { day: 'numeric', month: 'short' },
  dateWithYear: { day: 'numeric', month: 'short', year: '2-digit' },
} as const;

const [minute, day, year] = [60, 86_400, 366 * 86_400];

/**
 * What stands below the ticks of a time axis, as fine as the step between them; both in seconds. Where clocks are shown, the first tick of
 * each day shows its date, and so does the first of all when that is not today. Pure.
 */
export const tickWords = (
  ticks: readonly number[],
  step: number,
  { timeZone, nowMs, language = 'en-GB' }: Place,
): string[] => {
  const formatIn = (form: keyof typeof forms) => {
    const format = new Intl.DateTimeFormat(form.startsWith('date') ? language : 'en-GB', { ...forms[form], timeZone });
    return (seconds: number): string => format.format(seconds * 1_000);
  };
  const date = formatIn('date');
  if (step >= day) return ticks.map(isLong(ticks) ? formatIn('dateWithYear') : date);
  const [clock, today] = [formatIn(step < minute ? 'exactClock' : 'clock'), date(nowMs / 1_000)];
  return ticks.map((tick, index) => {
    const before = ticks[index - 1];
    if (before === undefined) return date(tick) === today ? clock(tick) : `${date(tick)} ${clock(tick)}`;
    return date(before) === date(tick) ? clock(tick) : date(tick);
  });
};

/** So long that a date alone would be of two years. */
const isLong = (ticks: readonly number[]): boolean => (ticks.at(-1) ?? 0) - (ticks[0] ?? 0) >= year;
