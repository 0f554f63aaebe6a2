const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const two = (value: number): string => String(value).padStart(2, '0');

/** `340 ms`, `2.1 s`, `42 s`, `4 m 12 s`, `3 h 05 m`, `2 d 4 h`; a negative duration is `0 ms`. */
export const formatDuration = (durationMs: number): string => {
  const ms = Math.max(0, durationMs);
  if (ms < 1) return ms === 0 ? '0 ms' : `${Number(ms.toPrecision(2))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9950) return `${(ms / second).toFixed(1)} s`;
  const seconds = Math.round(ms / second);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  const minutes = Math.round(ms / minute);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} m`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
};

/** Milliseconds of each unit that a duration can be written in. */
const unitsMs = { ms: 1, s: second, m: minute, h: hour, d: day, w: 7 * day } as const;
export type DurationUnit = keyof typeof unitsMs;

/** Milliseconds of `500ms`, `1.5 s`, `5m`, `1h`, `7d` or `2w`; undefined if the text is not one, or has none of these units. */
export const parseDuration = (
  text: string,
  units: readonly DurationUnit[] = ['ms', 's', 'm', 'h', 'd', 'w'],
): number | undefined => {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*(ms|[smhdw])\s*$/u.exec(text) ?? [];
  const known = units.find((one) => one === unit);
  return known === undefined ? undefined : Math.round(Number(number) * unitsMs[known]);
};

/** `500ms`, `90s`, `1h`: as a duration is written in a setting, in the largest unit that leaves no rest. */
export const writeDuration = (ms: number): string => {
  const units = ['h', 'm', 's'] as const;
  const unit = units.find((one) => ms >= unitsMs[one] && ms % unitsMs[one] === 0) ?? 'ms';
  return `${ms / unitsMs[unit]}${unit}`;
};
