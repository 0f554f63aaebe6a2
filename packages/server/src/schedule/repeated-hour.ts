/** Clocks are never put back by more at once. */
const longestStepMs = 3 * 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const mostFormats = 1_000;

/** Whether the clocks of the time zone showed this time once already, before they were put back. */
export const isSecondTime = (atMs: number, timeZone: string): boolean => {
  const beforeMs = offsetMs(atMs - longestStepMs, timeZone);
  const putBackByMs = beforeMs - offsetMs(atMs, timeZone);
  return putBackByMs > 0 && offsetMs(atMs - putBackByMs, timeZone) === beforeMs;
};

/** What the clocks show less UTC. */
const offsetMs = (atMs: number, timeZone: string): number => {
  const second = Math.floor(atMs / 1_000) * 1_000;
  const parts = formatOf(timeZone).formatToParts(second);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - second;
};

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  if (formats.size >= mostFormats) formats.clear();
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', ...numeric, second: 'numeric' });
  formats.set(timeZone, format);
  return format;
};
