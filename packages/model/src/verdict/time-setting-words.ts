import { readDeadline } from '../schedule/deadline.ts';
import { countOf } from '../words/count.ts';

const dayMs = 86_400_000;
const units = [
  ['day', dayMs],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `1 hour 30 minutes`, of a whole number of seconds. */
const spelledDuration = (ms: number): string => {
  const parts = units.flatMap(([unit, unitMs], index) => {
    const restMs = index === 0 ? ms : ms % (units[index - 1]?.[1] ?? ms);
    const count = Math.floor(restMs / unitMs);
    return count === 0 ? [] : [countOf(count, unit)];
  });
  return parts.length === 0 ? `${ms} ms` : parts.join(' ');
};

/** By when data must be there, as people read it. */
export interface DeadlineSettingWords {
  /** `06:00`, `06:00 on the next day`, `2 minutes after it is due`; one that cannot be read is as it was written. */
  readonly words: string;
  /** It is a time of day, which is one of some time zone. */
  readonly hasTimeZone: boolean;
}

/** `hasSchedule`: without one, it counts from when a run starts. */
export const deadlineSettingWords = (deadline: string, hasSchedule: boolean): DeadlineSettingWords => {
  const rule = readDeadline(deadline.trim());
  if (rule === undefined) return { words: deadline, hasTimeZone: false };
  if (rule.kind === 'after')
    return { words: `${spelledDuration(rule.ms)} after it ${hasSchedule ? 'is due' : 'starts'}`, hasTimeZone: false };
  return { words: `${rule.time}${dayWords(rule.days)}`, hasTimeZone: true };
};

const dayWords = (days: number | null): string => {
  if (days === null) return '';
  if (days === 0) return ' on the same day';
  return days === 1 ? ' on the next day' : `, ${days} days later`;
};

/** `may start up to 1 minute late` */
export const graceWords = (graceMs: number): string =>
  graceMs === 0 ? 'must not start late' : `may start up to ${spelledDuration(graceMs)} late`;
