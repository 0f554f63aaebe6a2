import { type OffsetSince, offsetsWithin } from '../../../../schedule/zone-offsets.ts';

/** An hour of the week: weekday 0 is Monday. */
export interface WeekHour {
  readonly weekday: number;
  readonly hour: number;
  readonly timeZone: string;
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const hourMs = 3_600_000;

/** Of `mon-02`. */
export const readWeekHour = (text: string, timeZone: string): WeekHour => {
  const [day, hour] = text.split('-');
  return { weekday: weekdays.findIndex((name) => name === day), hour: Number(hour), timeZone };
};

/** `mon-02` of 2: hours are counted from Monday, midnight. */
export const weekHourName = (hourOfWeek: number): string =>
  `${weekdays[Math.floor(hourOfWeek / 24)] ?? ''}-${String(hourOfWeek % 24).padStart(2, '0')}`;

/** What the clocks showed when a run started, in ms as if it were UTC. */
export const wallSql = (offsets: readonly OffsetSince[]): string => {
  const atMs = 'toUnixTimestamp64Milli(StartedAt)';
  const branches = offsets
    .slice(1)
    .map(({ sinceMs }, index) => `${atMs} < ${sinceMs}, ${offsets[index]?.offsetMs ?? 0}`);
  const last = offsets.at(-1)?.offsetMs ?? 0;
  return `(${atMs} + ${branches.length === 0 ? last : `multiIf(${branches.join(', ')}, ${last})`})`;
};

/** The hour of the week, 0 to 167; the first of January 1970 was a Thursday. */
export const hourOfWeekSql = (offsets: readonly OffsetSince[]): string =>
  `positiveModulo(intDiv(${wallSql(offsets)}, ${hourMs}) + 72, 168)`;

const [earliestMs, latestMs] = [Date.UTC(2000, 0, 1), Date.UTC(2050, 0, 1)];

/** That a run started in this hour of the week. */
export const weekHourSql = (
  { weekday, hour, timeZone }: WeekHour,
  {
    fromMs = earliestMs,
    toMs = latestMs,
  }: { readonly fromMs?: number | undefined; readonly toMs?: number | undefined },
): string => `${hourOfWeekSql(offsetsWithin(timeZone, fromMs, toMs))} = ${weekday * 24 + hour}`;
