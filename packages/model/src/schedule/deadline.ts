/** By when the data of a run must be there. */
export type DeadlineRule =
  | {
      readonly kind: 'clock';
      /** `HH:MM`. */
      readonly time: string;
      /** So many days after the day it was due; null: the first such time of day after it was due. */
      readonly days: number | null;
    }
  | { readonly kind: 'after'; readonly ms: number };

const clock = /^(?:\+(?<days>\d{1,3})d\s+)?(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)$/u;
const duration =
  /^P(?:(?<days>\d{1,4})D)?(?:T(?=\d)(?:(?<hours>\d{1,5})H)?(?:(?<minutes>\d{1,6})M)?(?:(?<seconds>\d{1,7})S)?)?$/u;
const secondMs = 1_000;

/** Reads `06:00`, `+1d 06:00` and `PT90M`; undefined when it is none of these. */
export const readDeadline = (text: string): DeadlineRule | undefined => {
  const at = clock.exec(text)?.groups;
  if (at !== undefined)
    return {
      kind: 'clock',
      time: `${at['hour']?.padStart(2, '0')}:${at['minute']}`,
      days: at['days'] === undefined ? null : Number(at['days']),
    };
  const { days = 0, hours = 0, minutes = 0, seconds = 0 } = duration.exec(text)?.groups ?? {};
  const ms = (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * secondMs;
  return ms > 0 ? { kind: 'after', ms } : undefined;
};

const forms = 'use HH:MM such as 04:00, or +1d 06:00 (the next day), or PT90M (90 minutes after it was due)';

/** What to write instead of a deadline; undefined when it can be read. */
export const deadlineProblem = (text: unknown): string | undefined => {
  if (typeof text !== 'string') return `it is not text; ${forms}`;
  if (readDeadline(text) !== undefined) return undefined;
  return text.trim() === '24:00' ? 'use 00:00, which is the end of that day' : forms;
};
