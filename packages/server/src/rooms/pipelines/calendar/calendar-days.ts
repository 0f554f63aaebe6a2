import { type DayCounts, dayState, dayWords, type EmptyDay, type RunState, shownDay } from '@sightglass/model';
import type { CalendarDay } from '@sightglass/model/rest';
import { type OffsetSince, offsetsWithin, timeOfWall, wallMs } from '../../../schedule/zone-offsets.ts';
import type { DayRow } from './facts-days.ts';

const dayMs = 86_400_000;

/** A stretch of days, unix ms. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
  readonly offsets: readonly OffsetSince[];
}

/** What runs of a day were declared to be due by; empty when nothing is known. */
export interface DeclaredThen {
  readonly schedule: string;
  readonly timeZone: string;
}

/** The days that a range touches, whole. Raises a RangeError of an unknown zone. */
export const wholeDays = (timeZone: string, { fromMs, toMs }: Omit<Period, 'offsets'>): Period => {
  const offsets = offsetsWithin(timeZone, fromMs - 2 * dayMs, toMs + 2 * dayMs);
  const beginOf = (day: number): number => timeOfWall(offsets, day * dayMs);
  return { fromMs: beginOf(dayOf(offsets, fromMs)), toMs: beginOf(dayOf(offsets, toMs - 1) + 1), offsets };
};

/** A day without runs. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
  /** When the last run before it started and the first after it; undefined where there is none. */
  readonly lastBeforeMs: number | undefined;
  readonly firstAfterMs: number | undefined;
  readonly declared: DeclaredThen;
}

export interface Known {
  /** Runs that started earlier are not kept. */
  readonly keptSinceMs: number;
  /** When its first run started that is known; null when none is. */
  readonly firstMs: number | null;
  /** Of before the period. */
  readonly lastBeforeMs: number | undefined;
  readonly declaredBefore: DeclaredThen;
  /** Whether a run was due in a day without runs that none of its neighbours was. */
  readonly wasDue: (gap: Gap) => boolean;
}

/** Every day of a period, oldest first. Pure but for `wasDue`. */
export const calendarDays = (rows: readonly DayRow[], period: Period, known: Known): CalendarDay[] => {
  const byDay = Map.groupBy(rows, ({ day }) => day);
  const { offsets } = period;
  const [first, last] = [dayOf(offsets, period.fromMs), dayOf(offsets, period.toMs - 1)];
  const starts = rows.filter(({ state }) => state !== 'missed');
  let [lastBeforeMs, declared] = [known.lastBeforeMs, known.declaredBefore];
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const day = first + index;
    const [fromMs, toMs] = [day, day + 1].map((each) => timeOfWall(offsets, each * dayMs)) as [number, number];
    const own = byDay.get(day) ?? [];
    const firstAfterMs = starts.find((row) => row.day > day)?.firstMs;
    const gap = { fromMs, toMs, lastBeforeMs, firstAfterMs, declared };
    const empty = own.length === 0 ? emptyDay(gap, known) : 'nothing-due';
    lastBeforeMs =
      Math.max(lastBeforeMs ?? 0, ...own.filter(({ state }) => state !== 'missed').map((row) => row.lastMs)) ||
      undefined;
    declared = declaredIn(own) ?? declared;
    return dayOfRows(own, empty, { day, fromMs, toMs });
  });
};

const dayOf = (offsets: readonly OffsetSince[], atMs: number): number => Math.floor(wallMs(offsets, atMs) / dayMs);

const emptyDay = (gap: Gap, { keptSinceMs, firstMs, wasDue }: Known): EmptyDay => {
  if (gap.toMs <= keptSinceMs) return 'not-kept';
  if (wasDue(gap)) return 'due';
  return firstMs === null || gap.toMs <= firstMs ? 'before' : 'nothing-due';
};

const declaredIn = (rows: readonly DayRow[]): DeclaredThen | undefined =>
  rows.filter(({ schedule }) => schedule !== '').toSorted((a, b) => b.lastMs - a.lastMs)[0];

const dayOfRows = (
  rows: readonly DayRow[],
  empty: EmptyDay,
  { day, fromMs, toMs }: { readonly day: number; readonly fromMs: number; readonly toMs: number },
): CalendarDay => {
  const states: Partial<Record<RunState, number>> = Object.fromEntries(rows.map(({ state, runs }) => [state, runs]));
  const missed = states.missed ?? 0;
  const counts: DayCounts = { states, doubtful: rows.reduce((sum, { doubtful }) => sum + doubtful, 0) };
  return {
    date: new Date(day * dayMs).toISOString().slice(0, 10),
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    runs: rows.reduce((sum, { runs }) => sum + runs, 0) - missed,
    missed,
    shown: shownDay(dayState(counts, empty)),
    words: dayWords(counts, empty),
  };
};
