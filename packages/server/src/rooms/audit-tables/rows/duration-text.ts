/** What a number is in a column of durations; `hhmmss` is `13045` for 1 h 30 min 45 s, as SQL Server Agent writes it. */
export const durationUnits = ['ms', 's', 'min', 'h', 'hhmmss'] as const;
export type DurationUnit = (typeof durationUnits)[number];

const [secondMs, minuteMs, hourMs, dayMs] = [1_000, 60_000, 3_600_000, 86_400_000];
const unitMs = { ms: 1, s: secondMs, min: minuteMs, h: hourMs } as const;

const number = /^\d+(?:[.,]\d+)?$/u;
const clock = /^(?:(\d+)(?:\s+days?,?\s+|[. ]))?(\d+):([0-5]?\d):([0-5]?\d(?:[.,]\d+)?)$/u;
const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/iu;
const part = /(\d+(?:[.,]\d+)?)\s*([a-z]+)\.?,?\s*/giu;

const words: Readonly<Record<string, number>> = Object.fromEntries([
  ...['ms', 'msec', 'msecs', 'milli', 'millis', 'millisecond', 'milliseconds'].map((word) => [word, 1]),
  ...['s', 'sec', 'secs', 'second', 'seconds'].map((word) => [word, secondMs]),
  ...['m', 'min', 'mins', 'minute', 'minutes'].map((word) => [word, minuteMs]),
  ...['h', 'hr', 'hrs', 'hour', 'hours'].map((word) => [word, hourMs]),
  ...['d', 'day', 'days'].map((word) => [word, dayMs]),
]);

/**
 * Milliseconds of `00:12:30.5`, `1 day 02:03:04`, `PT12M30S`, `12 min 30 s`, and of a number where its unit is known. Undefined for
 * anything else: a number without a unit may be anything.
 */
export const readDuration = (text: string, unit: DurationUnit | undefined): number | undefined => {
  const written = text.trim();
  if (number.test(written)) return unit === undefined ? undefined : ofNumber(written, unit);
  const [, days = '0', hours, minutes, seconds] = clock.exec(written) ?? [];
  if (hours !== undefined)
    return whole(Number(days) * dayMs + Number(hours) * hourMs + Number(minutes) * minuteMs + ofSeconds(seconds));
  return ofIso(written) ?? ofParts(written);
};

const decimal = (text: string): number => Number(text.replace(',', '.'));
const ofSeconds = (text = '0'): number => decimal(text) * secondMs;
const whole = (ms: number): number => Math.round(ms);

const ofNumber = (text: string, unit: DurationUnit): number | undefined => {
  if (unit !== 'hhmmss') return whole(decimal(text) * unitMs[unit]);
  const [, hours, minutes, seconds] = /^(\d+)([0-5]\d)([0-5]\d)$/u.exec(text.padStart(6, '0')) ?? [];
  return hours === undefined
    ? undefined
    : Number(hours) * hourMs + Number(minutes) * minuteMs + Number(seconds) * secondMs;
};

const ofIso = (text: string): number | undefined => {
  const match = iso.exec(text);
  if (match === null || text.length < 3 || /T$/iu.test(text)) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds] = match;
  return whole(Number(days) * dayMs + Number(hours) * hourMs + Number(minutes) * minuteMs + ofSeconds(seconds));
};

/** `12 min 30 s`: nothing may be left over. */
const ofParts = (text: string): number | undefined => {
  const parts = [...text.matchAll(part)];
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== text) return undefined;
  const values = parts.map(([, amount = '', word = '']) => decimal(amount) * (words[word.toLowerCase()] ?? Number.NaN));
  const sum = values.reduce((total, value) => total + value, 0);
  return Number.isNaN(sum) ? undefined : whole(sum);
};
